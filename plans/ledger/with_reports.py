"""What is part of a report (自己評価) stays as it is once the report is approved, and so do the marks in which it was said."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from .guard import DELETE, INSERT, IS_OPEN, SENTENCES, UPDATE, Guard, held_for_entry
from .places import same_place


def guards() -> Iterator[Guard]:
    for model in apps.get_models():
        if getattr(model, "PART_OF_REPORT", ""):
            yield from _of_parts(model)
        for relation, names in getattr(model, "FIXED_BY_REPORTS", {}).items():
            yield _of_words(model, relation, names)


def _of_parts(model: type[models.Model]) -> Iterator[Guard]:
    table = model._meta.db_table
    for operation, rows in ((INSERT, ("NEW",)), (UPDATE, ("OLD", "NEW")), (DELETE, ("OLD",))):
        columns = tuple(field.column for field in model._meta.concrete_fields) if operation == UPDATE else ()
        condition = " OR ".join(_is_settled(model, row) for row in rows)
        yield Guard(table, operation, condition, SENTENCES["approved"], columns)
    for operation in (INSERT, UPDATE):
        columns = tuple(model._meta.get_field(name).column for name in model.MUST_AGREE)
        condition = _disagrees(model)
        yield Guard(
            table,
            operation,
            condition,
            SENTENCES["disagrees"],
            columns if operation == UPDATE else (),
            purpose="_agreeing",
        )
    # SQLite's REPLACE takes away the row in its place without asking the guard of deletion.
    places = same_place(model, table)
    replaced = f"EXISTS (SELECT 1 FROM {table} WHERE ({places}) AND {_is_settled(model, table)})"  # noqa: S608
    yield Guard(table, INSERT, replaced, SENTENCES["approved"], only="sqlite", purpose="_or_replace")


def _is_settled(model: type[models.Model], row: str) -> str:
    """Whether the report that the row (OLD, NEW, the table) is part of is approved, and the guard closed for its plan."""
    relation = model._meta.get_field(model.PART_OF_REPORT)
    report = relation.related_model
    return (
        f"EXISTS (SELECT 1 FROM {report._meta.db_table} r WHERE r.id = {row}.{relation.column} "  # noqa: S608
        f"AND r.state = 'approved' AND NOT {held_for_entry(report, 'r')})"
    )


def _disagrees(model: type[models.Model]) -> str:
    """Whether the row's two relations lead to different rows of what they share (a mark and an aspect: the scale)."""
    found = []
    for name in model.MUST_AGREE:
        field = model._meta.get_field(name)
        table = field.related_model._meta.db_table
        shared = field.related_model._meta.get_field(model.MUST_AGREE_ON).column
        found.append(f"(SELECT {shared} FROM {table} WHERE id = NEW.{field.column})")  # noqa: S608
    return " <> ".join(found)


def _of_words(model: type[models.Model], relation: str, names: tuple[str, ...]) -> Guard:
    """A mark that an approved report was given keeps its meaning."""
    part = model._meta.get_field(relation).related_model
    to_report = part._meta.get_field(part.PART_OF_REPORT)
    mine = model._meta.get_field(relation).field.column
    condition = (
        f"EXISTS (SELECT 1 FROM {part._meta.db_table} p JOIN {to_report.related_model._meta.db_table} r "  # noqa: S608
        f"ON r.id = p.{to_report.column} WHERE p.{mine} = OLD.id AND r.state = 'approved') AND NOT {IS_OPEN}"
    )
    columns = tuple(model._meta.get_field(name).column for name in names)
    return Guard(model._meta.db_table, UPDATE, condition, SENTENCES["marked"], columns, purpose="_in_reports")
