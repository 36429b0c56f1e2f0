from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_plan_has_more_rows")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="equipment_from_baht",
            field=models.PositiveIntegerField(
                default=10000, verbose_name="durable equipment above, a unit"
            ),
        ),
    ]
