from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0050_one_province_may_be_extended"),
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
                condition=Q(plans_closed_at=None) | Q(plans_closed_at__gte=F("opened_at")),
                name="call_closes_plans_after_it_opened",
            ),
        ),
    ]
