from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0020_versions_keep_captions_and_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="businessplan",
            name="taken_from_year",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="to_confirm",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddConstraint(
            model_name="businessplan",
            constraint=models.CheckConstraint(
                condition=Q(to_confirm=[]) | Q(taken_from_year__isnull=False),
                name="plan_waits_for_confirmation_only_after_taking_over",
            ),
        ),
    ]
