import django.db.models.deletion
import selection_site.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0012_standings_tell_what_decided"),
    ]

    operations = [
        migrations.CreateModel(
            name="Replacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "Kept"),
                            ("not_kept", "Not kept"),
                            ("outstanding", "Outstanding"),
                            ("good", "Good"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="result given up",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason for withdrawing")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the director"),
                            ("approved", "Approved"),
                            ("returned", "Not approved"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=selection_site.lib.clock.now, verbose_name="proposed"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                ("note", models.TextField(blank=True, verbose_name="reason of the director")),
            ],
            options={
                "verbose_name": "replacement",
                "verbose_name_plural": "replacements",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="replacement",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="promoted",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="submissions.submission",
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="raised",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="submissions.submission",
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="scoring.round",
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="submissions.submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "returned"), _negated=True),
                fields=("submission",),
                name="replacement_one_alive_a_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="replacement_gives_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("stage", "proposed"),
                    ),
                    models.Q(
                        models.Q(("stage", "proposed"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="replacement_decided_exactly_when_not_proposed",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="replacement_decided_by_another_person_than_proposed_it",
            ),
        ),
    ]
