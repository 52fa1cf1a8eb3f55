"""Tables and columns of the record are named in Japanese, also where a model or a package names them after its code."""

from django.apps import apps

from plans.journal.column_names import named, table_named
from plans.journal.recorded import recorded


def test_every_table_has_a_japanese_name():
    assert [table.name for table in recorded() if table_named(table.model).isascii()] == []


def test_every_column_has_a_japanese_name():
    assert [
        (table.name, field.column)
        for table in recorded()
        for field in table.model._meta.concrete_fields
        if named(field.column, field).isascii()
    ] == []


def test_a_column_is_named_as_its_model_names_it_first():
    field = apps.get_model("kpis.Indicator")._meta.get_field("name")
    assert named("name", field) == str(field.verbose_name)


def test_a_history_says_of_what():
    assert table_named(apps.get_model("kpis.HistoricalIndicator")) == "指標の履歴"


def test_links_say_whose_they_are():
    assert table_named(apps.get_model("kpis.Indicator").actions.through) == "指標の関係する取組"


def test_a_column_that_no_model_has_any_more_keeps_its_name():
    assert named("gone_long_ago", None) == "gone_long_ago"
