"""How people read that an indicator counts something else from a period on (数え方の変更). Pure: no ORM."""

from datetime import date

from django.utils.translation import gettext as _

from .facts import Facts
from .known import Break
from .outcome import Evaluation
from .wording import inside


def break_told(facts: Facts, at: date) -> Break | None:
    """The break from which on is judged, where a value known on that day lies before it; else there is nothing to tell."""
    found = facts.break_at(at)
    if found is None:
        return None
    has_earlier = any(
        row.answers and row.known_on <= at and row.period.index < found.period.index
        for row in facts.observations
    )
    return found if has_earlier else None


def citizen_break_sentence(facts: Facts, at: date) -> str:
    """Behind a citizen's sentence. Blank without a break."""
    found = break_told(facts, at)
    if found is None:
        return ""
    return _("%sから数え方が変わったので、それより前の値とは比べられません。") % break_time(facts, found)


def break_sentence(facts: Facts, at: date) -> str:
    """The same with the reason, for a reader who checks. Blank without a break."""
    found = break_told(facts, at)
    if found is None:
        return ""
    words = {"when": break_time(facts, found), "reason": inside(found.reason)}
    if not found.reason:
        return _("%(when)sから数え方が変わったので、それより前の値は判定に使いません。") % words
    return _("%(when)sから数え方が変わったので、それより前の値は判定に使いません（%(reason)s）。") % words


def newest_break_sentence(facts: Facts, found: Evaluation) -> str:
    """Where the value judged is of before a break and the newest one known of after it: that they cannot be compared.

    So it is with a target whose time was over before. Blank elsewhere.
    """
    if found.reading is None or found.newest is None:
        return ""
    first, last = found.reading.period.index, found.newest.period.index
    between = [row for row in facts.breaks_known(found.at) if first < row.period.index <= last]
    if not between:
        return ""
    return _("%sから数え方が変わったので、その後の値とは比べられません。") % break_time(facts, between[0])


def citizen_nothing_since(facts: Facts, at: date) -> str:
    """Where no value has come since the break: says so. Blank without a break."""
    found = break_told(facts, at)
    if found is None:
        return ""
    return _("%sから数え方が変わり、新しい数え方の実績は、まだ登録されていません。") % break_time(
        facts, found
    )


def nothing_since_sentence(facts: Facts, at: date) -> str:
    """The same with the reason, for a reader who checks."""
    found = break_told(facts, at)
    if found is None or not found.reason:
        return citizen_nothing_since(facts, at)
    words = {"when": break_time(facts, found), "reason": inside(found.reason)}
    return (
        _("%(when)sから数え方が変わりました（%(reason)s）。新しい数え方の実績は、まだ登録されていません。")
        % words
    )


def break_time(facts: Facts, row: Break) -> str:
    """令和8年度第1四半期"""
    return row.period.short_label_at(facts.frequency)


def break_note(facts: Facts, row: Break) -> str:
    """In tables and charts, beside the first period that counts otherwise."""
    if not row.reason:
        return _("ここから数え方が変わる")
    return _("ここから数え方が変わる（%s）") % inside(row.reason)
