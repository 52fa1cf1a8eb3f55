"""What is stored already is what the public knows: its history begins with today."""

from importlib import import_module

from django.db import migrations

MODELS = (
    "Indicator",
    "Target",
    "ExcludedPeriod",
    "ReviewPolicy",
    "RatingScale",
    "RatingBand",
    "PlanRating",
)


def begin_histories(apps, schema_editor):
    begin = import_module("plans.migrations.0004_ledgers_begin").begin_histories
    begin(apps, schema_editor.connection.alias, "kpis", MODELS)


class Migration(migrations.Migration):
    dependencies = [("kpis", "0006_revisions"), ("plans", "0004_ledgers_begin")]

    operations = [migrations.RunPython(begin_histories, migrations.RunPython.noop)]
