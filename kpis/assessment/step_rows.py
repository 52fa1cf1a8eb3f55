"""The steps of a milestone as its page shows them: one after the other, with planned and real months."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis.judging.facts import Facts
from kpis.judging.milestones import StepState, step_states
from kpis.judging.terms import Kind


@dataclass(frozen=True)
class StepRow:
    """One step. `state`: done, late or coming, also its CSS class."""

    title: str
    state: str
    state_label: str  # 完了, 遅れ, 予定
    planned: str  # 令和8年3月
    told: str  # 令和8年5月に完了（2か月遅れ）; blank where nothing more is known


def step_rows(facts: Facts, at: date) -> list[StepRow]:
    """Empty for any other indicator than a milestone."""
    if facts.kind is not Kind.MILESTONE:
        return []
    return [_row(facts, state) for state in step_states(facts, at)]


def _row(facts: Facts, state: StepState) -> StepRow:
    labels = {"done": _("完了"), "late": _("遅れ"), "coming": _("予定")}
    return StepRow(
        title=state.step.title,
        state=state.key,
        state_label=labels[state.key],
        planned=state.step.planned.short_label_at(facts.frequency),
        told=_told(facts, state),
    )


def _told(facts: Facts, state: StepState) -> str:
    if state.is_late:
        return _("予定を過ぎています")
    if state.done is None:
        return ""
    when = state.done.short_label_at(facts.frequency)
    if not state.done.month:
        return _("%sの報告で完了") % when
    if not state.months_late:
        return _("%sに完了") % when
    late = ngettext("%dか月", "%dか月", state.months_late) % state.months_late
    return _("%(when)sに完了（%(late)s遅れ）") % {"when": when, "late": late}
