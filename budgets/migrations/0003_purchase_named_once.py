from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_ledger_is_append_only")]

    operations = [
        migrations.AddConstraint(
            model_name="procurement",
            constraint=models.UniqueConstraint(
                fields=("allocation", "title"), name="procurement_named_once_an_allocation"
            ),
        ),
    ]
