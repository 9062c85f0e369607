from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0014_reports_of_a_month"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionperiod",
            name="before",
            field=models.JSONField(
                help_text="How that had stood on its last day in the plan (departures.py).",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="actionperiod",
            name="left_on",
            field=models.DateField(
                help_text="Of what was taken out of the plan and had been seen there: when.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="actionstate",
            name="before",
            field=models.JSONField(
                help_text="How that had stood on its last day in the plan (departures.py).",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="actionstate",
            name="left_on",
            field=models.DateField(
                help_text="Of what was taken out of the plan and had been seen there: when.",
                null=True,
            ),
        ),
    ]
