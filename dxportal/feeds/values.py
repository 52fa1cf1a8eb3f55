"""News of values: a new one, a corrected one, and a verdict that a value has changed.

A value is news from the moment at which it was approved. One that came in with a file (`decided_at` blank) was approved
elsewhere, some time or other: it is told under the last day of its period, all of one plan and period together, so that
loading ten years of values is no news of today.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessing import assess
from kpis.assessment.assessment import Assessment
from kpis.assessment.indicator_detail import ReportedPeriod, reported_periods
from kpis.assessment.stored_facts import approved, observation_in
from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.terms import ObservationStatus
from kpis.models import Indicator, Measurement
from plans.models import Plan

from .entries import MOST, Entry, begin_of
from .judged import with_figures


def value_news(plans: Iterable[Plan], indicator: Indicator | None = None) -> Iterator[Entry]:
    """Of public indicators. `indicator`: of that one only, and then each loaded value by itself. A constant number of queries."""
    by_id = {plan.pk: plan for plan in plans}
    rows = Measurement.objects.approved().filter(indicator__plan__in=by_id, indicator__state="public")
    if indicator is not None:
        rows = rows.filter(indicator=indicator.pk)
    decided = list(rows.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")[:MOST])
    loaded = rows.filter(decided_at__isnull=True)
    if indicator is None:
        yield from _loaded_together(loaded, by_id)
    else:
        decided += loaded.order_by("-period", "-revision")[:MOST]
    wholes = _worked_out(decided, by_id) if indicator is None else _itself(indicator)
    judged = _judged({row.indicator_id for row in decided} | wholes, by_id)
    for row in decided:
        if row.indicator_id in judged:
            yield from _of_value(judged[row.indicator_id], row)
    for key in sorted(wholes & judged.keys()):
        for row in _newest(judged[key][0].indicator, with_loaded=indicator is not None):
            yield from _of_value(judged[key], row)


def _worked_out(decided: Iterable[Measurement], by_id: dict[int, Plan]) -> set[int]:
    """Ids of the composites of the plans of which these values are: one query."""
    keys = {row.indicator_id for row in decided}
    if not keys:
        return set()
    plans = Indicator.objects.filter(pk__in=keys, plan__in=by_id).values("plan")
    rows = Indicator.objects.filter(plan__in=plans, state="public").exclude(formula="")
    return set(rows.values_list("pk", flat=True))


def _itself(indicator: Indicator) -> set[int]:
    return {indicator.pk} if indicator.formula else set()


def _newest(indicator: Indicator, *, with_loaded: bool) -> list[Measurement]:
    """What was worked out since values are approved here, the newest first."""
    rows = [row for row in approved(indicator) if with_loaded or row.decided_at is not None]
    return sorted(rows, key=_moment_of, reverse=True)[:MOST]


def _moment_of(row: Measurement) -> datetime:
    return row.decided_at or begin_of(Period.parse(row.period).last_day)


def _key(row: Measurement) -> tuple[str, int]:
    """By what a report is told from the others of its indicator: what is worked out has no id."""
    return row.period, row.revision


def _judged(
    keys: set[int], by_id: dict[int, Plan]
) -> dict[int, tuple[Assessment, dict[tuple[str, int], ReportedPeriod]]]:
    """Each indicator as it stands today, and its reports by period and revision, earlier ones included."""
    today = timezone.localdate()
    found = {}
    for row in with_figures(keys, by_id):
        assessment = assess(row, today)
        reports = [each for report in reported_periods(assessment) for each in (report, *report.earlier)]
        found[row.pk] = (assessment, {_key(report.measurement): report for report in reports})
    return found


def _of_value(
    judged: tuple[Assessment, dict[tuple[str, int], ReportedPeriod]], row: Measurement
) -> Iterator[Entry]:
    assessment, reports = judged
    report = reports.get(_key(row))
    if report is None:  # it speaks of a day to come
        return
    indicator = assessment.indicator
    moment = _moment_of(row)
    place = {
        "plan": indicator.plan,
        "path": reverse("indicator", args=[*indicator.plan.natural_key(), indicator.code]),
        "moment": moment,
    }
    name = f"kpis/{indicator.code}/{row.period}/r{row.revision}"
    words = {"indicator": indicator, "value": report.value, "period": report.label}
    yield Entry(kind="value", key=name, title=_title(row, words), sentence=_sentence(row, words), **place)
    before, after = _around(assessment, row)
    if before.label != after.label:
        words |= {"before": before.label, "after": after.label}
        yield Entry(
            kind="verdict",
            key=f"{name}/verdict",
            title=_("%(indicator)sの判定が「%(before)s」から「%(after)s」に変わりました") % words,
            sentence=_("%(period)sの値（%(value)s）で判定した結果です。") % words,
            **place,
        )


def _title(row: Measurement, words: dict[str, object]) -> str:
    if row.is_correction:
        return _("%(indicator)sの値を改定しました（%(period)s: %(value)s）") % words
    if row.observation_status == ObservationStatus.MISSING:
        return _("%(indicator)sの値はありませんでした（%(period)s）") % words
    return _("%(indicator)sが%(value)sになりました（%(period)s）") % words


def _sentence(row: Measurement, words: dict[str, object]) -> str:
    """What the department says of it; of a corrected value the reason."""
    if row.is_correction:
        return _("改定の理由: %(reason)s") % {"reason": row.revision_reason}
    said = row.progress_comment.strip() or row.issues_comment.strip()
    return said or _("%(period)sの%(indicator)sは%(value)sです。") % words


def _around(assessment: Assessment, row: Measurement) -> tuple[Evaluation, Evaluation]:
    """How the indicator stood at the end of the value's period without it, and with it.

    Of a corrected value: with the revision before it, and with it.
    """
    indicator, facts = assessment.indicator, assessment.facts
    period = Period.parse(row.period)
    earlier = [seen for seen in facts.observations if seen.period.index < period.index]
    former = [
        found for found in approved(indicator) if found.period == row.period and found.revision < row.revision
    ]
    at = min(max(period.last_day, row.as_of or period.last_day), assessment.at)
    without = [*earlier, observation_in(indicator, former[-1])] if former else earlier
    return (
        evaluate(replace(facts, observations=tuple(without)), at),
        evaluate(replace(facts, observations=(*earlier, observation_in(indicator, row))), at),
    )


def _loaded_together(rows: QuerySet[Measurement], by_id: dict[int, Plan]) -> Iterator[Entry]:
    """One entry for each plan and period: how many values a file has brought."""
    counts = (
        rows.filter(revision=1)
        .order_by("-period")
        .values_list("indicator__plan", "period")
        .annotate(count=Count("pk"))
    )
    for key, period, count in counts[: 4 * MOST]:
        plan, found = by_id[key], Period.parse(period)
        words = {"period": found.label, "count": count}
        yield Entry(
            plan=plan,
            kind="values",
            key=f"values/{period}",
            title=_("%(period)sの値が%(count)s件登録されています") % words,
            sentence=_("これまでの値を、まとめて登録したものです。"),
            path=reverse("scorecard", args=plan.natural_key()),
            moment=_last_moment(found),
        )


def _last_moment(period: Period) -> datetime:
    return begin_of(min(period.last_day, timezone.localdate()))
