from django.db import migrations

from selection_site.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_first")]

    operations = [append_only("budgets_entry")]
