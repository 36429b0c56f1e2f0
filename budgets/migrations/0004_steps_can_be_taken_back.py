from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("budgets", "0003_purchase_named_once")]

    operations = [
        migrations.RemoveConstraint(model_name="procurementstep", name="procurement_step_once"),
        migrations.AddField(
            model_name="procurementstep",
            name="taken_back_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="taken back"),
        ),
        migrations.AddConstraint(
            model_name="procurementstep",
            constraint=models.UniqueConstraint(
                fields=("procurement", "kind"),
                name="procurement_step_once",
                condition=Q(("taken_back_at", None)),
            ),
        ),
    ]
