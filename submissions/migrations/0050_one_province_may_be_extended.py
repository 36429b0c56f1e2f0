from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0002_clips_come_in_pieces"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="extended_to",
            field=models.DateField(editable=False, null=True, verbose_name="extended to"),
        ),
    ]
