"""The verbs that move a report on its way to the public: draft → submitted → approved, or returned with a reason.

Each verb is atomic, asks plans/access.py, respects a closed review, never overwrites what somebody else saved in the
meantime, and leaves a row in the report's history: who, when, from which state to which, and why.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress, Measurement, PeriodEntry, State, policy_of
from plans.access import Right, departments_of, deputised, may, principals
from plans.models.places import department_names

from .answers import what_is_unanswered
from .baselines import keep_first_value_as_baseline
from .baselines import sentence as baseline_sentence
from .closed_reviews import require_open
from .corrections import what_is_unchanged
from .locking import (
    Conflict,
    Entry,
    Refused,
    check,
    claim,
    insert,
    keep_decisions,
    record,
    require_sound,
    stored,
)
from .self_assessments import carry

IN_HAND = (State.DRAFT, State.RETURNED)  # what the department may still change


def save_entry(row: Entry, *, by: AbstractUser, seen_version: int = 0, why: str = "") -> Entry:
    """Stores what a department fills in: a new draft, or a draft or returned report as changed.

    `row` holds the new values; `seen_version` is the version they were based on (0: there was no report yet). What it
    says of state and decisions does not count: a returned report stays returned until it is submitted again. Raises
    ValidationError by field, Refused, Conflict, PermissionDenied.
    """
    with transaction.atomic():
        _require(by, Right.WRITE_ENTRIES, row)
        require_open(row, by)
        if row.pk is None:
            return _create(row, by, seen_version, why)
        current = stored(row)
        _require(by, Right.WRITE_ENTRIES, current)
        if (current.owner, current.period, current.revision) != (row.owner, row.period, row.revision):
            raise Refused(
                _("登録した行は、ほかの対象・期間・版に移せません。新しい行として登録してください。")
            )
        claim(current, IN_HAND, seen_version)
        keep_decisions(row, current)
        check(row)
        row.version = current.version
        row.entered_by = by
        row.owner_name = row.owner_name or owner_names(row)
        return record(row, by, why or _("入力"))


def submit(row: Entry, *, by: AbstractUser, seen_version: int | None = None, why: str = "") -> Entry:
    """Hands a complete draft to the approver, or a returned report that was changed or answered since.

    Raises Refused, Conflict, PermissionDenied.
    """
    with transaction.atomic():
        current = _current(row, by, Right.WRITE_ENTRIES, IN_HAND, seen_version)
        lack = what_is_missing(current) or what_is_unanswered(current) or what_is_unchanged(current)
        if lack:
            raise Refused(lack)
        current.state = State.SUBMITTED
        current.submitted_by, current.submitted_at = by, timezone.now()
        require_sound(current)
        return record(current, by, why or _("提出"))


def recall(row: Entry, *, by: AbstractUser, seen_version: int | None = None) -> Entry:
    """Takes a submission back before it is decided on. Raises Refused, Conflict, PermissionDenied."""
    with transaction.atomic():
        current = _current(row, by, Right.WRITE_ENTRIES, (State.SUBMITTED,), seen_version)
        current.state = State.DRAFT
        current.submitted_by = current.submitted_at = None
        return record(current, by, _("取り戻し"))


def approve(row: Entry, *, by: AbstractUser, seen_version: int | None = None) -> Entry:
    """Makes a submitted report public. Nobody approves what they entered or submitted, unless the plan allows it.

    A deputy (代決) is recorded with the person they act for. Raises Refused, Conflict, PermissionDenied.
    """
    with transaction.atomic():
        current = _current(row, by, Right.DECIDE_ENTRIES, (State.SUBMITTED,), seen_version)
        _decide(current, by)
        if _is_own(current, by):
            raise Refused(_("自分で入力または提出したものは、ほかの承認者が承認します。"))
        current.state = State.APPROVED
        current.return_reason = current.answer = ""  # its history keeps both
        require_sound(current)
        kept = record(current, by, _("承認"))
        _settle_baseline(kept, by)
        return kept


def send_back(row: Entry, *, by: AbstractUser, reason: str, seen_version: int | None = None) -> Entry:
    """Returns a submitted report to its department with a reason: it says that somebody else has looked at it.

    So nobody returns what they entered or submitted; they take it back. Raises Refused, Conflict, PermissionDenied.
    """
    reason = plain(reason)
    if not reason:
        raise Refused(_("差し戻す理由を書いてください。担当の人に伝わります。"))
    with transaction.atomic():
        current = _current(row, by, Right.DECIDE_ENTRIES, (State.SUBMITTED,), seen_version)
        _decide(current, by)
        if _is_own(current, by):
            raise Refused(
                _(
                    "自分で入力または提出したものは、ほかの承認者が差し戻します。直すときは、提出を取り戻してください。"
                )
            )
        current.state, current.return_reason = State.RETURNED, reason
        current.answer = ""  # to the return before this one
        return record(current, by, _("差し戻し: %s") % reason)


def mark_missing(indicator: models.Model, period: Period, *, by: AbstractUser, reason: str) -> Measurement:
    """Records for the plan manager that there is no value for the period (M), so that a review can close.

    It is approved at once: it states no value. Raises Refused when a value is approved or waits for approval.
    """
    reason = plain(reason)
    if not reason:
        raise Refused(_("値がない理由を書いてください。市民にも表示します。"))
    with transaction.atomic():
        same = indicator.measurements.filter(period=str(period))
        row = same.order_by("revision").last() or Measurement(indicator=indicator, period=str(period))
        _require(by, Right.RUN_REVIEWS, row)
        require_open(Measurement(indicator=indicator, period=str(period)), by)  # it is nobody's correction
        if same.filter(state=State.APPROVED).exists():
            raise Refused(_("この期間の値は、承認されています。値なしにするときは、改定案を書いてください。"))
        if row.pk:
            claim(row, IN_HAND, row.version)
        row.value = row.numerator = row.denominator = row.as_of = None
        # What the department had begun to write was never approved: its history keeps it, the public does not see it.
        row.progress_comment = row.response_comment = row.evidence_url = ""
        row.assessed = {}
        row.observation_status = ObservationStatus.MISSING.value
        row.issues_comment = reason
        row.state, row.return_reason, row.answer = State.APPROVED, "", ""
        row.entered_by = row.submitted_by = row.decided_by = by
        row.decided_for = None
        row.submitted_at = row.decided_at = timezone.now()
        row.owner_name = row.owner_name or owner_names(row)
        why = _("値なしとして記録: %s") % reason
        if row.pk is None:
            return insert(row, by, why)
        require_sound(row)
        return record(row, by, why)


def plain(text: str) -> str:
    """Without the NUL character, which PostgreSQL does not store, and the space around."""
    return text.replace("\x00", "").strip()


def what_is_missing(row: PeriodEntry) -> str:
    """Why the report cannot be submitted yet, as a sentence; blank when it can."""
    if isinstance(row, Measurement):
        has_value = row.value is not None or row.numerator is not None
        if not has_value and row.observation_status != ObservationStatus.MISSING:
            return _(
                "実績値を書いてから提出してください。値がないときは、値の状態を「値なし」にして理由を書きます。"
            )
    return ""


def owner_names(row: PeriodEntry) -> str:
    """The departments that the report belongs to, as long as its field takes them."""
    owner = row.owner
    departments = owner.departments if isinstance(row, Measurement) else owner.lead_departments
    longest = row._meta.get_field("owner_name").max_length
    return department_names(departments.all())[:longest]


def possible_verbs(row: PeriodEntry, *, by: AbstractUser) -> list[str]:
    """Names of the verbs the user could try on the stored report now; four eyes are checked when it is tried."""
    found: list[str] = []
    if row.pk is None:
        return found
    if row.state in IN_HAND and _may(by, Right.WRITE_ENTRIES, row):
        found.append("submit")
    if row.state == State.SUBMITTED and _may(by, Right.WRITE_ENTRIES, row):
        found.append("recall")
    if row.state == State.SUBMITTED and _may(by, Right.DECIDE_ENTRIES, row):
        found.extend(["approve", "send_back"])
    return found


def _may(user: AbstractUser, right: Right, row: PeriodEntry) -> bool:
    return may(user, right, row.plan.municipality_id, departments_of(row))


def _require(user: AbstractUser, right: Right, row: PeriodEntry) -> None:
    if not _may(user, right, row):
        raise PermissionDenied(_("「%s」を扱う権限がありません。") % row.owner)


def _create(row: Entry, by: AbstractUser, seen_version: int, why: str) -> Entry:
    same = type(row).objects.filter(**{row.OWNER: row.owner, "period": row.period})
    last = same.order_by("revision").last()
    if last is not None and last.revision >= row.revision:
        raise Conflict(last)
    if seen_version:
        raise Refused(_("この行は、ほかの人が消しました。もう一度開いてください。"))
    if row.revision > 1 and (
        last is None or last.revision != row.revision - 1 or last.state != State.APPROVED
    ):
        raise ValidationError(
            {
                "revision": _(
                    "版%(before)dが承認されていません。改定は、承認された版の次の番号で登録します。"
                )
                % {"before": row.revision - 1}
            }
        )
    keep_decisions(row, None)
    carry(row, last)
    row.version = 1
    row.entered_by = by
    row.owner_name = row.owner_name or owner_names(row)
    return insert(row, by, why or (_("改定: %s") % row.revision_reason if row.is_correction else _("入力")))


def _current(
    row: Entry, by: AbstractUser, right: Right, states: Iterable[State], seen_version: int | None
) -> Entry:
    """The stored row, claimed for the verb."""
    current = stored(row)
    _require(by, right, current)
    require_open(current, by, right)
    claim(current, states, row.version if seen_version is None else seen_version)
    return current


def _decide(row: PeriodEntry, by: AbstractUser) -> None:
    """Notes who decides, and for whom."""
    person = deputised(by, Right.DECIDE_ENTRIES, row.plan.municipality_id, departments_of(row))
    row.decided_by, row.decided_for, row.decided_at = by, person, timezone.now()


def _is_own(row: PeriodEntry, by: AbstractUser) -> bool:
    """Four eyes: whether it went through the hands of the user, or of somebody for whom the user would decide."""
    is_touched = bool(hands_on([row])[row] & deciders(row, by))
    return is_touched and not policy_of(row.plan).allows_own_approval


def deciders(row: PeriodEntry, by: AbstractUser) -> set[int]:
    """Ids of the user and of everybody for whom the user would decide on the report."""
    city = row.plan.municipality_id
    return {by.pk, *principals(by, Right.DECIDE_ENTRIES, city, departments_of(row))}


def hands_on(rows: Iterable[Entry]) -> dict[Entry, set[int]]:
    """Ids of everybody who ever entered or submitted each revision: a colleague's last touch hides nobody.

    Somebody else decides on it. At most one query for each kind of report.
    """
    found: dict[Entry, set[int]] = {row: set() for row in rows}
    for kind in {type(row) for row in found}:
        by_id = {row.pk: row for row in found if type(row) is kind}
        for key, *people in kind.history.filter(id__in=by_id).values_list("id", "entered_by", "submitted_by"):
            found[by_id[key]] |= {person for person in people if person is not None}
    return found


def _settle_baseline(row: PeriodEntry, by: AbstractUser) -> None:
    """Notes on the row what became of its value, for the page to say."""
    if isinstance(row, Measurement) and row.observation_status != ObservationStatus.MISSING:
        row.promoted = keep_first_value_as_baseline(row.indicator, by=by)


def baseline_notice(row: PeriodEntry) -> str:
    """What to tell after approving: that the value became the provisional baseline; blank otherwise."""
    promoted = getattr(row, "promoted", None)
    return baseline_sentence(row.indicator, promoted) if promoted else ""


def kind_of(row: PeriodEntry) -> str:
    """`value` for an indicator's, `progress` for an action's report."""
    return "progress" if isinstance(row, ActionProgress) else "value"
