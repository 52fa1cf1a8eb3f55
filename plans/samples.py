"""The fictional city's years: its fixtures count them from the plan's start, loading places them.

`{{FY1}}` is the plan's first fiscal year as a number (2024), `{{FY1+1}}` the calendar year after it,
`{{W1}}` the same year in the Japanese era (令和6年). What nobody could know on the day of loading is left out.

The newest period that is reported on is still in the departments' hands: `{{PAST:approved|NEWEST:draft}}` is `approved` in
a row on an earlier period and `draft` in a row on a period that ends with the newest quarter. With nothing after the colon
the field is empty; where the row's own case is not named, the whole row is left out.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.db import models, transaction

from plans.models.base import NaturalKeyModel, PartOfPlan
from plans.models.versions import is_own

from .era import Quarter, fiscal_year_of, wareki_year
from .fixture_files import FixtureRow, LoadError, natural_key_of, read_rows
from .journal.forgetting import forget
from .models import Municipality, Plan, SiteAct
from .removal import BATCH, HISTORY, remove_cities, remove_plan, with_history

TOKEN = re.compile(r"\{\{(FY|W)(-?\d+)(?:\+(\d+))?\}\}")
CASES = re.compile(r"\{\{([A-Z]+:.*?)\}\}", re.DOTALL)
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
PAST, NEWEST = "PAST", "NEWEST"
REPORTED_AFTER = timedelta(days=20)  # the fictional departments report that long after a period's end
# What other apps do with the fictional plans, called with those that the files name: before they are laid anew, once they
# are laid and their ledger has begun, and at the end of every loading.
BEFORE_LAYING: list[Callable[[list[Plan]], None]] = []
AFTER_LAYING: list[Callable[[list[Plan]], None]] = []
AFTER_LOADING: list[Callable[[list[Plan]], None]] = []
KNOWN_FROM = ("effective_from", "as_of")  # fields with the day from which a row can be known


def place_years(text: str, *, today: date) -> str:
    """Put real years for the tokens, so that today lies in the plan's third year."""
    first = fiscal_year_of(today) - 2

    def year(match: re.Match) -> str:
        number = first + int(match[2]) - 1 + int(match[3] or 0)
        return str(number) if match[1] == "FY" else wareki_year(date(number, 12, 31))

    return TOKEN.sub(year, text)


def read_sample(path: Path, *, today: date, placed: date | None = None) -> list[FixtureRow]:
    """The file's rows that can be known today. `placed`: a day of the plan's third year, when it is not today's.

    Raises LoadError.
    """
    rows = read_rows(path, prepare=partial(place_years, today=placed or today))
    known = [row for row in rows if _is_known(row, today)]
    newest = max((day for row in known if (day := _reported_until(row))), default=None)
    chosen = (_in_case(row, newest) for row in known)
    return [_whole(row) for row in chosen if row is not None]


def _reported_until(row: FixtureRow) -> date | None:
    """The last day of the period it reports on; None for other rows, and for a period that cannot be read."""
    period = _reported_period(row)
    if not period:
        return None
    try:
        return _last_day(period)
    except ValueError:
        return None


def _in_case(row: FixtureRow, newest: date | None) -> FixtureRow | None:
    """The row as it reads in its case; None when a field does not name that case. Raises LoadError."""
    day = _reported_until(row)
    case = NEWEST if day is not None and day == newest else PAST
    values = dict(row.values)
    for name, text in row.values.items():
        if not isinstance(text, str) or (found := CASES.fullmatch(text)) is None:
            continue
        words = dict(part.split(":", 1) for part in found[1].split("|") if ":" in part)
        if not words.keys() <= {PAST, NEWEST} or len(words) != found[1].count("|") + 1:
            raise LoadError([f"{row}: {name}: {{{{PAST:…|NEWEST:…}}}} の形で書いてください。"])
        if case not in words:
            return None
        values[name] = words[case] or None
    return replace(row, values=values)


