from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0016_rounds_that_opened_closed_the_plans"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conflict",
            name="reason",
            field=models.CharField(
                choices=[
                    ("own_province", "Works or worked in this province"),
                    ("home", "Comes from there or lives there"),
                    ("relative", "Has a relative or friend in the group"),
                    ("endorsed", "Helped with or endorsed this plan"),
                    ("other", "Another reason"),
                ],
                max_length=12,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="conflictquestion",
            name="reason",
            field=models.CharField(
                choices=[
                    ("own_province", "Works or worked in this province"),
                    ("home", "Comes from there or lives there"),
                    ("relative", "Has a relative or friend in the group"),
                    ("endorsed", "Helped with or endorsed this plan"),
                    ("other", "Another reason"),
                ],
                max_length=12,
                verbose_name="reason",
            ),
        ),
    ]
