from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_ranks_are_shared")]

    operations = [
        migrations.AddField(
            model_name="sheet",
            name="nonce",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
            preserve_default=False,
        ),
    ]
