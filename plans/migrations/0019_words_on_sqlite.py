"""SQLite gets an index of words, as PostgreSQL has one: its tables; what they hold is worked out after `migrate`."""

from django.db import migrations

from plans.search_index import on_sqlite


def create(apps, schema_editor):
    on_sqlite.create_tables(schema_editor.connection)


def drop(apps, schema_editor):
    on_sqlite.drop_tables(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("plans", "0018_city_identity")]

    operations = [migrations.RunPython(create, drop)]
