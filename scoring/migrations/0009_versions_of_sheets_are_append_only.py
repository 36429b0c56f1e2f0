from django.db import migrations

from selection_site.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("scoring", "0008_sheets_keep_time_evidence_and_versions")]

    operations = [append_only("scoring_sheetversion")]