def _whole(row: FixtureRow) -> FixtureRow:
    """A figure with the default of every field that the file leaves out.

    In another year the same period is another line of the file: nothing of the former one may stay, nor of what people
    tried on it.
    """
    if "period" not in _field_names(row.model):
        return row
    defaults = {
        field.name: field.get_default() for field in row.model._meta.fields if _can_be_left_out(field)
    }
    return replace(row, values=defaults | row.values)


def _can_be_left_out(field: models.Field) -> bool:
    """Whether a row without the field has a value of its own for it: not its key, not a moment such as now."""
    is_moment = field.has_default() and callable(field.default)
    return (
        not (field.primary_key or is_own(field)) and not is_moment and (field.null or not field.is_relation)
    )


def _is_known(row: FixtureRow, today: date) -> bool:
    """Whether the row could exist today: nothing decided later, no report on a period that has not been reported."""
    try:
        days = [date.fromisoformat(row.values[name]) for name in KNOWN_FROM if row.values.get(name)]
        if period := _reported_period(row):
            days.append(_last_day(period) + REPORTED_AFTER)
    except ValueError:
        return True  # the loader says what is wrong with it
    return all(day <= today for day in days)


def _field_names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.fields}


def _is_report(model: type[models.Model]) -> bool:
    """Whether its period is a past one. What was decided on a day (a target) speaks of periods to come."""
    names = _field_names(model)
    return "period" in names and "effective_from" not in names


def _reported_period(row: FixtureRow) -> str:
    """The period on which the row reports, or the report that it is part of; blank for other rows."""
    if _is_report(row.model):
        return row.values.get("period") or ""
    relation = getattr(row.model, "PART_OF_REPORT", "")
    key = row.values.get(relation) if relation else None
    if not isinstance(key, list):
        return ""
    report = row.model._meta.get_field(relation).related_model
    named = dict(zip(report.NATURAL_KEY, key, strict=False))
    return str(named.get("period", ""))


def _last_day(period: str) -> date:
    """Of a quarter (2024-Q3), a fiscal year (2024), a calendar year (C2024) or a month (2024-06): of the quarter in which
    a month ends, for the fictional departments report by the quarter. Raises ValueError for anything else."""
    if period.startswith("C"):
        return date(int(period[1:]), 12, 31)
    if MONTH.fullmatch(period):
        return Quarter.of(date.fromisoformat(f"{period}-01")).last_day
    return Quarter.parse(period if "-" in period else f"{period}-Q4").last_day


def third_year_of(rows: Iterable[FixtureRow]) -> date | None:
    """The first day of the third year of the plan among the rows, as it is stored."""
    keys = [natural_key_of(row) for row in rows if row.model is Plan]
    plan = next((plan for plan in _fictional_plans() if plan.natural_key() in keys), None)
    if plan is None or plan.starts_on is None:
        return None
    return Quarter(fiscal_year_of(plan.starts_on) + 2, 1).first_day


def drop_leftovers(rows: Iterable[FixtureRow]) -> int:
    """Remove figures of the fictional plans among the rows that the rows do not name; returns how many.

    A figure's period is part of its name: in another year the same lines of the file name other rows. What no file can
    name (a reminder) is what a trial has left.
    """
    rows = list(rows)
    keys = {(row.model, natural_key_of(row)) for row in rows}
    plans = _plans_among(rows)
    count = 0
    for model in _parts_of_plans():
        is_figure = "period" in _field_names(model) or getattr(model, "PART_OF_REPORT", "")
        if not is_figure and issubclass(model, NaturalKeyModel):
            continue
        stored = model._default_manager.filter(**{f"{model.PLAN_PATH}__in": plans})
        if issubclass(model, NaturalKeyModel):
            left = [
                pk
                for pk, *key in stored.values_list("pk", *model.NATURAL_KEY)
                if (model, tuple(map(str, key))) not in keys
            ]
            stored = model._default_manager.filter(pk__in=left)
        count += stored.count()
        stored.delete()
    return count


