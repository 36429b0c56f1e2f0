from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("scoring", "0006_criteria_have_anchors")]

    operations = [
        migrations.AlterField(
            model_name="mark",
            name="points",
            field=models.DecimalField(
                decimal_places=1, max_digits=4, null=True, verbose_name="mark"
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="cannot_judge",
            field=models.BooleanField(default=False, verbose_name="cannot judge"),
        ),
        migrations.AddConstraint(
            "mark",
            models.CheckConstraint(
                name="mark_has_points_unless_it_cannot_be_judged",
                condition=Q(cannot_judge=True, points__isnull=True)
                | Q(cannot_judge=False, points__isnull=False),
            ),
        ),
    ]
