"""What of a file is stored already, and in which order its rows are loaded."""

from collections.abc import Iterable

from plans.fixture_files import FixtureRow, natural_key_of
from plans.kinds import Publicity
from plans.models.living import Living


def is_begun(rows: Iterable[FixtureRow]) -> bool:
    """Whether a row that stands for its file (a plan, an indicator …) is stored: people may have gone on from there."""
    return any(_is_there(row) for row in rows if row.model.MARKS_FILE_AS_LOADED)


def _is_there(row: FixtureRow) -> bool:
    names, key = row.model.NATURAL_KEY, natural_key_of(row)
    return len(key) == len(names) and row.model.objects.filter(**dict(zip(names, key, strict=True))).exists()


def parts_first(rows: list[FixtureRow]) -> list[FixtureRow]:
    """In order; but a row that is made of others of its model comes behind the last of them, with what names it."""
    wholes = {natural_key_of(row) for row in rows if _has_parts(row)}
    if not wholes:
        return rows
    models = {row.model for row in rows if _has_parts(row)}
    last = max(number for number, row in enumerate(rows) if row.model in models)
    early, late = [], []
    for row in rows[: last + 1]:
        waits = _has_parts(row) or any(_names(value, wholes) for value in row.values.values())
        (late if waits else early).append(row)
    return early + late + rows[last + 1 :]


def _has_parts(row: FixtureRow) -> bool:
    return bool(row.model.PARTS_IN and row.values.get(row.model.PARTS_IN))


def _names(value: object, keys: set[tuple]) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value) and tuple(value) in keys


def bottom_last(rows: list[FixtureRow]) -> Iterable[FixtureRow]:
    """In order; but a stored row that ends, or is hidden, after all that may stand under it has done so."""
    waiting = []
    for row in rows:
        if _ends(row) and _is_there(row):
            waiting.append(row)
        else:
            yield row
    yield from reversed(waiting)


def _ends(row: FixtureRow) -> bool:
    hidden = row.values.get("state") == Publicity.PREPARING
    return issubclass(row.model, Living) and bool(row.values.get("ending") or hidden)
