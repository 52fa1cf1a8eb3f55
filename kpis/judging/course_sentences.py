"""Since when, in one sentence: 令和7年度第3四半期から遅れています。 Pure: no ORM. Every sentence is a whole pattern."""

from django.utils.translation import gettext as _

from .course import Course, Station, grain_of
from .facts import Facts
from .terms import Group, Verdict


def since_sentence(facts: Facts, course: Course) -> str:
    """Blank where the verdict itself says all: at the end, of a target just missed."""
    last = course.stations[-1]
    if course.since is None:
        return _last_sentence(facts, course)
    words = {"since": station_label(facts, course.since)}
    if last.evaluation.verdict is Verdict.NEARLY:
        return ""
    if last.evaluation.verdict is Verdict.NOT_ACHIEVED:
        if course.since is last or course.since.evaluation.verdict is Verdict.NOT_ACHIEVED:
            return ""
        return _("%(since)sから遅れ、期限までに目標に届きませんでした。") % words
    patterns = _kept_patterns(last) if last.evaluation.keep else _way_patterns(last)
    return patterns[course.holds_from_the_first and len(course.stations) > 1] % words


def _way_patterns(last: Station) -> tuple[str, str]:
    """From a day on, and from the first verdict on."""
    return {
        Group.ACHIEVED: (
            _("%(since)sから、目標を達成しています。"),
            _("最初に判定した%(since)sから、ずっと目標を達成しています。"),
        ),
        Group.ON_TRACK: (_("%(since)sから順調です。"), _("最初に判定した%(since)sから、ずっと順調です。")),
        Group.ATTENTION: (
            _("%(since)sから、少し遅れています。"),
            _("最初に判定した%(since)sから、ずっと少し遅れています。"),
        ),
        Group.IMPROVED: (
            _("%(since)sから、基準より良くなっています。"),
            _("最初に判定した%(since)sから、ずっと基準より良くなっています。"),
        ),
        Group.UNCHANGED: (
            _("%(since)sから、基準とほとんど変わっていません。"),
            _("最初に判定した%(since)sから、ずっと基準とほとんど変わっていません。"),
        ),
        Group.WORSENED: (
            _("%(since)sから、基準より悪くなっています。"),
            _("最初に判定した%(since)sから、ずっと基準より悪くなっています。"),
        ),
    }.get(
        last.group,
        (_("%(since)sから遅れています。"), _("最初に判定した%(since)sから、ずっと遅れています。")),
    )


def _kept_patterns(last: Station) -> tuple[str, str]:
    """The same of a bound."""
    return {
        Group.ACHIEVED: (
            _("%(since)sから目標を守っています。"),
            _("最初に判定した%(since)sから、ずっと目標を守っています。"),
        ),
        Group.ON_TRACK: (
            _("%(since)sから目標を守っています。"),
            _("最初に判定した%(since)sから、ずっと目標を守っています。"),
        ),
        Group.ATTENTION: (
            _("%(since)sから、目標を少し外れています。"),
            _("最初に判定した%(since)sから、ずっと目標を少し外れています。"),
        ),
    }.get(
        last.group,
        (
            _("%(since)sから目標を外れています。"),
            _("最初に判定した%(since)sから、ずっと目標を外れています。"),
        ),
    )


def _last_sentence(facts: Facts, course: Course) -> str:
    """Where there is no verdict now: which was the last."""
    found = next((row for row in reversed(course.stations) if row.group is not Group.NONE), None)
    if found is None:
        return ""
    return _("最後に判定した%(when)sは「%(verdict)s」でした。") % {
        "when": station_label(facts, found),
        "verdict": found.evaluation.label,
    }


def station_label(facts: Facts, station: Station) -> str:
    """令和7年度第3四半期, 令和7年度上半期, 令和7年度"""
    return station.period.short_label_at(grain_of(facts.frequency))
