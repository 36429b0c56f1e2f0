from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0003_sheets_are_committed_to")]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="group",
            field=models.CharField(blank=True, max_length=120, verbose_name="group of criteria"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="points",
            field=models.PositiveSmallIntegerField(verbose_name="points in the total"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="scale",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="highest mark"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="criterion",
            name="halves",
            field=models.BooleanField(default=False, verbose_name="half marks"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="counts",
            field=models.BooleanField(default=True, verbose_name="counts in the total"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="allows_cannot_judge",
            field=models.BooleanField(
                default=False, verbose_name="may be left out with 'cannot judge'"
            ),
        ),
    ]
