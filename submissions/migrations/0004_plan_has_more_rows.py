import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_plan_has_all_sections")]

    operations = [
        migrations.CreateModel(
            name="CommitteeSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "committee",
                    models.CharField(
                        choices=[
                            ("directing", "Directing committee"),
                            ("loans", "Loans committee"),
                            ("audit", "Audit committee"),
                            ("promotion", "Promotion committee"),
                        ],
                        default="directing",
                        max_length=10,
                        verbose_name="committee",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="full name")),
                ("post", models.CharField(max_length=80, verbose_name="position")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="committee_seats",
                        to="submissions.businessplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat on a committee",
                "verbose_name_plural": "seats on committees",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("name", models.CharField(max_length=150, verbose_name="raw material")),
                ("origin", models.CharField(max_length=200, verbose_name="where it comes from")),
                ("unit", models.CharField(max_length=40, verbose_name="unit")),
                (
                    "unit_price_satang",
                    models.PositiveBigIntegerField(verbose_name="price of a unit"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="submissions.businessplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "raw material",
                "verbose_name_plural": "raw materials",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("name", models.CharField(max_length=150, verbose_name="partner")),
                ("contribution", models.CharField(max_length=400, verbose_name="what it does")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="submissions.businessplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("name", models.CharField(max_length=200, verbose_name="risk")),
                (
                    "chance",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        max_length=6,
                        verbose_name="how likely",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        max_length=6,
                        verbose_name="how bad",
                    ),
                ),
                (
                    "answer",
                    models.CharField(max_length=400, verbose_name="what the group does about it"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks",
                        to="submissions.businessplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk",
                "verbose_name_plural": "risks",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("name", models.CharField(max_length=200, verbose_name="activity")),
                ("first_month", models.PositiveSmallIntegerField(verbose_name="from month")),
                ("last_month", models.PositiveSmallIntegerField(verbose_name="until month")),
                ("responsible", models.CharField(max_length=120, verbose_name="responsible")),
                (
                    "cost_baht",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="costs"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="submissions.businessplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__gte", 1),
                            ("first_month__lte", models.F("last_month")),
                            ("last_month__lte", 12),
                        ),
                        name="activity_months_are_in_the_year_and_in_order",
                        violation_error_message="The months must lie in the fiscal year, the last not before the first.",
                    )
                ],
            },
        ),
    ]
