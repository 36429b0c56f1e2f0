import django.db.models.deletion
import selection_site.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_post_held_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("submissions", "0017_groups_may_withdraw"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=20, verbose_name="section")),
                ("field", models.CharField(blank=True, max_length=80, verbose_name="place")),
                ("label", models.CharField(max_length=400, verbose_name="what it is called")),
                ("shown", models.TextField(blank=True, verbose_name="what stood there")),
                ("text", models.TextField(verbose_name="comment")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=selection_site.lib.clock.now, verbose_name="written"
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="answer of the district")),
                ("replied_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "repeats",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="submissions.remark",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_remarks",
                        to="submissions.step",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="submissions.planversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a plan",
                "verbose_name_plural": "comments on plans",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="step_back_gives_its_reason",
        ),
        migrations.AddField(
            model_name="step",
            name="remarks",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="comments sent with it"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", "return"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    ("remarks__gt", 0),
                    _connector="OR",
                ),
                name="step_back_gives_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", None)),
                fields=("version", "section", "field"),
                name="remark_one_draft_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="remark_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("replied_at__isnull", True), ("replied_by__isnull", True), ("reply", "")
                    ),
                    models.Q(
                        ("replied_at__isnull", False),
                        ("replied_by__isnull", False),
                        ("step__isnull", False),
                        models.Q(("reply", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="remark_answered_by_somebody_after_it_was_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("accepted_by__isnull", False),
                        ("step__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="remark_accepted_by_somebody_after_it_was_sent",
            ),
        ),
    ]
