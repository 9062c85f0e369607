from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0012_trackers"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionperiod",
            name="check_due_on",
            field=models.DateField(
                help_text="Of business as usual: by when it is to be checked again.", null=True
            ),
        ),
        migrations.AddField(
            model_name="actionstate",
            name="check_due_on",
            field=models.DateField(
                help_text="Of business as usual: by when it is to be checked again.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="actionperiod",
            name="newest_evidence",
            field=models.DateField(
                help_text="The latest date of evidence: of what was looked at, if any was.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="actionstate",
            name="newest_evidence",
            field=models.DateField(
                help_text="The latest date of evidence: of what was looked at, if any was.",
                null=True,
            ),
        ),
    ]
