"""Indicators that are worked out from others: their values as reports in memory, as the rules and the pages take them.

Nothing of it is stored: a corrected part corrects the whole with it, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from kpis.judging.arithmetic import ratio
from kpis.judging.coarser import coarsened, made_of, period_around
from kpis.judging.composition import Part, compose
from kpis.judging.known import Break, Observation
from kpis.judging.periods import Period
from kpis.judging.terms import Formula, Frequency, ObservationStatus, Series
from kpis.models import Indicator, Measurement
from kpis.models.parts import stored_parts
from plans.joining import listed

FAR = 10**9  # a place on the time axis behind every period
COMMENTS = ("progress_comment", "issues_comment", "response_comment")
_LOADED = datetime.min.replace(tzinfo=UTC)  # what a file brought was known before everything else


def remember_parts(indicators: Iterable[Indicator]) -> None:
    """Puts at hand of what these are worked out: three queries for all, none where the parts are among them."""
    there = list(indicators)
    places = {row: _places(row) for row in there if row.formula}
    asked = {place for found in places.values() for place in found}
    at_hand = {
        (row.plan_id, row.code): row
        for row in there
        if (row.plan_id, row.code) in asked and hasattr(row, "approved_measurements")
    }
    at_hand |= _read(asked - at_hand.keys())
    for row, found in places.items():
        row.part_rows = [at_hand.get(place) for place in found]


def _places(indicator: Indicator) -> list[tuple[int, str]]:
    """Plan and code of each part."""
    return [(indicator.plan_id, line.code) for line in stored_parts(indicator.parts)]


def _read(places: set[tuple[int, str]]) -> dict[tuple[int, str], Indicator]:
    if not places:
        return {}
    plans, codes = ({place[n] for place in places} for n in (0, 1))
    rows = Indicator.objects.filter(plan__in=plans, code__in=codes).shown()
    reports = Prefetch(
        "measurements", queryset=Measurement.objects.approved(), to_attr="approved_measurements"
    )
    found = rows.select_related("plan").prefetch_related(reports, "series_breaks")
    return {(row.plan_id, row.code): row for row in found if (row.plan_id, row.code) in places}


def parts_of(indicator: Indicator) -> list[Indicator | None]:
    """Of what it is worked out, in the order of its lines; None: the public does not know it (any more)."""
    if not indicator.formula:
        return []
    if not hasattr(indicator, "part_rows"):
        remember_parts(getattr(indicator, "read_with", [indicator]))
    found: list[Indicator | None] = indicator.part_rows
    return found


def part_breaks(indicator: Indicator) -> list[Break]:
    """From which periods on a part counts something else: from there on, so does what is worked out of it."""
    return [
        Break(
            period_around(Period.parse(row.period), Frequency(indicator.frequency)),
            _("%(indicator)s: %(reason)s") % {"indicator": part, "reason": row.reason},
        )
        for part in parts_of(indicator)
        if part is not None
        for row in part.series_breaks.all()
    ]


def in_grain_of(whole: Indicator, part: Indicator, rows: Iterable[Measurement]) -> list[Measurement]:
    """The part's reports (of each period the one that holds) as the whole takes them: of its years, where these are of quarters."""
    if part.frequency == whole.frequency:
        return list(rows)
    seen = {row.period: row for each in rows if (row := _seen(each)) is not None}
    return [
        Measurement(
            indicator=part,
            period=str(row.period),
            value=row.value,
            numerator=row.numerator,
            denominator=row.denominator,
            observation_status=row.status.value,
            as_of=row.as_of,
            state="approved",
        )
        for row in _coarsened(whole, part, seen).values()
    ]


def composed_reports(indicator: Indicator) -> list[Measurement]:
    """Every revision of its values, oldest period first: a new one whenever a part became known or was corrected."""
    parts = parts_of(indicator)
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return []
    holding: dict[tuple[int, str], Measurement] = {}
    last: dict[Period, tuple[Observation, dict[str, str]]] = {}
    found: dict[Period, list[Measurement]] = {}
    for moment, rows in _by_moment(known):
        holding |= {(row.indicator_id, row.period): row for row in rows}
        there = _composed(indicator, known, holding)
        # What can no longer be worked out is taken back, not left standing.
        gone = last.keys() - {seen.period for seen in there}
        for seen in (*there, *(Observation(each, status=ObservationStatus.MISSING) for each in gone)):
            behind = _behind(known, holding, seen.period, Frequency(indicator.frequency))
            said = seen, _comments(behind)
            if last.get(seen.period) != said:
                last[seen.period] = said
                own = found.setdefault(seen.period, [])
                own.append(_report(indicator, seen, rows, moment, len(own) + 1, behind))
    return [row for period in sorted(found, key=_place) for row in found[period]]


def _behind(
    parts: Sequence[Indicator],
    holding: Mapping[tuple[int, str], Measurement],
    period: Period,
    whole: Frequency,
) -> tuple[Measurement, ...]:
    """Of each part the newest report on that period or within it, in the order of the parts."""
    found = []
    for part in parts:
        shorter = made_of(period, whole, Frequency(part.frequency)) if part.frequency != whole else (period,)
        rows = [holding[place] for each in shorter if (place := (part.pk, str(each))) in holding]
        found += rows[-1:]
    return tuple(found)


def _comments(behind: Sequence[Measurement]) -> dict[str, str]:
    """What the departments wrote of the parts, each with the part's name: nobody reports on what is worked out."""
    return {
        name: "\n".join(
            _("%(part)s: %(text)s") % {"part": row.indicator, "text": text}
            for row in behind
            if (text := getattr(row, name).strip())
        )
        for name in COMMENTS
    }


