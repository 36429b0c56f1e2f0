import django.db.models.deletion
import selection_site.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0012_files_are_looked_through"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sent", "Receipt of the province"),
                            ("forwarded", "Receipt of the department"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="check code")),
                ("sha256", models.CharField(max_length=64, verbose_name="digest of the plan")),
                ("content", models.JSONField(verbose_name="wording")),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=selection_site.lib.clock.now, verbose_name="issued"
                    ),
                ),
                ("path", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the file"),
                ),
                ("made_at", models.DateTimeField(editable=False, null=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["-issued_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReceiptRegister",
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
                            ("sent", "Receipt of the province"),
                            ("forwarded", "Receipt of the department"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("last_number", models.PositiveIntegerField(default=0, verbose_name="last number")),
            ],
            options={
                "verbose_name": "register of receipts",
                "verbose_name_plural": "registers of receipts",
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="submissions.call",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="issued_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="submissions.planversion",
            ),
        ),
        migrations.AddField(
            model_name="receiptregister",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="submissions.call"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("version", "kind"), name="receipt_once_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("call", "kind", "number"), name="receipt_number_once_a_register"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="receipt_numbers_begin_at_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file_sha256", ""), ("made_at__isnull", True), ("path", "")),
                    models.Q(
                        models.Q(("path", ""), _negated=True),
                        models.Q(("file_sha256", ""), _negated=True),
                        ("made_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="receipt_made_exactly_when_it_has_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptregister",
            constraint=models.UniqueConstraint(
                fields=("call", "kind"), name="receipt_register_once_a_call"
            ),
        ),
    ]
