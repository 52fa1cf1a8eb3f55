"""Words are folded by more rules: the functions are made anew, and every index of what they say of a row, too."""

from django.db import migrations, models

from plans.search_index import functions


def lay_anew(apps, schema_editor):
    """On SQLite there is nothing to do: there the words are folded by whoever asks."""
    functions.lay_anew(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0016_contacts"),
    ]

    operations = [
        migrations.AddIndex(model_name="goal", index=models.Index(fields=["code"], name="goal_by_code")),
        migrations.AddIndex(model_name="action", index=models.Index(fields=["code"], name="action_by_code")),
        # Back again nothing has to be undone: the functions of before are those that this version makes.
        migrations.RunPython(lay_anew, migrations.RunPython.noop),
    ]
