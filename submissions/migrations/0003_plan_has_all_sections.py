from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_clips_come_in_pieces")]

    operations = [
        migrations.AddField(
            model_name="businessplan",
            name="agreed_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="day of the group's meeting"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="associate_members",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="associate members"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="bookkeeping",
            field=models.TextField(blank=True, max_length=4000, verbose_name="accounts and audit"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="capacity",
            field=models.CharField(blank=True, max_length=200, verbose_name="capacity in a month"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="chair_name",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="chairperson of the group"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="chair_signed_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="signed by the chairperson on"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="competitors",
            field=models.TextField(blank=True, max_length=4000, verbose_name="competitors"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="customers",
            field=models.TextField(blank=True, max_length=4000, verbose_name="customers"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="expected_income",
            field=models.TextField(blank=True, max_length=4000, verbose_name="income"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="expected_income_baht",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="more income in a year"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="expected_jobs",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="people who get work"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="expected_welfare",
            field=models.TextField(blank=True, max_length=4000, verbose_name="welfare"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="expected_welfare_people",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="people who get welfare"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="expected_work",
            field=models.TextField(blank=True, max_length=4000, verbose_name="work"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="goods",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="what is made or offered"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="has_agreed",
            field=models.BooleanField(
                default=False, verbose_name="the group has agreed to this plan"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="head_name",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="district community development head"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="head_signed_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="signed by the district head on"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="honorary_members",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="honorary members"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="management",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="how the work is led and divided"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="opportunities",
            field=models.TextField(blank=True, max_length=4000, verbose_name="opportunities"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="ordinary_members",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="ordinary members"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="other_funds_baht",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="funds from others"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="privacy_version",
            field=models.CharField(
                blank=True,
                max_length=12,
                verbose_name="notice on pictures of persons, acknowledged version",
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="problems",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="problems to be solved"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="process",
            field=models.TextField(blank=True, max_length=4000, verbose_name="how it is made"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="staff",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="who works in the business"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="standards",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="standards and registrations"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="strengths",
            field=models.TextField(blank=True, max_length=4000, verbose_name="strengths"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="threats",
            field=models.TextField(blank=True, max_length=4000, verbose_name="threats"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="weaknesses",
            field=models.TextField(blank=True, max_length=4000, verbose_name="weaknesses"),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="worker_name",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="certifying development worker"
            ),
        ),
        migrations.AddField(
            model_name="businessplan",
            name="worker_signed_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="signed by the development worker on"
            ),
        ),
    ]
