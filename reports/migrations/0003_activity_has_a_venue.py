from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_reports_tell_who_saved")]

    operations = [
        migrations.AlterField(
            model_name="resultreport",
            name="venue",
            field=models.CharField(blank=True, max_length=200, verbose_name="venue"),
        ),
    ]
