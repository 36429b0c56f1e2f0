from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0002_clips_come_in_pieces"),
    ]

    operations = [
        migrations.AddField(
            model_name="clip",
            name="captions_name",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="captions"
            ),
        ),
        migrations.AddField(
            model_name="clip",
            name="captions_path",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
    ]
