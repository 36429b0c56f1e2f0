from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0014_one_province_may_be_extended"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="plans_closed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="plans closed"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=Q(plans_closed_at=None) | Q(opened_at__isnull=False),
                name="call_closes_plans_once_open",
            ),
        ),
    ]
