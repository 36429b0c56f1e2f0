from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_first")]

    operations = [
        migrations.RemoveConstraint(model_name="standing", name="standing_one_a_rank"),
        migrations.AlterModelOptions(
            name="standing",
            options={
                "ordering": ["rank", "pk"],
                "verbose_name": "standing",
                "verbose_name_plural": "standings",
            },
        ),
    ]
