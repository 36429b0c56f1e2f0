import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def key() -> tuple[str, models.BigAutoField]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0007_marks_may_say_cannot_judge")]

    operations = [
        migrations.AlterField(
            model_name="sheet",
            name="total",
            field=models.DecimalField(
                decimal_places=2, max_digits=5, null=True, verbose_name="total"
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="seconds",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="seconds at work"
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                key(),
                (
                    "kind",
                    models.CharField(
                        choices=[("clip", "Clip"), ("plan", "Plan")],
                        max_length=4,
                        verbose_name="where",
                    ),
                ),
                (
                    "seconds",
                    models.PositiveIntegerField(null=True, verbose_name="seconds into the clip"),
                ),
                (
                    "section",
                    models.CharField(blank=True, max_length=30, verbose_name="section of the plan"),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="scoring.sheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["kind", "seconds", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="evidence_is_a_moment_or_a_section",
                        condition=Q(kind="clip", seconds__isnull=False, section="")
                        | (Q(kind="plan", seconds__isnull=True) & ~Q(section="")),
                    ),
                    models.UniqueConstraint(
                        fields=("sheet", "criterion", "seconds"),
                        name="evidence_moment_once",
                        condition=Q(kind="clip"),
                    ),
                    models.UniqueConstraint(
                        fields=("sheet", "criterion", "section"),
                        name="evidence_section_once",
                        condition=Q(kind="plan"),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetVersion",
            fields=[
                key(),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "total",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="total"),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="reason for the change"
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
                ("handed_in_at", models.DateTimeField(verbose_name="handed in")),
                ("nonce", models.CharField(max_length=32)),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="scoring.sheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a sheet",
                "verbose_name_plural": "versions of sheets",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "number"), name="sheet_version_once"),
                    models.CheckConstraint(
                        name="sheet_version_after_the_first_gives_a_reason",
                        condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                    ),
                ],
            },
        ),
    ]
