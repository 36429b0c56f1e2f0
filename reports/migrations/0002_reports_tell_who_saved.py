import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import selection_site.lib.clock


def told(model):
    """Who saved a report last and when, and whether it was first sent after its day."""
    return [
        migrations.AddField(
            model_name=model,
            name="saved_at",
            field=models.DateTimeField(
                default=selection_site.lib.clock.now, editable=False, verbose_name="saved"
            ),
        ),
        migrations.AddField(
            model_name=model,
            name="saved_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name=model,
            name="sent_late",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="first sent after its day"
            ),
        ),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(
                name=f"{model}_late_only_when_sent",
                condition=Q(("sent_late", False), ("sent_at__isnull", False), _connector="OR"),
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [*told("resultreport"), *told("followup")]
