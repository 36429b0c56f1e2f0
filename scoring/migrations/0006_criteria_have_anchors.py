from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("scoring", "0005_scales_are_the_points")]

    operations = [
        migrations.RemoveConstraint("criterion", "criterion_is_worth_1_to_100_points"),
        migrations.AddConstraint(
            "criterion",
            models.CheckConstraint(
                name="criterion_that_counts_is_worth_1_to_100_points",
                condition=Q(counts=True, points__gte=1, points__lte=100)
                | Q(counts=False, points__gte=0, points__lte=100),
                violation_error_message="A criterion is worth 1 to 100 points.",
            ),
        ),
        migrations.AddConstraint(
            "criterion",
            models.CheckConstraint(
                name="criterion_scale_is_1_to_100", condition=Q(scale__gte=1, scale__lte=100)
            ),
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.DecimalField(decimal_places=1, max_digits=4, verbose_name="mark"),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what it means")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anchors",
                        to="scoring.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "anchor",
                "verbose_name_plural": "anchors",
                "ordering": ["level"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criterion", "level"), name="anchor_once_a_level"
                    ),
                    models.CheckConstraint(
                        name="anchor_level_is_0_to_100",
                        condition=Q(level__gte=Decimal(0), level__lte=Decimal(100)),
                    ),
                ],
            },
        ),
    ]
