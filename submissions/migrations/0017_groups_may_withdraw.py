import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_post_held_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("submissions", "0016_extension"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own_wish", "The group's own wish"),
                            ("closed_down", "The group has closed down"),
                            ("breach", "The group broke the rules of the programme"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                        verbose_name="kind of reason",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="asked")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "ended_reason",
                    models.TextField(blank=True, verbose_name="why it was taken back"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
                (
                    "replacement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stands_in",
                        to="submissions.submission",
                        verbose_name="group in its place",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="submissions.submission",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_started_exactly_when_past_not_started",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_sent_exactly_when_past_draft",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_forwarded_exactly_when_arrived",
        ),
        migrations.AlterField(
            model_name="step",
            name="source",
            field=models.CharField(
                choices=[
                    ("not_started", "Not started"),
                    ("draft", "Being written"),
                    ("sent", "With the province"),
                    ("forwarded", "With the department"),
                    ("finalist", "In round 2"),
                    ("declined", "Not selected"),
                    ("outstanding", "Outstanding"),
                    ("good", "Good"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=12,
                verbose_name="from",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="target",
            field=models.CharField(
                choices=[
                    ("not_started", "Not started"),
                    ("draft", "Being written"),
                    ("sent", "With the province"),
                    ("forwarded", "With the department"),
                    ("finalist", "In round 2"),
                    ("declined", "Not selected"),
                    ("outstanding", "Outstanding"),
                    ("good", "Good"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=12,
                verbose_name="to",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="stage",
            field=models.CharField(
                choices=[
                    ("not_started", "Not started"),
                    ("draft", "Being written"),
                    ("sent", "With the province"),
                    ("forwarded", "With the department"),
                    ("finalist", "In round 2"),
                    ("declined", "Not selected"),
                    ("outstanding", "Outstanding"),
                    ("good", "Good"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="not_started",
                max_length=12,
                verbose_name="stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "not_started"), ("started_at__isnull", True)),
                    models.Q(
                        models.Q(("stage", "not_started"), _negated=True),
                        ("started_at__isnull", False),
                    ),
                    ("stage", "withdrawn"),
                    _connector="OR",
                ),
                name="submission_started_exactly_when_past_not_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("stage__in", ["not_started", "draft"])),
                    models.Q(
                        models.Q(("stage__in", ["not_started", "draft"]), _negated=True),
                        ("sent_at__isnull", False),
                    ),
                    ("stage", "withdrawn"),
                    _connector="OR",
                ),
                name="submission_sent_exactly_when_past_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("forwarded_at__isnull", False),
                        ("stage__in", ("forwarded", "finalist", "declined", "outstanding", "good")),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "stage__in",
                                ("forwarded", "finalist", "declined", "outstanding", "good"),
                            ),
                            _negated=True,
                        ),
                        ("forwarded_at__isnull", True),
                    ),
                    ("stage", "withdrawn"),
                    _connector="OR",
                ),
                name="submission_forwarded_exactly_when_arrived",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("submission",),
                name="withdrawal_one_running_a_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="withdrawal_gives_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                    ("withdrawn_by__isnull", False),
                    _connector="OR",
                ),
                name="withdrawal_comes_from_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_carried_out_by_somebody_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_reason", "")
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(("ended_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="withdrawal_ended_by_somebody_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replacement", None),
                    models.Q(("ended_at", None), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_replaced_only_when_carried_out",
            ),
        ),
    ]
