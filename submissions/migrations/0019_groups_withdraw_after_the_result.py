from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0018_remark"),
    ]

    operations = [
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
                    ("given_up", "Withdrew after the result"),
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
                    ("given_up", "Withdrew after the result"),
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
                    ("given_up", "Withdrew after the result"),
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
                    models.Q(
                        ("forwarded_at__isnull", False),
                        (
                            "stage__in",
                            (
                                "forwarded",
                                "finalist",
                                "declined",
                                "outstanding",
                                "good",
                                "given_up",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "stage__in",
                                (
                                    "forwarded",
                                    "finalist",
                                    "declined",
                                    "outstanding",
                                    "good",
                                    "given_up",
                                ),
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
    ]
