from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0010_rules_are_declared"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="tieruling",
            name="ruling_one_in_force",
        ),
        migrations.AddField(
            model_name="tieplace",
            name="votes",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="votes"),
        ),
        migrations.AddField(
            model_name="tieruling",
            name="kind",
            field=models.CharField(
                choices=[
                    ("criterion", "Higher mean of a criterion"),
                    ("median", "Higher median of the totals"),
                    ("missing", "Fewer missing sheets"),
                    ("vote", "Vote of the committee"),
                    ("lot", "Drawn lot"),
                ],
                default="vote",
                max_length=10,
                verbose_name="step",
            ),
        ),
        migrations.AddField(
            model_name="tieruling",
            name="minutes",
            field=models.CharField(blank=True, max_length=120, verbose_name="item of the minutes"),
        ),
        migrations.AddField(
            model_name="tieruling",
            name="rank",
            field=models.PositiveIntegerField(default=0, verbose_name="shared rank"),
        ),
        migrations.AddConstraint(
            model_name="tieruling",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("round", "score", "rank"),
                name="ruling_one_in_force_a_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="tieruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("vote", "lot"))), name="ruling_is_a_vote_or_a_lot"
            ),
        ),
    ]
