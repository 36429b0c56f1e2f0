from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0007_who_saved_an_answer"),
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
