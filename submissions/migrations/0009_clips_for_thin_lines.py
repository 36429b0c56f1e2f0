from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0008_clips_have_captions"),
    ]

    operations = [
        migrations.AddField(
            model_name="clip",
            name="lightened_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="clip",
            name="playable_bytes",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="clip",
            name="progress",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="percent done"
            ),
        ),
        migrations.AddField(
            model_name="clip",
            name="small_bytes",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="clip",
            name="small_path",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="clip",
            name="strip_path",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "playable"),
                    models.Q(
                        ("captions_path", ""),
                        ("lightened_at", None),
                        ("small_path", ""),
                        ("strip_path", ""),
                    ),
                    _connector="OR",
                ),
                name="clip_light_copies_only_beside_a_playable_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("small_bytes", None), ("small_path", "")),
                    models.Q(
                        models.Q(("small_path", ""), _negated=True), ("small_bytes__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="clip_small_copy_has_a_size",
            ),
        ),
    ]
