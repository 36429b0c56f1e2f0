import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "__first__"),
        ("scoring", "0009_versions_of_sheets_are_append_only"),
        ("submissions", "0019_groups_withdraw_after_the_result"),
    ]

    operations = [
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("criterion", "Higher mean of a criterion"),
                            ("median", "Higher median of the totals"),
                            ("missing", "Fewer missing sheets"),
                            ("vote", "Vote of the committee"),
                            ("lot", "Drawn lot"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "criterion",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="number of the criterion"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the tie ladder",
                "verbose_name_plural": "steps of the tie ladder",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="SelectionRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("national", "National ranking"),
                            ("cluster", "Quota per cluster"),
                        ],
                        default="national",
                        max_length=10,
                        verbose_name="how places are shared out",
                    ),
                ),
                (
                    "carried_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        verbose_name="share of round 1 in the score of round 2, in percent",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of selection",
                "verbose_name_plural": "rules of selection",
            },
        ),
        migrations.AddField(
            model_name="round",
            name="lot_seed",
            field=models.CharField(
                blank=True, editable=False, max_length=64, verbose_name="seed of the lot"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="reopened",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="times reopened"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="rules_sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="digest of the rules"),
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ladder",
                to="scoring.round",
            ),
        ),
        migrations.AddField(
            model_name="selectionrules",
            name="call",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="selection_rules",
                to="submissions.call",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.UniqueConstraint(
                fields=("round", "position"), name="ladder_step_once_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("criterion__isnull", False)),
                fields=("round", "criterion"),
                name="ladder_criterion_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("criterion__isnull", True)),
                fields=("round", "kind"),
                name="ladder_step_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("criterion__isnull", False), ("kind", "criterion")),
                    models.Q(
                        models.Q(("kind", "criterion"), _negated=True), ("criterion__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="ladder_names_a_criterion_exactly_where_one_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("carried_percent__lte", 50)),
                name="rules_carry_no_more_than_half",
            ),
        ),
    ]
