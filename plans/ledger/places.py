"""In whose place a row would be put: what no two rows of a table have in common, as SQL.

SQLite's REPLACE takes such a row away and asks no trigger of deletion: the guard, the record and the counters of versions
each look for it before.
"""

from django.db import models
from django.db.models.functions import Coalesce

Expressions = tuple[models.expressions.Combinable, ...]


def unique_sets(model: type[models.Model]) -> tuple[Expressions, ...]:
    """Expressions on the columns that no two rows have in common, set by set."""
    meta = model._meta
    single = [(field.name,) for field in meta.concrete_fields if field.unique]
    rules = [rule for rule in meta.constraints if isinstance(rule, models.UniqueConstraint)]
    named = [*single, *meta.unique_together, *(rule.fields for rule in rules if rule.fields)]
    expressions = [tuple(rule.expressions) for rule in rules if rule.expressions]
    return (*(tuple(map(models.F, names)) for names in named), *expressions)


def same_place(model: type[models.Model], row: str, new: str = "NEW") -> str:
    """SQL that is true where the row (a table's name) stands in the place of the new one.

    A condition of a constraint is left out: then a row may be meant that stays.
    """
    return " OR ".join(
        "(" + " AND ".join(f"{rendered(e, row, model)} = {rendered(e, new, model)}" for e in one) + ")"
        for one in unique_sets(model)
    )


def rendered(expression: object, row: str, model: type[models.Model]) -> str:
    """SQL of a column, or of COALESCE(column, number), of the row."""
    if isinstance(expression, models.F):
        return f'{row}."{model._meta.get_field(expression.name).column}"'
    if isinstance(expression, Coalesce):
        first, other = expression.get_source_expressions()
        return f"COALESCE({rendered(first, row, model)}, {int(other.value)})"
    raise TypeError(f"{model._meta.label}: {expression!r} in a unique constraint")
