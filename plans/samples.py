"""The fictional city's years: its fixtures count them from the plan's start, loading places them.

`{{FY1}}` is the plan's first fiscal year as a number (2024), `{{FY1+1}}` the calendar year after it,
`{{W1}}` the same year in the Japanese era (令和6年). What nobody could know on the day of loading is left out.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.db import models

from .era import Quarter, fiscal_year_of, wareki_year
from .loading import Row, natural_key_of, read_rows
from .models import Municipality, Plan
from .models.base import PartOfPlan

TOKEN = re.compile(r"\{\{(FY|W)(-?\d+)(?:\+(\d+))?\}\}")
REPORTED_AFTER = timedelta(days=20)  # the fictional departments report that long after a period's end
KNOWN_FROM = ("effective_from", "as_of")  # fields with the day from which a row can be known


def place_years(text: str, *, today: date) -> str:
    """Put real years for the tokens, so that today lies in the plan's third year."""
    first = fiscal_year_of(today) - 2

    def year(match: re.Match) -> str:
        number = first + int(match[2]) - 1 + int(match[3] or 0)
        return str(number) if match[1] == "FY" else wareki_year(date(number, 12, 31))

    return TOKEN.sub(year, text)


def read_sample(path: Path, *, today: date, placed: date | None = None) -> list[Row]:
    """The file's rows that can be known today. `placed`: a day of the plan's third year, when it is not today's."""
    rows = read_rows(path, prepare=partial(place_years, today=placed or today))
    return [_whole(row) for row in rows if _is_known(row, today)]


def _whole(row: Row) -> Row:
    """A figure with the default of every field that the file leaves out.

    In another year the same period is another line of the file: nothing of the former one may stay.
    """
    if "period" not in _field_names(row.model):
        return row
    defaults = {
        field.name: field.get_default()
        for field in row.model._meta.fields
        if field.editable and not field.is_relation and not field.primary_key
    }
    return replace(row, values=defaults | row.values)


def _is_known(row: Row, today: date) -> bool:
    """Whether the row could exist today: nothing decided later, no report on a period that has not been reported."""
    try:
        days = [date.fromisoformat(row.values[name]) for name in KNOWN_FROM if row.values.get(name)]
        if _is_report(row.model) and row.values.get("period"):
            days.append(_last_day(row.values["period"]) + REPORTED_AFTER)
    except ValueError:
        return True  # the loader says what is wrong with it
    return all(day <= today for day in days)


def _field_names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.fields}


def _is_report(model: type[models.Model]) -> bool:
    """Whether its period is a past one. What was decided on a day (a target) speaks of periods to come."""
    names = _field_names(model)
    return "period" in names and "effective_from" not in names


def _last_day(period: str) -> date:
    """Of a quarter (2024-Q3) or a fiscal year (2024). Raises ValueError for anything else."""
    return Quarter.parse(period if "-" in period else f"{period}-Q4").last_day


def third_year_of(rows: Iterable[Row]) -> date | None:
    """The first day of the third year of the plan among the rows, as it is stored."""
    keys = [natural_key_of(row) for row in rows if row.model is Plan]
    plan = next((plan for plan in _fictional_plans() if plan.natural_key() in keys), None)
    if plan is None or plan.starts_on is None:
        return None
    return Quarter(fiscal_year_of(plan.starts_on) + 2, 1).first_day


def drop_leftovers(rows: Iterable[Row]) -> int:
    """Remove figures of the fictional plans among the rows that the rows do not name; returns how many.

    A figure's period is part of its name: in another year the same lines of the file name other rows.
    """
    rows = list(rows)
    keys = {(row.model, natural_key_of(row)) for row in rows}
    plans = [plan for plan in _fictional_plans() if (Plan, plan.natural_key()) in keys]
    count = 0
    for model in apps.get_models():
        if not issubclass(model, PartOfPlan) or "period" not in _field_names(model):
            continue
        stored = model.objects.filter(**{f"{model.PLAN_PATH}__in": plans})
        left = [
            pk
            for pk, *key in stored.values_list("pk", *model.NATURAL_KEY)
            if (model, tuple(map(str, key))) not in keys
        ]
        model.objects.filter(pk__in=left).delete()
        count += len(left)
    return count


def _fictional_plans() -> models.QuerySet[Plan]:
    return Plan.objects.filter(municipality__is_fictional=True).select_related("municipality")


def clear_samples() -> int:
    """Remove every fictional city with all that belongs to it; returns how many there were."""
    cities = Municipality.objects.filter(is_fictional=True)
    count = cities.count()
    cities.delete()
    return count
