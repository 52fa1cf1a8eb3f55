"""What a department says of its own work, beside the computed verdict: the marks of a scale, and how far the two are apart.

Pure: no ORM. An assessment never changes a verdict; where the two lie two groups or more apart, a reader is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from .terms import Group

# Good, in between, bad. 判定なし stands nowhere.
PLACES = {
    Group.ACHIEVED: 0,
    Group.ON_TRACK: 0,
    Group.ATTENTION: 1,
    Group.LATE: 2,
    Group.MISSED: 2,
    Group.IMPROVED: 0,
    Group.UNCHANGED: 1,
    Group.WORSENED: 2,
}
FAR = 2  # places apart: a reader asks why
FEWEST = 2  # marks of a scale: one mark tells nothing from anything


@dataclass(frozen=True)
class ScaleMark:
    """One mark of a scale. `group`: the public group that it stands for; None: it is compared with no verdict."""

    mark: str
    label: str = ""
    group: Group | None = None
    order: int = 0

    @property
    def text(self) -> str:
        """◎ 十分に進んだ; where the mark is the word itself, that alone."""
        return self.mark if self.label in ("", self.mark) else f"{self.mark} {self.label}"


class ScaleError(ValueError):
    """A scale that tells nothing, or two things at once. `number`: the mark that is to be mended, from 0; `field`: of it."""

    def __init__(self, sentence: str, number: int, field: str):
        self.number, self.field = number, field
        super().__init__(sentence)


def check_marks(marks: Sequence[ScaleMark]) -> None:
    """`marks` as they were written. Raises ScaleError where the scale's marks overlap, contradict their order, or are too few."""
    if len(marks) < FEWEST:
        raise ScaleError(
            _("印が%d個しかありません。良いほうから順に、2つ以上の印を書いてください。") % len(marks),
            0,
            "mark",
        )
    for number, row in enumerate(marks):
        if any(other.mark.strip() == row.mark.strip() for other in marks[:number]):
            raise ScaleError(
                _("印「%s」が2つあります。どちらかを別の印にしてください。") % row.mark, number, "mark"
            )
        if any(other.order == row.order for other in marks[:number]):
            raise ScaleError(
                _("順番%(order)dの印が2つあります（「%(mark)s」）。順番を変えてください。")
                % {"order": row.order, "mark": row.mark},
                number,
                "order",
            )
    _check_groups(marks)


def _check_groups(marks: Sequence[ScaleMark]) -> None:
    """A better mark never stands for a worse group."""
    rated = sorted((row for row in marks if row.group in PLACES), key=lambda row: row.order)
    for better, worse in pairwise(rated):
        if _place(better.group) > _place(worse.group):
            words = {
                "better": better.mark,
                "worse": worse.mark,
                "group": str(better.group.label) if better.group else "",
                "other": str(worse.group.label) if worse.group else "",
            }
            raise ScaleError(
                _(
                    "良いほうの印「%(better)s」が「%(group)s」、その後の印「%(worse)s」が「%(other)s」にあたるので、逆になっています。"
                    "順番か公開の区分を直してください。"
                )
                % words,
                marks.index(worse),
                "group",
            )


def _place(group: Group | None) -> int:
    return PLACES[group] if group is not None else 0


def places_apart(own: Group | None, judged: Group | None) -> int | None:
    """How many groups the verdict lies below the department's own mark; negative: above it. None: not to be compared."""
    if own not in PLACES or judged not in PLACES or own is None or judged is None:
        return None
    return PLACES[judged] - PLACES[own]


def is_far(own: Group | None, judged: Group | None) -> bool:
    """Whether the two lie so far apart that it must be said."""
    apart = places_apart(own, judged)
    return apart is not None and abs(apart) >= FAR


@dataclass(frozen=True)
class OwnAssessment:
    """What a department says of one aspect of one period, as pages and files tell it.

    `judged`: the verdict's group and word on the same period's value; None where the verdict rests on another value.
    """

    aspect_code: str
    aspect: str
    mark: ScaleMark
    reason: str
    judged: Group | None = None
    verdict: str = ""

    @property
    def is_far(self) -> bool:
        return is_far(self.mark.group, self.judged)

    @property
    def group_text(self) -> str:
        """The group that the mark stands for; blank where it stands for none."""
        return str(self.mark.group.label) if self.mark.group in PLACES and self.mark.group else ""

    @property
    def text(self) -> str:
        """進み具合: ◎ 十分に進んだ"""
        return _("%(aspect)s: %(mark)s") % {"aspect": self.aspect, "mark": self.mark.text}

    @property
    def difference(self) -> str:
        """That the two lie far apart, as a sentence; blank where they do not. The reason stands beside it."""
        if not self.is_far:
            return ""
        words = {
            "aspect": self.aspect,
            "mark": self.mark.text,
            "own": self.group_text,
            "verdict": self.verdict,
        }
        return (
            _(
                "担当課の自己評価（%(aspect)s）は「%(mark)s」（区分では「%(own)s」）ですが、このポータルの判定は「%(verdict)s」です。"
            )
            % words
        )


@dataclass(frozen=True)
class OwnTexts:
    """Several aspects in one cell each: the marks, the reasons, and where they lie far from the verdict."""

    marks: str = ""
    reasons: str = ""
    differences: str = ""


def texts_of(rows: Sequence[OwnAssessment]) -> OwnTexts:
    """With several aspects each line begins with the aspect's name."""
    several = len(rows) > 1

    def lines(texts: Iterable[tuple[str, str]]) -> str:
        return "\n".join(f"{name}: {text}" if several else text for name, text in texts if text)

    return OwnTexts(
        marks=lines((row.aspect, row.mark.text) for row in rows),
        reasons=lines((row.aspect, row.reason) for row in rows),
        differences="\n".join(row.difference for row in rows if row.is_far),
    )


def differing(rows: Iterable[OwnAssessment]) -> list[OwnAssessment]:
    return [row for row in rows if row.is_far]
