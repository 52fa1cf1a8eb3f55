"""What the first pages tell of an indicator beside its verdict: its newest value, its target, since when, what moved.

Plain values, kept as JSON beside the verdict (`Standing.report`): `kept` and `Told.read` are each other's inverse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.era import Quarter


@dataclass(frozen=True)
class NewestValue:
    """The newest value of an indicator as the overview names it."""

    label: str
    value: str
    is_revised: bool
    because: str  # why it is not judged; blank where it is
    place: tuple[int, str]  # by which the newest are found: its time, and when it was last changed


@dataclass(frozen=True)
class Run:
    """From the end of that quarter on the verdict stood in that group. `quarter` None: longer than was looked back."""

    quarter: Quarter | None
    key: str  # the group's
    label: str  # the verdict at its end, in a word or two


@dataclass(frozen=True)
class MovedTarget:
    """The last decision that put another target in the place of one."""

    on: str  # ISO: from which day it holds
    when: str  # 令和8年度末: the time it is for
    before: str
    after: str  # blank where it was withdrawn


@dataclass(frozen=True)
class Told:
    """Texts are blank where there is nothing to say."""

    newest: NewestValue | None = None
    value: str = ""  # the value that is judged
    covers: str = ""  # what it covers
    target: str = ""
    target_when: str = ""
    target_period: str = ""  # 2026, 2026-Q4: by which the times are put in order
    runs: tuple[Run, ...] = ()  # newest first, at most two
    moved: MovedTarget | None = None

    def kept(self) -> dict[str, Any]:
        """As JSON takes it; what is blank is left out."""
        found: dict[str, Any] = {
            name: text
            for name in ("value", "covers", "target", "target_when", "target_period")
            if (text := getattr(self, name))
        }
        if self.newest:
            found["newest"] = vars(self.newest) | {"place": list(self.newest.place)}
        if self.runs:
            found["runs"] = [[str(run.quarter or ""), run.key, run.label] for run in self.runs]
        if self.moved:
            found["moved"] = dict(vars(self.moved))
        return found

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Told":
        """Raises KeyError, TypeError or ValueError where it is nothing that was kept."""
        rest = dict(kept)
        newest, runs, moved = rest.pop("newest", None), rest.pop("runs", []), rest.pop("moved", None)
        return cls(
            newest=NewestValue(**newest | {"place": tuple(newest["place"])}) if newest else None,
            runs=tuple(
                Run(Quarter.parse(quarter) if quarter else None, key, label) for quarter, key, label in runs
            ),
            moved=MovedTarget(**moved) if moved else None,
            **rest,
        )
