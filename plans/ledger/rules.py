"""What a revision must satisfy: a reason, a day that can be, and no contradiction with what is recorded already."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.era import date_label
from plans.models import Plan, Revision, RevisionKind
from plans.models.base import Promised

from .grounds import Grounds
from .promised import label_of
from .states import Difference

# Kinds that a person may choose; the others follow from what happens. What numbers mean has two of its own.
OF_FIGURES = (RevisionKind.CONVERSION, RevisionKind.REDEFINITION)
CHOSEN = (RevisionKind.CHANGE, RevisionKind.MISPRINT, RevisionKind.EDITION)


def check(plan: Plan, changed: Sequence[Difference], grounds: Grounds) -> None:
    """Raises ValidationError keyed by `reason`, `effective_on` or `kind`."""
    if not changed:
        return
    if any(not row.reason for row in changed):
        raise ValidationError({"reason": no_reason()})
    for row in changed:
        if row.kind != RevisionKind.MISPRINT:
            _check_day(plan, row)
            row.subject.check_change({change.field for change in row.changes}, row.kind or grounds.kind)
        _check_part(row, grounds)
        if row.kind == RevisionKind.MISPRINT:
            row.subject.check_slip({change.field for change in row.changes})
        if row.part is None and row.former is not None:
            row.former.check_removed()
        elif row.part is not None and row.former is not None:
            row.part.check_corrected(row.former)
        if row.part is not None and row.kind != RevisionKind.CONVERSION:
            row.part.check_decided(row.former, row.others, is_correction=grounds.is_misprint)
    _check_no_day_given(grounds)
    if not grounds.is_step:
        _check_order(plan, [row for row in changed if row.kind != RevisionKind.MISPRINT])


def no_reason() -> str:
    return _("変更の理由を書いてください。市民にも表示します。")


def check_day(plan: Plan, day: date, *, may_come: bool = False) -> None:
    """Raises ValidationError on `effective_on` for a day before the plan, or one that has not come."""
    if plan.known_from and day < plan.known_from:
        raise ValidationError(
            {
                "effective_on": _("%(day)sは、計画（%(from)s）より前の日です。日付を確かめてください。")
                % {"day": date_label(day), "from": date_label(plan.known_from)}
            }
        )
    if day > timezone.localdate() and not may_come:
        raise ValidationError(
            {
                "effective_on": _(
                    "%sはまだ来ていません。その日になってから登録するか、日付を直してください。"
                )
                % date_label(day)
            }
        )


def _check_day(plan: Plan, row: Difference) -> None:
    may_come = row.kind in (RevisionKind.TARGET, RevisionKind.WITHDRAWAL)
    check_day(plan, row.effective_on or timezone.localdate(), may_come=may_come)


def _check_no_day_given(grounds: Grounds) -> None:
    """A slip is put right for every day: a day from which that holds would mean a change."""
    if not grounds.is_misprint or grounds.effective_on in (None, timezone.localdate()):
        return
    raise ValidationError(
        {
            "effective_on": _(
                "「誤りの訂正」は、はじめからの内容を直します。日付は今日のままにしてください。"
                "ある日から内容が変わるときは、「変更」を選んでください。"
            )
        }
    )


def _check_part(row: Difference, grounds: Grounds) -> None:
    """A target that is written over was a slip, or is a new decision and a row of its own."""
    if row.kind == RevisionKind.MISPRINT and not grounds.is_misprint:
        raise ValidationError(
            {
                "kind": _(
                    "「%s」の決めた目標は書きかえられません。変えるときは、決めた日を新しくした行を足してください。"
                    "書きまちがいなら、変更の種類で「誤りの訂正」を選んでください。"
                )
                % row.subject
            }
        )


def _check_order(plan: Plan, changed: Sequence[Difference]) -> None:
    """Of one field, changes are recorded in the order of their days, one a day."""
    rows = {(label_of(type(row.subject)), row.subject.pk): row for row in changed if not row.is_new}
    if not rows:
        return
    recorded = Revision.objects.filter(plan=plan, subject_id__in=[key for _label, key in rows])
    for revision in recorded.exclude(kind=RevisionKind.MISPRINT).order_by("-effective_on", "-pk"):
        row = rows.get((revision.subject_model, revision.subject_id))
        if row is None or row.effective_on is None or revision.effective_on < row.effective_on:
            continue
        if row.kind == RevisionKind.CONVERSION and revision.effective_on == row.effective_on:
            continue  # by its factor it is undone alone; there and back on one day puts a wrong factor right
        if revision.kind == RevisionKind.ADDITION and revision.effective_on > row.effective_on:
            words = {"subject": row.subject, "day": date_label(revision.effective_on)}
            raise ValidationError(
                {
                    "effective_on": _(
                        "「%(subject)s」を足した日（%(day)s）より前の日です。日付を確かめてください。"
                    )
                    % words
                }
            )
        again = {change["field"] for change in revision.changes} & {change.field for change in row.changes}
        if not again or any(name.partition(":")[1] for name in again):  # parts carry their own day
            continue
        raise ValidationError({"effective_on": _order_sentence(row.subject, revision, row.effective_on)})


def _order_sentence(subject: Promised, revision: Revision, day: date) -> str:
    words = {"subject": subject, "day": date_label(revision.effective_on)}
    if revision.effective_on == day:
        return (
            _(
                "「%(subject)s」の同じ項目は、同じ日（%(day)s）にもう変えています。"
                "前の変更が書きまちがいなら「誤りの訂正」を選び、そうでなければ別の日にしてください。"
            )
            % words
        )
    return (
        _(
            "「%(subject)s」の同じ項目には、より後の日（%(day)s）の変更があります。それより後の日にしてください。"
        )
        % words
    )


def check_nothing_gone(rows: Iterable[Promised]) -> None:
    """Raises ValidationError when something public would be deleted, or hidden again."""
    names = "、".join(map(str, rows))
    if names:
        raise ValidationError(
            _(
                "「%s」は公開済みなので、消すことも準備中に戻すこともできません。"
                "終わったものは、終わり方と理由を書いて残します。"
            )
            % names
        )
