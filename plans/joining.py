"""How texts are put side by side: each language has its own signs and spaces between them. Pure: no ORM."""

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def sentences(*parts: str) -> str:
    """One sentence behind the other; blank ones are left out."""
    return _together(pgettext("two sentences", "%(first)s%(next)s"), parts)


def listed(parts: Iterable[str]) -> str:
    """A、B、C"""
    return _together(pgettext("a list", "%(first)s、%(next)s"), parts)


def side_by_side(parts: Iterable[str]) -> str:
    """A・B: of one thing what is to be said of it, where there is little room."""
    return _together(pgettext("remarks", "%(first)s・%(next)s"), parts)


def with_remark(text: str, remark: str) -> str:
    """120時間（令和7年度末）; without a remark the text alone."""
    return (
        pgettext("a text and a remark", "%(text)s（%(remark)s）") % {"text": text, "remark": remark}
        if remark
        else text
    )


def in_brackets(text: str) -> str:
    """（p.12）, as it stands behind another text."""
    return _("（%s）") % text


def from_to(lower: str, upper: str) -> str:
    """20℃〜30℃"""
    return pgettext("a range", "%(lower)s〜%(upper)s") % {"lower": lower, "upper": upper}


def _together(form: str, parts: Iterable[str]) -> str:
    kept = [part for part in parts if part]
    return reduce(lambda first, following: form % {"first": first, "next": following}, kept) if kept else ""
