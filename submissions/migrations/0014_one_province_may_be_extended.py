from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0013_plans_have_receipts"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="extended_to",
            field=models.DateField(editable=False, null=True, verbose_name="extended to"),
        ),
    ]
