"""The approver's page: each submitted report with what it changes and what looks doubtful, approved or returned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.db.models import Model, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis.assessment.former_ranges import remember_ranges
from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import facts_of, measured_value, observation_of
from kpis.judging.comparison import EntryComparison, compare_entry, would_be, would_be_sentence
from kpis.judging.numbers import format_exact
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period, periods_ending_with
from kpis.judging.terms import Frequency, ObservationStatus, Verdict
from kpis.judging.wording import value_text
from kpis.models import ActionProgress, Indicator, Measurement, PeriodEntry, Review, State, policy_of
from kpis.workflow import entries
from kpis.workflow.entries import baseline_notice
from plans.access import Right, in_reach
from plans.models import Plan
from plans.people_names import person_name
from plans.sent import sent_number

from .review_page import render_staff, review_page

KINDS = {"value": Measurement, "progress": ActionProgress}


@dataclass(frozen=True)
class SubmittedEntry:
    """One submitted report."""

    entry: PeriodEntry
    key: str
    period_label: str
    is_own: bool  # four eyes: somebody else decides
    value: str = ""
    parts: str = ""
    comparison: EntryComparison | None = None
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
        return person_name(self.entry.submitted_by)

    @property
    def facts_text(self) -> str:
        """令和7年度第2四半期・総務課・提出 佐藤; of a revision also its number and reason."""
        entry, parts = self.entry, [self.period_label]
        if entry.revision > 1:
            words = {"number": entry.revision, "reason": entry.revision_reason}
            parts.append(_("改定（版%(number)d） 理由: %(reason)s") % words)
        parts.append(entry.owner_name or "－")
        if entry.submitted_by:
            parts.append(_("提出 %s") % self.submitter)
        return "・".join(parts)

    @property
    def value_text(self) -> str:
        """The value; of a report without one, that it has none."""
        return self.value or self.entry.get_observation_status_display()

    @property
    def status_text(self) -> str:
        """What the value is not: final. Blank without a value."""
        is_final = self.entry.observation_status == ObservationStatus.NORMAL
        return "" if is_final or not self.value else self.entry.get_observation_status_display()

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


def submitted_entries(user: AbstractUser, plan: Plan, at: date | None = None) -> list[SubmittedEntry]:
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
    remember_ranges(by_id.values())
    for row in values:
        row.indicator = by_id[row.indicator_id]
    actions = [row.action for row in submitted if isinstance(row, ActionProgress)]
    prefetch_related_objects(actions, "lead_departments")
    own = set() if policy_of(plan).allows_own_approval else _own(user, submitted)
    reported = reported_values(by_id.values()) if by_id else {}
    return [
        _line(row, day, is_own=row in own, reported=reported.get(getattr(row, "indicator_id", None), {}))
        for row in submitted
    ]


def _own(user: AbstractUser, submitted: list[PeriodEntry]) -> set[PeriodEntry]:
    """Those that the user, or whom the user acts for, entered or submitted at any time: somebody else decides on them."""
    touched = entries.hands_on(submitted)
    return {row for row in submitted if touched[row] & entries.deciders(row, user)}


def _line(row: PeriodEntry, day: date, *, is_own: bool, reported: Mapping[Period, Decimal]) -> SubmittedEntry:
    """`reported`: the values that stand beside an indicator's."""
    key = f"{entries.kind_of(row)}-{row.pk}"
    if not isinstance(row, Measurement):
        label = Period.parse(row.period).short_label_at(Frequency.QUARTERLY)
        return SubmittedEntry(row, key, label, is_own)
    facts = facts_of(row.indicator)
    period = Period.parse(row.period)
    entered = observation_of(row)
    value = measured_value(row)
    former = next((row for row in facts.observations if row.period == period and row.has_value), None)
    former_value = facts.value_of((former,)) if former else None
    found = would_be(facts, entered, day) if entered.has_value else None
    comparison = compare_entry(facts, period, day, entered)
    return SubmittedEntry(
        entry=row,
        key=key,
        period_label=period.short_label_at(facts.frequency),
        is_own=is_own,
        former=value_text(comparison.facts, former_value) if former_value is not None else "",
        value=value_text(comparison.facts, value) if value is not None else "",
        parts=_parts(row),
        comparison=comparison,
        found=found if found and found.verdict is not Verdict.NOT_RATED else None,
        sentence=would_be_sentence(facts, entered, found) if found else "",
        doubts=tuple(doubt.sentence for doubt in doubts_of_measurement(row, facts, reported)),
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


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.DECIDE_ENTRIES)
def approval_page(request: HttpRequest, review: Review) -> HttpResponse:
    """Everything of the plan that waits for the user: this quarter's reports first, then those of other periods."""
    if request.method == "POST":
        return _act(request, review)
    return _render(request, review, submitted_entries(request.user, review.plan))


def _render(request: HttpRequest, review: Review, found: list[SubmittedEntry]) -> HttpResponse:
    return render_staff(
        request,
        "admin/kpis/approval.html",
        review,
        title=_("承認"),
        groups=[
            (_("この四半期"), [line for line in found if _is_of(line, review)]),
            (_("ほかの期間（改定など）"), [line for line in found if not _is_of(line, review)]),
        ],
        count=len(found),
    )


def _is_of(line: SubmittedEntry, review: Review) -> bool:
    return Period.parse(line.entry.period) in periods_ending_with(review.quarter)


def _act(request: HttpRequest, review: Review) -> HttpResponse:
    if "return" in request.POST:
        key = request.POST["return"]
        reason = request.POST.get(f"reason-{key}", "").replace("\0", "")
        found = decide([(key, _version(request, key))], by=request.user, reason=reason)
        if found.refused:
            return _ask_again(request, review, key, reason, found.refused[0])
        done = _("%d件を差し戻しました。担当の人の入口に、理由とともに表示します。")
    else:
        one = request.POST.get("approve_one")
        keys = [one] if one else request.POST.getlist("pick")
        if not keys:
            messages.warning(request, _("承認するものを選んでください。"))
        found = decide([(key, _version(request, key)) for key in keys], by=request.user)
        done = _("%d件を承認しました。市民のページに出ています。")
    if found.done:
        messages.success(request, done % len(found.done))
        for notice in filter(None, map(baseline_notice, found.done)):
            messages.info(request, notice)
    for sentence in found.refused:
        messages.error(request, sentence)
    return HttpResponseRedirect(request.get_full_path())


def _ask_again(request: HttpRequest, review: Review, key: str, reason: str, problem: str) -> HttpResponse:
    """The page with the reason as it was written, and why the report was not returned."""
    messages.error(request, problem)
    found = [
        replace(line, reason=reason, problem=problem) if line.key == key else line
        for line in submitted_entries(request.user, review.plan)
    ]
    return _render(request, review, found)


def _version(request: HttpRequest, key: str) -> int:
    number = sent_number(request.POST.get(f"version-{key}", ""))
    return -1 if number is None else number


URLS = [("<int:pk>/approval/", approval_page, "kpis_review_approval")]
