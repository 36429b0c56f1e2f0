from django.db import migrations
from django.db.models import Q


def close_plans(apps, schema_editor):
    """The first round of these years was opened before a call knew that it ends the plans."""
    call_of, round_of = apps.get_model("submissions", "Call"), apps.get_model("scoring", "Round")
    opened = round_of.objects.filter(~Q(opened_at=None), number=1)
    for call, moment in opened.values_list("call", "opened_at"):
        call_of.objects.filter(pk=call).update(plans_closed_at=moment)


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0015_groups_are_shared_out"),
        ("submissions", "0015_plans_close_when_round_1_opens"),
    ]

    operations = [migrations.RunPython(close_plans, migrations.RunPython.noop)]
