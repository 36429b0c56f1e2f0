"""An empty place or year counts as a value, on SQLite too."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_places"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="post_held_once",
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce(
                    "district", models.Value(""), output_field=models.CharField()
                ),
                django.db.models.functions.comparison.Coalesce(
                    "province", models.Value(""), output_field=models.CharField()
                ),
                django.db.models.functions.comparison.Coalesce("year", models.Value(0)),
                condition=models.Q(("ended_at", None)),
                name="post_held_once",
                violation_error_message="This person already holds this post.",
            ),
        ),
    ]
