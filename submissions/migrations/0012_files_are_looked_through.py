from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0011_playable_clips_owe_a_light_copy")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="claimed_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="claimed until"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("minutes", "Minutes of the members' meeting"),
                    ("quotation", "Quotation"),
                    ("picture", "Picture of the group or its business"),
                    ("register", "Register or accounts"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=10,
                verbose_name="what it is",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="last_error",
            field=models.TextField(blank=True, editable=False, verbose_name="last error"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="numbers",
            field=models.JSONField(default=list, editable=False, verbose_name="where they stand"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="numbers_found",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="national numbers"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="read_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="looked through"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="reading",
            field=models.CharField(
                choices=[
                    ("waiting", "Being looked through"),
                    ("whole", "Looked through"),
                    ("partly", "Only partly readable"),
                    ("pictures", "Pictures, nothing to read"),
                    ("locked", "Locked with a password"),
                    ("damaged", "Damaged"),
                    ("too_heavy", "Too much to look through"),
                ],
                default="waiting",
                editable=False,
                max_length=10,
                verbose_name="search for national numbers",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="thumbnail_path",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="attachment",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="tries"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at__isnull", True), ("reading", "waiting")),
                    models.Q(
                        models.Q(("reading", "waiting"), _negated=True), ("read_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="attachment_read_exactly_when_it_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("numbers_found", 0),
                    models.Q(("reading", "waiting"), _negated=True),
                    _connector="OR",
                ),
                name="attachment_has_numbers_only_when_read",
            ),
        ),
    ]
