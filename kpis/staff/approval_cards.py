"""What an approver knows of a report before deciding: the figures around it, what became of it, and what it would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.db.models import Model, TextField, URLField, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.former_ranges import remember_ranges
from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import approved, facts_of, measured_text, measured_value, observation_of
from kpis.judging.comparison import (
    EntryComparison,
    VerdictEffect,
    compare_entry,
    effect_then,
    effect_today,
    would_be,
    would_be_sentence,
)
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.self_assessment import OwnAssessment
from kpis.judging.terms import Frequency, ObservationStatus, Verdict
from kpis.models import ActionProgress, Indicator, Measurement, PeriodEntry, State, policy_of
from kpis.workflow import entries
from kpis.workflow.due_items import called
from kpis.workflow.self_assessments import hint_of, told_of
from plans.access import Right, in_reach
from plans.ledger.histories import FieldChange
from plans.models import Plan
from plans.people_names import person_name

from .entry_changes import Past, changes, labelled_parts, pasts, said, told_fields
from .next_steps import NextStep, next_steps
from .wholes import follows, remember_wholes

KINDS = {"value": Measurement, "progress": ActionProgress}


@dataclass(frozen=True)
class Figure:
    """Something to hold the report against: 前回 78.4% 令和7年度第1四半期 98 / 125. `text` blank: there is none."""

    name: str
    text: str
    when: str = ""
    parts: str = ""


@dataclass(frozen=True)
class SubmittedEntry:
    """One report with all that deciding on it needs."""

    entry: PeriodEntry
    period_label: str
    is_own: bool  # four eyes: somebody else decides
    past: Past
    former: PeriodEntry | None = None  # of a correction: the approved report that it would replace
    figures: tuple[Figure, ...] = ()
    found: Evaluation | None = None
    sentence: str = ""
    effects: tuple[tuple[str, str], ...] = ()  # when, and what becomes of the verdict
    doubts: tuple[str, ...] = field(default_factory=tuple)
    self_assessments: tuple[OwnAssessment, ...] = ()  # what the department says itself, beside that verdict
    assessment_hint: str = ""  # what of it lacks
    next_step: NextStep | None = None
    reason: str = ""  # for returning it: what was written
    problem: str = ""  # why that was not accepted
    is_picked: bool = False  # ticked, to be approved with others
    pick_problem: str = ""  # why it is ticked no longer

    @property
    def key(self) -> str:
        return f"{entries.kind_of(self.entry)}-{self.entry.pk}"

    @property
    def owner(self) -> Model:
        return self.entry.owner

    @property
    def name(self) -> str:
        return called(self.owner, Period.parse(self.entry.period))

    @property
    def is_value(self) -> bool:
        return isinstance(self.entry, Measurement)

    @property
    def history_url(self) -> str:
        return reverse(f"admin:kpis_{self.entry._meta.model_name}_history", args=[self.entry.pk])

    @property
    def submitter(self) -> str:
        return person_name(self.entry.submitted_by)

    @property
    def facts_text(self) -> str:
        """令和7年度第2四半期・総務課・提出 佐藤; of a revision also its number and reason."""
        entry, parts = self.entry, [self.period_label]
        if entry.revision > 1:
            words = {"number": entry.revision, "reason": entry.revision_reason}
            parts.append(_("改定（版%(number)d） 理由: %(reason)s") % words)
        elif entry.is_correction:
            parts.append(_("締め切りの後の報告 理由: %s") % entry.revision_reason)
        parts.append(entry.owner_name or "－")
        if entry.submitted_by:
            parts.append(_("提出 %s") % self.submitter)
        return "・".join(parts)

    @property
    def value_name(self) -> str:
        if not self.is_value:
            return _("進み具合")
        return _("提出された値") if self.entry.state == State.SUBMITTED else _("改定案の値")

    @property
    def value_text(self) -> str:
        """The value, or how the action goes; of a report without one, that it has none."""
        if not self.is_value:
            return self.entry.get_status_display()
        return measured_text(self.entry) or self.entry.get_observation_status_display()

    @property
    def parts(self) -> str:
        """Of a ratio: 98 / 125（利用者 / 対象者）"""
        return labelled_parts(self.entry)

    @property
    def status_text(self) -> str:
        """What the value is not: final. Blank without a value."""
        if not self.is_value or self.entry.observation_status == ObservationStatus.NORMAL:
            return ""
        return self.entry.get_observation_status_display() if measured_value(self.entry) is not None else ""

    @property
    def corrected(self) -> list[FieldChange]:
        """What a correction says otherwise than the report that is approved."""
        return changes(self.former, self.entry) if self.former else []

    @property
    def changed(self) -> list[FieldChange]:
        """What the department changed since it was handed in before."""
        return changes(self.past.seen, self.entry) if self.past.seen else []

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was written; an answer to a return is among them."""
        return [
            (str(field.verbose_name), text)
            for field in told_fields(self.entry)
            if isinstance(field, (TextField, URLField)) and (text := getattr(self.entry, field.attname))
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


def submitted_entries(user: AbstractUser, plan: Plan, at: date | None = None) -> list[SubmittedEntry]:
    """What waits for the user in that plan."""
    return cards(waiting(user, [plan]), user, plan, at)


def cards(
    rows: list[PeriodEntry], user: AbstractUser, plan: Plan, at: date | None = None
) -> list[SubmittedEntry]:
    """These reports of the plan with all that deciding needs, in a constant number of queries."""
    day = at or timezone.localdate()
    reported = _prepare([row for row in rows if isinstance(row, Measurement)], plan)
    actions = _progress([row for row in rows if isinstance(row, ActionProgress)])
    touched = {} if policy_of(plan).allows_own_approval else entries.hands_on(rows)
    own = {row for row in rows if touched.get(row, set()) & entries.deciders(row, user)}
    past, steps = pasts(rows), next_steps(rows, user, plan, touched)
    return [
        _value_card(row, day, row in own, past[row], steps.get(row), reported.get(row.indicator_id, {}))
        if isinstance(row, Measurement)
        else _action_card(row, row in own, past[row], steps.get(row), actions.get(row.action_id, {}))
        for row in rows
    ]


def _prepare(values: list[Measurement], plan: Plan) -> dict[int, dict[Period, Decimal]]:
    """Gives the values their indicators with all that judging needs. By indicator the values that stand beside."""
    asked = Indicator.objects.filter(plan=plan, pk__in={row.indicator_id for row in values})
    by_id = {row.pk: row for row in asked.with_figures().select_related("goal")} if values else {}
    for row in by_id.values():
        row.plan = plan
    prefetch_related_objects(list(by_id.values()), "departments")
    remember_ranges(by_id.values())
    remember_wholes(by_id.values())
    for row in values:
        row.indicator = by_id[row.indicator_id]
    periods = {(row.indicator_id, row.period) for row in values}
    former = [
        one for row in by_id.values() for one in approved(row) if (one.indicator_id, one.period) in periods
    ]
    prefetch_related_objects([*values, *former], "self_assessments")
    return reported_values(by_id.values()) if by_id else {}


def _progress(reports: list[ActionProgress]) -> dict[int, dict[Period, ActionProgress]]:
    """By action and quarter the approved reports of these reports' actions; of several revisions the last."""
    actions = [row.action for row in reports]
    prefetch_related_objects(actions, "lead_departments")
    found: dict[int, dict[Period, ActionProgress]] = {}
    rows = ActionProgress.objects.approved().filter(action__in=actions) if actions else ()
    for row in rows:
        found.setdefault(row.action_id, {})[Period.parse(row.period)] = row
    return found


def _value_card(
    row: Measurement,
    day: date,
    is_own: bool,
    past: Past,
    step: NextStep | None,
    reported: Mapping[Period, Decimal],
) -> SubmittedEntry:
    facts, period, entered = facts_of(row.indicator), Period.parse(row.period), observation_of(row)
    former = next((one for one in reversed(approved(row.indicator)) if one.period == row.period), None)
    found = would_be(facts, entered, day) if entered.has_value else None
    comparison = compare_entry(facts, period, day, entered)
    effects = [(_("今の判定"), effect_today(facts, entered, day))] if entered.answers else []
    if former is not None and entered.answers:
        effects.insert(0, (_("この期間の終わりの判定"), effect_then(facts, entered, day)))
    return SubmittedEntry(
        entry=row,
        period_label=period.short_label_at(facts.frequency),
        is_own=is_own,
        past=past,
        former=former,
        figures=tuple(_figures(comparison, former)),
        found=found if found and found.verdict is not Verdict.NOT_RATED else None,
        sentence=would_be_sentence(facts, entered, found) if found else "",
        effects=(*_told(effects), *(follows(row, day) if entered.answers else ())),
        doubts=tuple(doubt.sentence for doubt in doubts_of_measurement(row, facts, reported)),
        self_assessments=tuple(told_of(row, found)),
        assessment_hint=hint_of(row),
        next_step=step,
    )


def _told(effects: list[tuple[str, VerdictEffect]]) -> list[tuple[str, str]]:
    return [(when, effect.text) for when, effect in effects if effect.text]


def _figures(found: EntryComparison, former: Measurement | None) -> Iterable[Figure]:
    if former is not None:
        yield Figure(_("今の値（承認済み）"), said(former))
    none = _("なし")
    yield Figure(_("前回"), found.previous or none, found.previous_label, found.previous_parts)
    if found.has_year_ago:
        yield Figure(_("前年の同じ期間"), found.year_ago or none, found.year_ago_label, found.year_ago_parts)
    yield Figure(_("目標"), found.target, found.target_label)
    yield Figure(_("今回の目安"), found.expected)
    yield Figure(_("今年度"), found.year_total)


def _action_card(
    row: ActionProgress,
    is_own: bool,
    past: Past,
    step: NextStep | None,
    reports: Mapping[Period, ActionProgress],
) -> SubmittedEntry:
    period = Period.parse(row.period)
    former = reports.get(period)
    before = max(
        (one for one in reports if one.index < period.index), key=lambda one: one.index, default=None
    )
    figures = [Figure(_("今の報告（承認済み）"), said(former))] if former else []
    for name, one in ((_("前回"), before), (_("前年の同じ期間"), Period(period.year - 1, period.quarter))):
        report = reports.get(one) if one else None
        text = said(report) if report else _("なし")
        figures.append(Figure(name, text, one.short_label_at(Frequency.QUARTERLY) if report else ""))
    return SubmittedEntry(
        entry=row,
        period_label=period.short_label_at(Frequency.QUARTERLY),
        is_own=is_own,
        past=past,
        former=former,
        figures=tuple(figures),
        next_step=step,
    )
