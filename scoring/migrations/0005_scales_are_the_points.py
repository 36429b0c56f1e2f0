from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def take_points(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Until now a criterion was marked from 0 to its points."""
    apps.get_model("scoring", "Criterion").objects.update(scale=F("points"))


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_criteria_have_scales")]

    operations = [migrations.RunPython(take_points, migrations.RunPython.noop)]
