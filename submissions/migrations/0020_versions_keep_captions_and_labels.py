from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def copy_what_is_shown(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Keep for each version the captions and labels that its pages show on this day."""
    versions = apps.get_model("submissions", "PlanVersion").objects
    for version in versions.select_related("clip").prefetch_related("attachments"):
        versions.filter(pk=version.pk).update(
            captions_path=version.clip.captions_path,
            captions_name=version.clip.captions_name,
            labels={str(file.pk): file.kind for file in version.attachments.all()},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0019_groups_withdraw_after_the_result"),
    ]

    operations = [
        migrations.AddField(
            model_name="planversion",
            name="captions_path",
            field=models.CharField(blank=True, default="", editable=False, max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="planversion",
            name="captions_name",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=200,
                verbose_name="captions",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="planversion",
            name="captions_sha256",
            field=models.CharField(
                blank=True, default="", max_length=64, verbose_name="digest of the captions"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="planversion",
            name="labels",
            field=models.JSONField(default=dict, verbose_name="what the files are"),
        ),
        migrations.RunPython(copy_what_is_shown, migrations.RunPython.noop, elidable=True),
    ]
