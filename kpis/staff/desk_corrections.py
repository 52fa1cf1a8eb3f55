"""Corrections that are under way (改定案): no open review asks for them, so nothing else on the desk would name them."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from kpis.models import ActionProgress, Measurement, PeriodEntry, State
from plans.access import Right, in_reach
from plans.models import Plan


def corrections_under_way(
    user: AbstractUser, plans: Iterable[Plan], enters: Callable[[AbstractUser, Plan], bool]
) -> list[tuple[PeriodEntry, str]]:
    """Those in the user's hands, newest first, and how each stands: of own departments, and whatever the user began.

    `enters`: whether entering in that plan is the user's own work. What came back to a department stands elsewhere.
    """
    found = []
    for kind in (Measurement, ActionProgress):
        rows = kind.objects.corrections().filter(**{f"{kind.PLAN_PATH}__in": list(plans)})
        rows = in_reach(rows.exclude(state=State.APPROVED), user, Right.WRITE_ENTRIES)
        found.extend(rows.select_related(f"{kind.PLAN_PATH}__municipality").order_by("-updated_at"))
    return [(row, _note(row)) for row in found if _is_mine(row, user, enters(user, row.plan))]


def _is_mine(row: PeriodEntry, user: AbstractUser, is_own_work: bool) -> bool:
    if row.state == State.RETURNED and is_own_work:
        return False
    began = user.pk in (row.entered_by_id, row.submitted_by_id)
    return began or (row.state == State.DRAFT and is_own_work)


def _note(row: PeriodEntry) -> str:
    if row.state == State.SUBMITTED:
        return _("提出しました。承認を待っています。")
    if row.state == State.RETURNED:
        return _("差し戻されました。理由: %s") % row.return_reason
    return _("書きかけです。提出すると、承認者に渡ります。")
