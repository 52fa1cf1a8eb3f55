"""What must hold between the steps of a milestone. Pure: no ORM."""

from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from .known import Step


def check_steps(steps: tuple[Step, ...], plan_start: date | None = None) -> None:
    """Raises ValueError with a sentence that names the step and the mend.

    Steps are planned one after the other, none is done before the one it builds on, and none before the plan.
    """
    for before, after in pairwise(steps):
        words = {"before": before.title, "after": after.title}
        if before.title == after.title:
            raise ValueError(_("「%(after)s」という段階が2回あります。名前を分けてください。") % words)
        if after.planned.index < before.planned.index:
            raise ValueError(
                _(
                    "「%(after)s」の予定が、前の段階「%(before)s」の予定より早くなっています。順番か月を直してください。"
                )
                % words
            )
        if after.done is not None and before.done is None:
            raise ValueError(
                _("「%(after)s」が終わった月があるのに、前の段階「%(before)s」の終わった月がありません。")
                % words
            )
        if after.done is not None and before.done is not None and after.done.index < before.done.index:
            raise ValueError(
                _("「%(after)s」が、前の段階「%(before)s」より先に終わっています。月を確かめてください。")
                % words
            )
    if plan_start is None:
        return
    for step in steps:
        if step.planned.last_day < plan_start:
            raise ValueError(
                _("「%(step)s」の予定が、計画の始まりより前になっています。月を確かめてください。")
                % {"step": step.title}
            )
        if step.done is not None and step.done.last_day < plan_start:
            raise ValueError(
                _("「%(step)s」が終わった月が、計画の始まりより前になっています。月を確かめてください。")
                % {"step": step.title}
            )
