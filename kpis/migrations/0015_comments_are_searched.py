"""What is searched beside the plans' own words: approved comments, numbers of indicators, and how they stand today."""

from django.db import migrations, models

from plans.search_index import functions

# Only what is approved is public, and only that is asked for.
SEARCHED = {
    "kpis_measurement": ("progress_comment", "issues_comment", "response_comment"),
    "kpis_actionprogress": ("comment",),
}
PUBLIC = "state = 'approved'"


def lay(apps, schema_editor):
    if functions.has_index(schema_editor.connection):
        for table, columns in SEARCHED.items():
            schema_editor.execute(functions.index_statement(table, columns, PUBLIC), params=None)


def take_away(apps, schema_editor):
    if functions.has_index(schema_editor.connection):
        for table in SEARCHED:
            schema_editor.execute(f'DROP INDEX IF EXISTS "{functions.PREFIX}{table}"', params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0001_squashed_0014_lists_over_many_cities"),
        ("plans", "0017_search_folding"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="indicator", index=models.Index(fields=["code"], name="indicator_by_code")
        ),
        migrations.AddIndex(
            model_name="indicator", index=models.Index(fields=["number"], name="indicator_by_number")
        ),
        migrations.AddIndex(
            model_name="standing", index=models.Index(fields=["group"], name="standing_by_group")
        ),
        migrations.AddIndex(
            model_name="standing", index=models.Index(fields=["verdict"], name="standing_by_verdict")
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(condition=models.Q(("stale", True)), fields=["stale"], name="standing_stale"),
        ),
        migrations.RunPython(lay, take_away),
    ]
