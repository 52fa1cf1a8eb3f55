"""The one plausibility check of a reported value: in form, approval and sheet against the same other values."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from kpis.judging.facts import Facts
from kpis.judging.periods import Period
from kpis.judging.plausibility import Doubt, doubt_of_digits, doubts_of_parts, doubts_of_value
from kpis.models import Indicator, Measurement

from .stored_facts import measured_value


def reported_values(indicators: Iterable[Indicator]) -> dict[int, dict[Period, Decimal]]:
    """By the indicator's id, per period the value of the newest revision, whatever its state, in one query.

    A slip is noticed beside what a colleague has handed in, not only beside what has been approved. Periods whose
    newest revision holds no value are left out.
    """
    by_id = {indicator.pk: indicator for indicator in indicators}
    newest: dict[tuple[int, str], Measurement] = {}
    prefetch_related_objects(list(by_id.values()), "series_breaks")
    for row in Measurement.objects.filter(indicator__in=by_id).order_by("revision"):
        row.indicator = by_id[row.indicator_id]
        newest[row.indicator_id, row.period] = row
    found: dict[int, dict[Period, Decimal]] = {key: {} for key in by_id}
    for (key, period), row in newest.items():
        value = measured_value(row)
        if value is not None:
            found[key][Period.parse(period)] = value
    return found


def _counts_otherwise(facts: Facts, one: Period, other: Period) -> bool:
    """Whether a break lies between the periods."""
    first, last = sorted((one.index, other.index))
    return any(first < row.period.index <= last for row in facts.breaks)


def doubts_of_measurement(row: Measurement, facts: Facts, reported: Mapping[Period, Decimal]) -> list[Doubt]:
    """What looks like a slip. `reported`: the indicator's values by period; the row's own period does not count."""
    value, period = measured_value(row), Period.parse(row.period)
    facts = facts.in_unit_of(period)
    others = {
        other: number
        for other, number in reported.items()
        if other != period and not _counts_otherwise(facts, other, period)
    }
    found = doubts_of_value(facts, period, value, others) if value is not None else []
    if row.numerator is not None and row.denominator is not None:
        indicator = row.indicator
        names = indicator.numerator_label or _("分子"), indicator.denominator_label or _("分母")
        found += doubts_of_parts(facts, names, (row.numerator, row.denominator), others)
    elif row.value is not None and not row.conversion:
        doubt = doubt_of_digits(facts, row.value, others)
        found += [doubt] if doubt else []
    return found