def _place(period: Period) -> int:
    return period.index


def _by_moment(parts: Sequence[Indicator]) -> list[tuple[datetime, list[Measurement]]]:
    """The parts' reports by the moment at which they became known; what a file brought, together and first."""
    found: dict[datetime, list[Measurement]] = {}
    for part in parts:
        for row in part.approved_measurements:
            row.indicator = part
            found.setdefault(row.decided_at or _LOADED, []).append(row)
    return sorted(found.items())


def _composed(
    indicator: Indicator, parts: Sequence[Indicator], holding: dict[tuple[int, str], Measurement]
) -> tuple[Observation, ...]:
    series: dict[int, dict[Period, Observation]] = {part.pk: {} for part in parts}
    for (key, _period), row in holding.items():
        seen = _seen(row)
        if seen is not None:
            series[key][seen.period] = seen
    breaks = {Period.parse(row.period).index for part in parts for row in part.series_breaks.all()}
    starts = [0, *sorted(breaks), FAR]
    found: list[Observation] = []
    # What was counted otherwise is not put together: not with the year before, nor into one mean.
    for start, end in pairwise(starts):
        alike = {
            key: {period: row for period, row in rows.items() if start <= period.index < end}
            for key, rows in series.items()
        }
        if _go_together(indicator, parts, start):
            found += _in_one_count(indicator, parts, alike)
    return tuple(found)


def _go_together(indicator: Indicator, parts: Sequence[Indicator], start: int) -> bool:
    """Whether the parts stand in units that may be put together, from that place on the time axis on."""
    formula, lines = Formula(indicator.formula), stored_parts(indicator.parts)
    if not formula.needs_one_unit(line.weight for line in lines):
        return True
    return len({_unit_at(part, start) for part in parts}) == 1


def _unit_at(part: Indicator, start: int) -> str:
    breaks = [row for row in part.series_breaks.all() if row.unit_before is not None]
    later = [row for row in breaks if start < Period.parse(row.period).index]
    first = min(later, key=lambda row: Period.parse(row.period).index, default=None)
    return part.unit if first is None else first.unit_before


def _in_one_count(
    indicator: Indicator, parts: Sequence[Indicator], series: Mapping[int, Mapping[Period, Observation]]
) -> tuple[Observation, ...]:
    weights = [line.weight for line in stored_parts(indicator.parts)]
    return compose(
        Formula(indicator.formula),
        tuple(
            Part(_numbers(part, _coarsened(indicator, part, series[part.pk])), weight)
            for part, weight in zip(parts, weights, strict=True)
        ),
        Frequency(indicator.frequency),
        start=indicator.plan.starts_on,
        years=indicator.mean_years,
    )


def _coarsened(
    whole: Indicator, part: Indicator, seen: Mapping[Period, Observation]
) -> dict[Period, Observation]:
    return coarsened(seen, Frequency(part.frequency), Frequency(whole.frequency), Series(part.series))


def _numbers(part: Indicator, seen: Mapping[Period, Observation]) -> dict[Period, Observation]:
    """As plain numbers in the part's unit; what is a ratio of nothing is left out."""
    found = {period: _number(part, row) for period, row in seen.items()}
    return {period: row for period, row in found.items() if row is not None}


def _number(part: Indicator, row: Observation) -> Observation | None:
    if row.status is ObservationStatus.MISSING or row.numerator is None or row.denominator is None:
        return row
    if not row.denominator:
        return None
    value = ratio(row.numerator, row.denominator, part.unit)
    return replace(row, value=value, numerator=None, denominator=None)


def _seen(row: Measurement) -> Observation | None:
    """The part's report in its unit; None where it says nothing."""
    period, status = Period.parse(row.period), ObservationStatus(row.observation_status)
    if status is ObservationStatus.MISSING:
        return Observation(period, status=status, as_of=row.as_of)
    value = row.value
    if value is not None:
        value = value * row.factor.numerator / row.factor.denominator
    elif row.numerator is None or row.denominator is None:
        return None
    return Observation(period, value, row.numerator, row.denominator, status, row.as_of)


def _report(
    indicator: Indicator,
    seen: Observation,
    rows: Sequence[Measurement],
    moment: datetime,
    revision: int,
    behind: tuple[Measurement, ...],
) -> Measurement:
    """As somebody would have entered it. `rows`: what became known at that moment; `behind`: what it rests on."""
    report = Measurement(
        indicator=indicator,
        period=str(seen.period),
        revision=revision,
        value=seen.value,
        numerator=seen.numerator,
        denominator=seen.denominator,
        observation_status=seen.status.value,
        as_of=seen.as_of,
        state="approved",
        decided_at=None if moment == _LOADED else moment,
        updated_at=max(row.updated_at for row in rows),
        **_comments(behind),
    )
    report.part_reports = behind
    if seen.status is ObservationStatus.MISSING:
        why = _("計算のもとになる値がありません。")
        report.issues_comment = "\n".join(filter(None, [why, report.issues_comment]))
    if revision > 1:
        corrected = [row for row in rows if row.is_correction] or rows
        names = listed(dict.fromkeys(str(row.indicator) for row in corrected))
        reasons = dict.fromkeys(row.revision_reason for row in corrected if row.revision_reason)
        report.revision_reason = listed([_("もとの値の改定（%s）") % names, *reasons])
    return report
