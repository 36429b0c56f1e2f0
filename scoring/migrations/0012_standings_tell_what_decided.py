from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0011_rulings_are_votes_or_lots"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="standing",
            options={
                "ordering": ["rank", "position", "pk"],
                "verbose_name": "standing",
                "verbose_name_plural": "standings",
            },
        ),
        migrations.AddField(
            model_name="standing",
            name="carried",
            field=models.DecimalField(
                decimal_places=2, max_digits=5, null=True, verbose_name="score of round 1"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="mean",
            field=models.DecimalField(
                decimal_places=2, max_digits=5, null=True, verbose_name="mean of the round"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="position",
            field=models.PositiveIntegerField(default=0, verbose_name="place in the list"),
        ),
        migrations.AddField(
            model_name="standing",
            name="seat",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not inside"),
                    ("national", "By the national ranking"),
                    ("cluster", "By the quota of its cluster"),
                    ("leftover", "By a place that the clusters left"),
                    ("reserve", "From the reserve list"),
                ],
                max_length=10,
                verbose_name="inside by",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="step",
            field=models.CharField(
                blank=True,
                choices=[
                    ("criterion", "Higher mean of a criterion"),
                    ("median", "Higher median of the totals"),
                    ("missing", "Fewer missing sheets"),
                    ("vote", "Vote of the committee"),
                    ("lot", "Drawn lot"),
                ],
                max_length=10,
                verbose_name="step that decided",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="step_criterion",
            field=models.PositiveSmallIntegerField(
                null=True, verbose_name="criterion that decided"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="step_lower",
            field=models.DecimalField(
                decimal_places=6, max_digits=10, null=True, verbose_name="figure of the next"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="step_upper",
            field=models.DecimalField(
                decimal_places=6, max_digits=10, null=True, verbose_name="its figure"
            ),
        ),
        migrations.AlterField(
            model_name="standing",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("kept", "Kept"),
                    ("not_kept", "Not kept"),
                    ("outstanding", "Outstanding"),
                    ("good", "Good"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=12,
                verbose_name="outcome",
            ),
        ),
    ]
