"""How milestones and targets in words stand, and how that comes about, in sentences. Pure: no ORM.

The first sentence of each is for citizens, the second has everything that leads to it.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.joining import sentences

from .coverage_words import covers_text
from .facts import Facts
from .milestones import StepState, late_since, step_states
from .outcome import Evaluation
from .terms import Direction, Kind, Verdict
from .wording import (
    baseline_name,
    margin_text,
    point_text,
    signed_difference_text,
    value_text,
    with_status,
    words_goal_text,
)


def kind_citizen_sentence(facts: Facts, found: Evaluation) -> str:
    """Of a milestone or a target in words that is judged; blank for any other."""
    if found.reading is None or found.reading.value is None:
        return ""
    if facts.kind is Kind.MILESTONE:
        return _milestone(facts, found)
    return _words(facts, found) if facts.kind is Kind.WORDS else ""


def kind_sentences(facts: Facts, found: Evaluation) -> Iterator[str]:
    """How that comes about, with every month, or both values."""
    if facts.kind is Kind.MILESTONE:
        yield from _steps(facts, found)
    else:
        yield from _compared(facts, found)


# -- milestones


def _milestone(facts: Facts, found: Evaluation) -> str:
    states = step_states(facts, found.at)
    if found.verdict is Verdict.DONE:
        return _all_done(states)
    if found.verdict is Verdict.NOT_ACHIEVED:
        left = next(state for state in states if not state.is_done)
        return _("計画は終わりましたが、「%(step)s」は終わりませんでした。") % {"step": left.step.title}
    late = late_since(facts, found.at)
    done = [state for state in states if state.is_done]
    if late is not None:
        told = _("「%(step)s」は%(planned)sに終わる予定でしたが、まだ終わっていません。") % {
            "step": late.step.title,
            "planned": late.step.planned.short_label_at(facts.frequency),
        }
        if not done:
            return told
        return sentences(told, _("その前の「%s」は終わっています。") % done[-1].step.title)
    coming = next(state for state in states if not state.is_done)
    words = {"step": coming.step.title, "planned": coming.step.planned.short_label_at(facts.frequency)}
    if done:
        words["done"] = done[-1].step.title
        return (
            _("「%(done)s」まで終わり、予定どおりです。次は「%(step)s」で、%(planned)sに終わる予定です。")
            % words
        )
    return _("予定どおりです。「%(step)s」は、%(planned)sに終わる予定です。") % words


def _all_done(states: tuple[StepState, ...]) -> str:
    last = states[-1]
    words = {"step": last.step.title}
    if len(states) > 1:
        words["count"] = str(len(states))
        told = _("予定した%(count)s段階が、「%(step)s」まですべて終わりました。") % words
    else:
        told = _("「%(step)s」は終わりました。") % words
    return sentences(told, _late_by(last))


def _late_by(state: StepState) -> str:
    months = state.months_late
    if not months:
        return ""
    return ngettext("予定より%dか月遅れでした。", "予定より%dか月遅れでした。", months) % months


def _steps(facts: Facts, found: Evaluation) -> Iterator[str]:
    reading = found.reading
    if reading is None or reading.value is None:
        return
    words = {"covers": covers_text(facts, reading), "whole": len(facts.steps), "done": int(reading.value)}
    if len(facts.steps) == 1:
        yield _("%(covers)sの報告によります。") % words
    else:
        yield _("%(covers)sの報告では、%(whole)d段階のうち%(done)d段階が終わっています。") % words
    for state in step_states(facts, found.at):
        yield _one_step(facts, state)


def _one_step(facts: Facts, state: StepState) -> str:
    words = {
        "step": state.step.title,
        "planned": state.step.planned.short_label_at(facts.frequency),
        "done": state.done.short_label_at(facts.frequency) if state.done else "",
    }
    if not state.is_done:
        form = (
            _("「%(step)s」は%(planned)sの予定でしたが、終わっていません。")
            if state.is_late
            else _("「%(step)s」は%(planned)sの予定です。")
        )
        return form % words
    if state.done is None:
        return _("「%(step)s」は%(planned)sの予定で、終わっています。") % words
    if not state.done.month:
        return _("「%(step)s」は%(planned)sの予定で、%(done)sの報告で終わっています。") % words
    if words["done"] == words["planned"]:
        return _("「%(step)s」は予定どおり、%(done)sに終わりました。") % words
    if not state.months_late:
        return _("「%(step)s」は%(planned)sの予定で、それより早く%(done)sに終わりました。") % words
    words["late"] = ngettext("%dか月", "%dか月", state.months_late) % state.months_late
    return _("「%(step)s」は%(planned)sの予定で、%(done)sに終わりました（%(late)s遅れ）。") % words


# -- targets in words


def _words(facts: Facts, found: Evaluation) -> str:
    if found.baseline is None or found.reading is None or found.reading.value is None:
        return ""
    words = {
        "when": found.baseline.period.short_label_at(facts.frequency),
        "before": value_text(facts, found.baseline.value),
        "value": with_status(value_text(facts, found.reading.value), found.reading.status),
    }
    if facts.direction in (Direction.KEEP_AT_LEAST, Direction.KEEP_AT_MOST):
        form = {
            Verdict.IMPROVED: _("%(when)sの%(before)sから%(value)sになり、前より良い値を保っています。"),
            Verdict.UNCHANGED: _("%(when)sの%(before)sから%(value)sで、保たれています。"),
        }.get(found.verdict, _("%(when)sの%(before)sから%(value)sになり、保たれていません。"))
        return form % words
    form = {
        Verdict.IMPROVED: _("%(when)sの%(before)sから%(value)sになり、良くなっています。"),
        Verdict.UNCHANGED: _("%(when)sの%(before)sから%(value)sで、ほとんど変わっていません。"),
    }.get(found.verdict, _("%(when)sの%(before)sから%(value)sになり、悪くなっています。"))
    return form % words


def _compared(facts: Facts, found: Evaluation) -> Iterator[str]:
    if found.baseline is None or found.reading is None or found.reading.value is None:
        return
    yield _("%(covers)sは%(value)sです。") % {
        "covers": covers_text(facts, found.reading),
        "value": with_status(value_text(facts, found.reading.value), found.reading.status),
    }
    yield _(
        "目標は言葉で「%(goal)s」と示されているので、%(name)sの%(baseline)sと比べます（差は%(difference)s）。"
    ) % {
        "goal": words_goal_text(facts),
        "name": baseline_name(found),
        "baseline": point_text(facts, found.baseline),
        "difference": signed_difference_text(facts, found.reading.value - found.baseline.value),
    }
    if facts.margin:
        yield _("差が誤差の幅（%s）までなら、「横ばい」とします。") % margin_text(facts)
