import django.db.models.deletion
import selection_site.lib.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0009_clips_for_thin_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UploadLink",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=selection_site.lib.clock.now, editable=False, verbose_name="made"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="used")),
                (
                    "revoked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="revoked"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload_links",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "link for uploading",
                "verbose_name_plural": "links for uploading",
                "ordering": ["-made_at"],
            },
        ),
        migrations.AddField(
            model_name="clip",
            name="link",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clips",
                to="submissions.uploadlink",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="link",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads",
                to="submissions.uploadlink",
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                name="link_expires_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_at", None), ("revoked_at", None), _connector="OR"),
                name="link_is_used_or_revoked_not_both",
            ),
        ),
    ]
