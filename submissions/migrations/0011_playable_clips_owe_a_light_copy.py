from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_tries(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was used up while the clip was checked is no part of what its light copy may need."""
    playable = apps.get_model("submissions", "Clip").objects.filter(state="playable")
    playable.update(tries=0, claimed_until=None, last_error="")


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0010_clips_come_by_link"),
    ]

    operations = [
        migrations.RunPython(give_tries, migrations.RunPython.noop, elidable=True),
    ]