def restart_history(rows: Iterable[FixtureRow], *, reason: str) -> None:
    """Let the history of the fictional cities among the rows begin with what is stored now, for that reason.

    Every stored row that keeps a history has one line afterwards; those of former years and of trials are gone.
    """
    plans = _plans_among(rows)
    cities = {plan.municipality_id: plan.municipality for plan in plans}
    gone = {}
    for model, path in with_history():
        history = getattr(model, HISTORY)
        former = history.filter(**{"id__in" if path == "pk" else f"{path}__in": list(cities)})
        gone[history.model._meta.db_table] = list(former.values_list("pk", flat=True))
        former.delete()
        stored = model._default_manager.filter(**{f"{path}__in": cities})
        history.bulk_history_create(stored, batch_size=BATCH, default_change_reason=reason)
    names = "、".join(f"{city.name}（/{city.slug}/）" for city in cities.values())
    forget(list(cities), SiteAct.Kind.SAMPLES_LAID, names, histories=gone)


def call_apps(hooks: Iterable[Callable[[list[Plan]], None]], rows: Iterable[FixtureRow]) -> None:
    """Let the other apps do their part with the fictional plans among the rows."""
    plans = _plans_among(rows)
    for hook in hooks:
        hook(plans)


def _plans_among(rows: Iterable[FixtureRow]) -> list[Plan]:
    keys = {natural_key_of(row) for row in rows if row.model is Plan}
    return [plan for plan in _fictional_plans() if plan.natural_key() in keys]


def _parts_of_plans() -> list[type[PartOfPlan]]:
    return [model for model in apps.get_models() if issubclass(model, PartOfPlan)]


def _fictional_plans() -> models.QuerySet[Plan]:
    return Plan.objects.filter(municipality__is_fictional=True).select_related("municipality")


def sample_cities(rows: Iterable[FixtureRow]) -> models.QuerySet[Municipality]:
    """The stored cities that the rows name, and nobody else's: another city may be fictional too."""
    slugs = [row.values.get("slug") for row in rows if row.model is Municipality]
    return Municipality.objects.filter(slug__in=slugs, is_fictional=True)


def check_no_real_city(rows: Iterable[FixtureRow]) -> None:
    """Raises LoadError where a city of people's own stands under the sample's address."""
    slugs = [row.values.get("slug") for row in rows if row.model is Municipality]
    for city in Municipality.objects.filter(slug__in=slugs, is_fictional=False):
        raise LoadError(
            [f"アドレス名「{city.slug}」は実在の市（{city.name}）が使っているので、見本市を置けません。"]
        )


def work_of_people(rows: Iterable[FixtureRow]) -> list[str]:
    """What people have done in the sample's plans, as far as it is recorded: lines such as 実績値 3件, so many rows."""
    keys = [plan.municipality_id for plan in _plans_among(rows)]
    found = []
    for model, path in with_history():
        by_people = getattr(model, HISTORY).filter(history_user__isnull=False)
        stored = model._default_manager.filter(**{f"{path}__in": keys}).values("pk")
        key = model._meta.pk.attname
        worked_on = by_people.filter(**{f"{key}__in": stored}).order_by().values(key).distinct()
        count = worked_on.count()  # a row that was saved ten times is one
        if count:
            found.append(f"{model._meta.verbose_name} {count}件")
    return found


@transaction.atomic
def clear_samples(rows: Iterable[FixtureRow]) -> tuple[int, list[str]]:
    """Remove what the rows have laid: how many cities are gone, and which stay because they have other plans."""
    rows = list(rows)
    named = {natural_key_of(row) for row in rows if row.model is Plan}
    gone, staying = 0, []
    for city in sample_cities(rows):
        plans = list(city.plans.select_related("municipality"))
        ours = [plan for plan in plans if _was_laid(plan, named)]
        if len(ours) < len(plans):
            for plan in ours:
                remove_plan(plan)
            staying.append(city.name)
        else:
            remove_cities(Municipality.objects.filter(pk=city.pk))
            gone += 1
    return gone, staying


def _was_laid(plan: Plan, named: set[tuple[str, ...]]) -> bool:
    """Whether the plan is one of those, also when its address was changed since."""
    former = plan.former_addresses.values_list("path", flat=True)
    return plan.natural_key() in named or any(tuple(path.split("/")) in named for path in former)
