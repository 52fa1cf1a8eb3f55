"""The one way in which something public changes: with a day, a reason, and a record of what was before and after."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plans.journal.acting import acting
from plans.models import Plan, Revision, RevisionKind, RevisionMark
from plans.models.base import Promised
from plans.models.versions import unsaved_on_failure

from .grounds import Grounds, settled
from .promised import knows_public, label_of
from .rules import check, check_nothing_gone
from .states import Difference, Scope, differences, gone, subjects_of, told_by_parts

LONGEST_NAME = Revision._meta.get_field("subject_name").max_length


@contextmanager
def revising(
    plan: Plan, grounds: Grounds, *, rows: Iterable[Promised] | None = None
) -> Iterator[list[Revision]]:
    """Lets what happens inside change the plan's public rows, and records it: one revision for each changed row.

    `rows`: the rows that may change, when they are known and exist; None: any of the plan. The list is filled at the
    end. Of a plan that the public does not know nothing is recorded. Raises ValidationError keyed by `effective_on`,
    `reason` or `kind`, and changes nothing then.
    """
    found: list[Revision] = []
    rows = None if rows is None else list(rows)
    with acting(grounds.by, grounds.reason.strip()), unsaved_on_failure(rows or ()), transaction.atomic():
        current = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if not knows_public(current):
            yield found
            return
        scope = Scope(current, None if rows is None else subjects_of(rows))
        before = scope.read()
        with marked(current.pk, scope):
            yield found
            after = scope.read()
        check_nothing_gone(gone(before, after))
        changed = [settled(row, grounds) for row in differences(before, after)]
        check(current, changed, grounds)
        _check_whole(changed, grounds)
        found += Revision.objects.bulk_create(_revision(current, row, grounds) for row in changed)


@contextmanager
def marked(plan_id: int, scope: Scope | None = None) -> Iterator[None]:
    """Opens the database's guard for that plan (0: for all), or for the rows of the scope. In a transaction."""
    rows = scope.rows if scope else None
    wanted = [("", 0)] if rows is None else [(label_of(type(row)), row.pk) for row in rows]
    marks = RevisionMark.objects.bulk_create(
        RevisionMark(plan_id=plan_id, subject_model=label, subject_id=key) for label, key in wanted
    )
    yield
    RevisionMark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()


def being_entered() -> set[int]:
    """Ids of the plans whose first entry is under way, so that nothing of them is a change yet; 0: every plan."""
    return set(RevisionMark.objects.filter(subject_model="").values_list("plan_id", flat=True))


def begin_ledgers(reason: str = "") -> None:
    """Every public plan without a ledger gets its first line: the day on which it became public here.

    With it what the rows tell of themselves: targets that were moved or withdrawn stand beside the earlier ones.
    """
    begun = Revision.objects.filter(kind=RevisionKind.PUBLICATION).values("plan")
    for plan in Plan.objects.filter(public_since__isnull=False).exclude(pk__in=begun):
        told = [row for row in told_by_parts(Scope(plan).read()) if row.reason]
        Revision.objects.bulk_create(
            [first_line(plan, reason), *(_revision(plan, row, Grounds("")) for row in told)]
        )


def first_line(plan: Plan, reason: str = "") -> Revision:
    """The line with which a public plan's ledger begins; not stored."""
    first = Difference(
        plan,
        (),
        kind=RevisionKind.PUBLICATION,
        effective_on=plan.public_since,
        reason=reason or _("このポータルで公開しました。"),
    )
    return _revision(plan, first, Grounds(""))


def _revision(plan: Plan, row: Difference, grounds: Grounds) -> Revision:
    return Revision(
        plan=plan,
        kind=row.kind,
        subject_model=label_of(type(row.subject)),
        subject_id=row.subject.pk,
        subject_code=getattr(row.subject, "code", ""),
        subject_name=_name(row.subject)[:LONGEST_NAME],
        changes=[change.as_json() for change in row.changes],
        effective_on=row.effective_on,
        factor=str(grounds.factor) if grounds.factor and _has_unit(row) else "",
        reason=row.reason,
        decision=row.decision,
        recorded_by=grounds.by,
    )


def _has_unit(row: Difference) -> bool:
    """Whether it is the change of the unit itself: what else a conversion changes follows from it."""
    return any(change.field == "unit" for change in row.changes)


def _check_whole(changed: Iterable[Difference], grounds: Grounds) -> None:
    """Asks each subject whether what changed of it goes together. One step of several is judged with the others."""
    if grounds.is_misprint or grounds.is_step:
        return
    names: dict[int, set[str]] = {}
    subjects = {}
    for row in changed:
        if not row.is_new:
            subjects[id(row.subject)] = row.subject
            names.setdefault(id(row.subject), set()).update(change.field for change in row.changes)
    for key, subject in subjects.items():
        subject.check_revision(names[key], grounds.kind)


def _name(subject: Promised) -> str:
    return subject.full_title if isinstance(subject, Plan) else str(subject)


def why_not_deletable(row: Promised) -> str:
    """The way on for somebody who would delete something public."""
    if row.MAY_PREPARE:
        words = {"row": row, "last": row._meta.get_field(row.LAST).verbose_name}
        return (
            _(
                "「%(row)s」は公開済みなので、削除できません。"
                "廃止するときは、変更の画面で「%(last)s」「終わり方」「終わった理由」を書きます。"
            )
            % words
        )
    if row.STAYS_IN_THE_LEDGER:
        form = _("「%s」は公開済みなので、削除できません。取り下げるときは、値を空欄にした行を足します。")
    else:
        form = _(
            "「%s」は公開済みなので、削除できません。内容を変えるときは、変更の画面で理由を付けて直します。"
        )
    return form % row


def refuse_revision_of(rows: Iterable[object]) -> None:
    """Raises ValidationError for a revision of a revision: the record stays, and a new change is recorded."""
    if any(isinstance(row, Revision) for row in rows):
        raise ValidationError(_("変更の記録は直せません。正しい内容で、もう一度変更を登録してください。"))
