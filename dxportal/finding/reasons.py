"""Why a row is found: its own words, whose it is, or what was reported of it; the first of them that holds a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from plans.models import Department

from .asking import reported
from .kinds import Kind
from .marking import holds
from .query import Word, all_texts

Pair = tuple[Kind, Model]


@dataclass(frozen=True)
class Reason:
    text: str = ""
    of: str = ""  # whose words they are; blank where they are the row's own


def reasons_of(pairs: Sequence[Pair], words: Sequence[Word]) -> dict[tuple[type[Model], int], Reason]:
    """Of each row, by its model and id. Departments and reports are read of those rows only that say nothing themselves."""
    texts = all_texts(words)
    found: dict[tuple[type[Model], int], Reason] = {}
    silent: dict[Kind, dict[int, Model]] = {}
    for kind, row in pairs:
        own = _own(kind, row, texts)
        if own:
            found[kind.model, row.pk] = own
        elif texts and not _in_title(kind, row, texts):
            silent.setdefault(kind, {})[row.pk] = row
    for kind, rows in silent.items():
        for key, names in _departments(kind, rows, texts).items():
            found[kind.model, key] = Reason(names, _("担当"))
        rest = {key: row for key, row in rows.items() if (kind.model, key) not in found}
        for key, reason in _reports(kind, rest, words):
            found.setdefault((kind.model, key), reason)
    for kind, row in pairs:
        found.setdefault((kind.model, row.pk), Reason(_beginning(kind, row)))
    return found


def _in_title(kind: Kind, row: Model, texts: Sequence[str]) -> bool:
    title = str(_value(row, kind.title))
    return any(holds(title, text) for text in texts)


def _value(row: Model, path: str) -> object:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _own(kind: Kind, row: Model, texts: Sequence[str]) -> Reason | None:
    for path, label in kind.body.items():
        text = str(_value(row, path) or "")
        if text and any(holds(text, one) for one in texts):
            return Reason(text, str(label))
    return None


def _beginning(kind: Kind, row: Model) -> str:
    """Of a row whose title says it: how it goes on."""
    return next(
        (str(text) for path, label in kind.body.items() if not label and (text := _value(row, path))), ""
    )


def _departments(kind: Kind, rows: dict[int, Model], texts: Sequence[str]) -> dict[int, str]:
    if not kind.departments:
        return {}
    owner = f"{kind.model._meta.model_name}_id"
    links: list[tuple[int, int]] = []
    for name in kind.departments:
        through = getattr(kind.model, name).through._default_manager
        links += through.filter(**{f"{owner}__in": rows}).order_by("pk").values_list(owner, "department_id")
    names = dict(Department.objects.filter(pk__in={key for _row, key in links}).values_list("pk", "name"))
    held = {key for key, name in names.items() if any(holds(name, text) for text in texts)}
    found: dict[int, dict[str, None]] = {}
    for row, key in links:
        if key in held:
            found.setdefault(row, {})[names[key]] = None
    return {row: "、".join(told) for row, told in found.items()}


def _reports(kind: Kind, rows: dict[int, Model], words: Sequence[Word]) -> Iterator[tuple[int, Reason]]:
    """The newest report of each that holds a word."""
    if kind.reports is None or not rows:
        return
    owner = f"{kind.reports.owner}_id"
    told = reported(kind.reports, words, is_few=True).filter(**{f"{owner}__in": list(rows)})
    newest: dict[int, Model] = {}
    for report in told:
        before = newest.get(getattr(report, owner))
        if before is None or Period.parse(before.period).index < Period.parse(report.period).index:
            newest[getattr(report, owner)] = report
    for key, report in newest.items():
        yield key, _said(kind, rows[key], report, all_texts(words))


def _said(kind: Kind, row: Model, report: Model, texts: Sequence[str]) -> Reason:
    columns = kind.reports.columns if kind.reports else ()
    frequency = Frequency(getattr(row, "frequency", Frequency.QUARTERLY))
    for name in columns:
        text = getattr(report, name)
        if any(holds(text, one) for one in texts):
            period = Period.parse(report.period).short_label_at(frequency)
            what = report._meta.get_field(name).verbose_name
            return Reason(text, _("%(period)sの%(what)s") % {"period": period, "what": what})
    return Reason()
