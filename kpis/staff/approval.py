"""What waits for an approver: each submitted report with what it changes and what looks doubtful."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessment import facts_of, observation_of
from kpis.entry.forms import value_of
from kpis.judging.comparison import Outlook, outlook, would_be, would_be_sentence
from kpis.judging.evaluation import Evaluation
from kpis.judging.numbers import format_exact, format_value
from kpis.judging.periods import Period
from kpis.judging.plausibility import doubts_of_value
from kpis.judging.sentences import value_text
from kpis.judging.terms import Frequency, Verdict
from kpis.models import ActionProgress, Indicator, Measurement, PeriodEntry, State, policy_of
from kpis.workflow import entries
from plans.access import Right, in_reach
from plans.models import Plan

from .posted import sent_number

KINDS = {"value": Measurement, "progress": ActionProgress}


@dataclass(frozen=True)
class Line:
    """One submitted report."""

    entry: PeriodEntry
    key: str
    period_label: str
    is_own: bool  # four eyes: somebody else decides
    value: str = ""
    parts: str = ""
    outlook: Outlook | None = None
    found: Evaluation | None = None
    sentence: str = ""
    doubts: tuple[str, ...] = field(default_factory=tuple)
    former: str = ""  # of a revision: the approved value that it would replace
    reason: str = ""  # for returning it: what was written, and why that was not accepted
    problem: str = ""

    @property
    def owner(self) -> Model:
        return self.entry.owner

    @property
    def is_value(self) -> bool:
        return isinstance(self.entry, Measurement)

    @property
    def history_url(self) -> str:
        return reverse(f"admin:kpis_{self.entry._meta.model_name}_history", args=[self.entry.pk])

    @property
    def submitter(self) -> str:
        return entries.person_name(self.entry.submitted_by)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and text of every comment that was written."""
        names = (
            "progress_comment",
            "issues_comment",
            "response_comment",
            "comment",
            "evidence_url",
            "internal_note",
        )
        fields = {field.name: field for field in self.entry._meta.fields}
        return [
            (str(fields[name].verbose_name), text)
            for name in names
            if name in fields and (text := getattr(self.entry, name))
        ]


def waiting(user: AbstractUser, plans: Iterable[Plan]) -> list[PeriodEntry]:
    """Submitted reports of these plans on which the user may decide, oldest period first."""
    found: list[PeriodEntry] = []
    for kind in KINDS.values():
        rows = kind.objects.filter(**{f"{kind.PLAN_PATH}__in": plans}, state=State.SUBMITTED)
        rows = in_reach(rows, user, Right.DECIDE_ENTRIES)
        people = ("entered_by", "submitted_by", f"{kind.PLAN_PATH}__municipality")
        found.extend(rows.select_related(*people).order_by("period", f"{kind.OWNER}__order", "pk"))
    return found


def lines(user: AbstractUser, plan: Plan, at: date | None = None) -> list[Line]:
    """What waits for the user in that plan, with all that deciding needs, in a constant number of queries."""
    day = at or timezone.localdate()
    submitted = waiting(user, [plan])
    values = [row for row in submitted if isinstance(row, Measurement)]
    by_id = {
        row.pk: row
        for row in Indicator.objects.for_scorecard(plan).filter(pk__in={v.indicator_id for v in values})
    }
    for row in by_id.values():
        row.plan = plan
    for row in values:
        row.indicator = by_id[row.indicator_id]
    actions = [row.action for row in submitted if isinstance(row, ActionProgress)]
    prefetch_related_objects(actions, "lead_departments")
    own = set() if policy_of(plan).allows_own_approval else _own(user, submitted)
    return [_line(row, day, is_own=row in own) for row in submitted]


def _own(user: AbstractUser, submitted: list[PeriodEntry]) -> set[PeriodEntry]:
    """Those that the user, or whom the user acts for, entered or submitted at any time: somebody else decides on them."""
    found: set[PeriodEntry] = set()
    for kind in KINDS.values():
        rows = {row.pk: row for row in submitted if isinstance(row, kind)}
        for key, *people in kind.history.filter(id__in=rows).values_list("id", "entered_by", "submitted_by"):
            if not entries.deciders(rows[key], user).isdisjoint(people):
                found.add(rows[key])
    return found


def _line(row: PeriodEntry, day: date, *, is_own: bool) -> Line:
    key = f"{entries.kind_of(row)}-{row.pk}"
    if not isinstance(row, Measurement):
        label = Period.parse(row.period).short_label_at(Frequency.QUARTERLY)
        return Line(row, key, label, is_own)
    facts = facts_of(row.indicator)
    period = Period.parse(row.period)
    entered = observation_of(row)
    value = value_of(row)
    former = next((row for row in facts.observations if row.period == period and row.has_value), None)
    former_value = facts.value_of((former,)) if former else None
    found = would_be(facts, entered, day) if entered.has_value else None
    others = {
        other.period: number
        for other in facts.observations
        if other.period != period and other.has_value
        if (number := facts.value_of((other,))) is not None
    }
    return Line(
        entry=row,
        key=key,
        period_label=period.short_label_at(facts.frequency),
        is_own=is_own,
        former=value_text(facts, former_value) if former_value is not None else "",
        value=format_value(value, facts.unit, facts.decimals) if value is not None else "",
        parts=_parts(row),
        outlook=outlook(facts, period, day, entered),
        found=found if found and found.verdict is not Verdict.NOT_RATED else None,
        sentence=would_be_sentence(facts, entered, found) if found else "",
        doubts=tuple(doubt.sentence for doubt in doubts_of_value(facts, period, value, others))
        if value is not None
        else (),
    )


def _parts(row: Measurement) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{format_exact(row.numerator)} / {format_exact(row.denominator)}"


@dataclass
class Decided:
    """What deciding brought: how many went through, and why others did not."""

    done: list[PeriodEntry] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def decide(picked: Iterable[tuple[str, int]], *, by: AbstractUser, reason: str | None = None) -> Decided:
    """Approves each picked report (key and the version that was shown), or returns it with the reason.

    Each stands by itself: one that cannot be decided on does not hold up the others. Of a report out of the person's
    reach not even its name is told.
    """
    found = Decided()
    for key, version in picked:
        row = _find(key, by)
        if row is None:
            found.refused.append(_("選んだものが見つかりません。この画面に出ているものから選んでください。"))
            continue
        try:
            if reason is None:
                found.done.append(entries.approve(row, by=by, seen_version=version))
            else:
                found.done.append(entries.send_back(row, by=by, reason=reason, seen_version=version))
        except entries.Refused as refusal:
            found.refused.append(f"{row.owner}: {refusal}")
    return found


def _find(key: str, user: AbstractUser) -> PeriodEntry | None:
    kind, _dash, pk = key.partition("-")
    model = KINDS.get(kind)
    if model is None:
        return None
    return in_reach(model.objects.filter(pk=sent_number(pk)), user, Right.DECIDE_ENTRIES).first()
