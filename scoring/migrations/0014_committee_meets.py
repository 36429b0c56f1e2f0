import django.db.models.deletion
import selection_site.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0013_withdrawn_groups_are_replaced"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="chair")),
                ("is_present", models.BooleanField(default=True, verbose_name="present")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason for absence"),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["-is_chair", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number in the year")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("place", models.CharField(max_length=200, verbose_name="meeting place")),
                ("began_at", models.TimeField(verbose_name="began at")),
                ("ended_at", models.TimeField(null=True, verbose_name="ended at")),
                (
                    "secretary",
                    models.CharField(max_length=120, verbose_name="taker of the minutes"),
                ),
                (
                    "checker",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="checker of the minutes"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["call", "number"],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claimed_until",
                    models.DateTimeField(editable=False, null=True, verbose_name="claimed until"),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="tries"
                    ),
                ),
                (
                    "last_error",
                    models.TextField(blank=True, editable=False, verbose_name="last error"),
                ),
                ("content", models.JSONField(verbose_name="wording")),
                (
                    "ordered_at",
                    models.DateTimeField(
                        default=selection_site.lib.clock.now, verbose_name="ordered"
                    ),
                ),
                ("path", models.CharField(blank=True, editable=False, max_length=120)),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="digest")),
                ("made_at", models.DateTimeField(editable=False, null=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "minutes",
                "verbose_name_plural": "minutes",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="tie at rank")),
                ("text", models.TextField(verbose_name="motion")),
                ("votes_for", models.PositiveSmallIntegerField(verbose_name="for")),
                ("votes_against", models.PositiveSmallIntegerField(verbose_name="against")),
                ("abstained", models.PositiveSmallIntegerField(verbose_name="abstained")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("carried", "Carried"),
                            ("lost", "Not carried"),
                            ("equal", "Votes were equal"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=selection_site.lib.clock.now, verbose_name="recorded"
                    ),
                ),
            ],
            options={
                "verbose_name": "motion",
                "verbose_name_plural": "motions",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="attendance",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="submissions.call",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="scoring.round",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendances",
                to="scoring.meeting",
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="minutes",
                to="scoring.meeting",
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="ordered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="motions",
                to="scoring.meeting",
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("call", "number"), name="meeting_number_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("round",),
                name="meeting_one_open_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None), ("ended_at__gte", models.F("began_at")), _connector="OR"
                ),
                name="meeting_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("meeting", "member"), name="attendance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_present", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="attendance_absent_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_at__isnull", True), ("path", ""), ("sha256", "")),
                    models.Q(
                        models.Q(("path", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                        ("made_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="minutes_made_exactly_when_they_have_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="motion_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "carried"), ("votes_for__gt", models.F("votes_against"))),
                    models.Q(("result", "lost"), ("votes_for__lt", models.F("votes_against"))),
                    models.Q(("result", "equal"), ("votes_for", models.F("votes_against"))),
                    _connector="OR",
                ),
                name="motion_result_follows_the_votes",
            ),
        ),
    ]
