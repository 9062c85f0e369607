from django.db import migrations, models

_BEFORE = "The file names the month of this note, and no day."


def say_so_of_earlier_ones(apps, schema_editor):
    """Until now an internal note said it, and pages told the first day of the month."""
    updates = apps.get_model("improvement", "Update").objects
    updates.filter(source="imported", internal_note=_BEFORE).update(month_only=True)


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0013_checks_of_what_is_usual"),
    ]

    operations = [
        migrations.AddField(
            model_name="update",
            name="month_only",
            field=models.BooleanField(
                default=False,
                help_text="Of a file's note; `effective_on` is the first day of the month then.",
                verbose_name="only its month is known",
            ),
        ),
        migrations.RunPython(say_so_of_earlier_ones, migrations.RunPython.noop),
    ]
