"""A rule that a plan breaks, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Level(StrEnum):
    """How sure the portal is that something is to be done."""

    CONTRADICTS = "contradicts"
    LACKS = "lacks"
    DOUBTFUL = "doubtful"

    @property
    def label(self) -> Promise:
        return {
            Level.CONTRADICTS: gettext_lazy("食い違い"),
            Level.LACKS: gettext_lazy("足りないもの"),
            Level.DOUBTFUL: gettext_lazy("確かめるもの"),
        }[self]

    @property
    def place(self) -> int:
        """Where it stands among the levels: the surest first."""
        return list(Level).index(self)


@dataclass(frozen=True)
class Rule:
    """`code` stays the same in every language; `title` says what is found, `mend` what to do about it."""

    code: str
    level: Level
    title: Promise
    mend: Promise


@dataclass(frozen=True)
class Place:
    """A row that breaks a rule; without a row, the plan itself. `note`: what there is read."""

    row: Model
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """One rule with all the places that break it, in the plan's order."""

    rule: Rule
    places: tuple[Place, ...]


Found = Iterator[tuple[Rule, Place]]


def gathered(found: Found, rules: tuple[Rule, ...]) -> list[Finding]:
    """By rule, in the order of the rules; those that nothing breaks are left out."""
    places: dict[str, list[Place]] = {}
    for rule, place in found:
        places.setdefault(rule.code, []).append(place)
    return [Finding(rule, tuple(places[rule.code])) for rule in rules if rule.code in places]
