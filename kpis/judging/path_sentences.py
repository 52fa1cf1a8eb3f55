"""Where a value was expected, in a sentence: on which part of the path to the target it stands. Pure: no ORM."""

from decimal import Decimal

from django.utils.translation import gettext as _

from .coverage_words import expected_when, judged_time
from .facts import Facts
from .known import Point
from .outcome import Evaluation
from .terms import Path
from .wording import baseline_name, expected_text, is_before_first_target, point_text, target_point_text


def path_sentence(facts: Facts, found: Evaluation) -> str:
    """What the value is held against, with the two ends between which the expected value lies."""
    assert found.reading is not None and found.target is not None  # noqa: S101 only what is judged has a path
    words = {
        "when": expected_when(facts, found),
        "expected": expected_text(facts, found.expected if found.expected is not None else Decimal(0)),
        "target": target_point_text(facts, found.target),
    }
    if found.baseline is None:
        return _without_baseline(facts, found, words)
    words |= {"name": baseline_name(found), "baseline": point_text(facts, found.baseline)}
    if found.baseline_is_provisional and found.baseline.period == found.reading.period:
        return _("目標は%(target)sです。") % words
    if found.is_final:
        return _("%(name)sは%(baseline)s、目標は%(target)sです。") % words
    if facts.path is Path.STEPWISE:
        return _("段階ごとの目標で、%(when)sは%(expected)sのはずです。") % words
    if found.turns:
        return _("計画の道のりは上がり下がりがあり、%(when)sは%(expected)sのはずです。") % words
    return _on_a_segment(facts, found, found.baseline, words)


def _without_baseline(facts: Facts, found: Evaluation, words: dict[str, str]) -> str:
    if found.reading is not None and is_before_first_target(facts, found):
        return _("%(when)sの目標はないので、最初の目標の%(first)sと比べます。") % {
            "when": judged_time(facts, found.reading),
            "first": target_point_text(facts, facts.targets_in_force(found.at)[0]),
        }
    if facts.path is Path.STEPWISE:
        return _("段階ごとの目標で、%(when)sは%(expected)sのはずです。") % words
    return _("計画どおりなら、%(when)sは%(expected)sです。") % words


def _on_a_segment(facts: Facts, found: Evaluation, baseline: Point, words: dict[str, str]) -> str:
    """From the baseline or one target to the next; at a target, that target itself."""
    index = found.expected_index if found.expected_index is not None else baseline.period.index
    ahead = [
        point for point in facts.targets_in_force(found.at) if point.period.index > baseline.period.index
    ]
    if any(point.period.index == index for point in ahead):
        return _("%(when)sの目標は%(expected)sです。") % words
    passed = [point for point in ahead if point.period.index < index]
    coming = next((point for point in ahead if point.period.index > index), None)
    if coming is not None:
        words["target"] = target_point_text(facts, coming)
    if passed and coming is not None:
        words["passed"] = target_point_text(facts, passed[-1])
        return (
            _("目標の%(passed)sから目標の%(target)sまで同じペースで進むと、%(when)sは%(expected)sです。")
            % words
        )
    return (
        _("%(name)sの%(baseline)sから目標の%(target)sまで同じペースで進むと、%(when)sは%(expected)sです。")
        % words
    )
