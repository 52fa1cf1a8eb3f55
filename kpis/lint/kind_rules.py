"""Where the way an indicator is measured contradicts the plan's own words: a number for what is done or not, and the like."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.facts import Facts
from kpis.judging.known import Point
from kpis.judging.numbers import format_exact
from kpis.judging.terms import Direction, Kind
from kpis.models import Indicator

from . import wordings
from .findings import Level, Rule


@dataclass(frozen=True)
class Seen:
    """An indicator that is looked at: with what is known of it, and the targets in force, by time."""

    row: Indicator
    facts: Facts
    targets: tuple[Point, ...]
    is_part: bool = False  # whether another indicator of the plan is worked out of it

    @property
    def words(self) -> str:
        return self.row.target_wording

    @property
    def is_number(self) -> bool:
        return self.facts.kind is Kind.NUMBER

    @property
    def is_rated(self) -> bool:
        return not self.row.is_reference and self.facts.direction is not Direction.MONITOR


Check = Callable[[Seen], str | None]  # what is read there; None: nothing is wrong


def _quoted(text: str) -> str:
    return _("原文「%s」") % " ".join(text.split())


def yes_or_no(seen: Seen) -> str | None:
    if not (seen.is_number and seen.targets and not seen.row.unit):
        return None
    values = {point.value for point in seen.targets}
    return _("目標の値は0か1だけ") if values <= {0, 1} else None


def done_or_not(seen: Seen) -> str | None:
    is_untold = seen.is_number and not seen.targets and seen.is_rated
    return _quoted(seen.words) if is_untold and wordings.tells_what_is_done(seen.words) else None


def trend(seen: Seen) -> str | None:
    is_untold = seen.is_number and not seen.targets and seen.is_rated
    return _quoted(seen.words) if is_untold and wordings.tells_a_trend(seen.words) else None


def words_with_a_number(seen: Seen) -> str | None:
    has_amount = seen.facts.kind is Kind.WORDS and bool(wordings.numbers(seen.words))
    return _quoted(seen.words) if has_amount else None


def milestone_with_a_number(seen: Seen) -> str | None:
    """Something is counted by parts of one, or in percent: it is no step."""
    if seen.facts.kind is not Kind.MILESTONE:
        return None
    is_counted = any(value != int(value) for value in wordings.numbers(seen.words)) or "%" in wordings.plain(
        seen.words
    )
    return _quoted(seen.words) if is_counted else None


def compared(seen: Seen) -> str | None:
    is_alone = seen.is_number and seen.is_rated
    return _quoted(seen.words) if is_alone and wordings.compares(seen.words) else None


def strict(seen: Seen) -> str | None:
    if seen.facts.kind not in (Kind.NUMBER, Kind.COMPOSITE) or not seen.targets:
        return None
    told = wordings.is_strict(seen.words)
    return None if told is None or told == seen.facts.strict else _quoted(seen.words)


def way(seen: Seen) -> str | None:
    if seen.facts.kind is Kind.MILESTONE:
        return None
    told, chosen = wordings.way(seen.words), seen.facts.direction
    if not told or not chosen.sign or told == chosen.sign:
        return None
    return _("%(words)s・目指す向き「%(way)s」") % {"words": _quoted(seen.words), "way": chosen.label}


def rank(seen: Seen) -> str | None:
    is_one = seen.is_number and wordings.is_rank(seen.words)
    return _quoted(seen.words) if is_one and seen.facts.direction.sign >= 0 else None


def other_number(seen: Seen) -> str | None:
    named = wordings.only_number(seen.words)
    # A target that was moved since stands beside the plan's own words: what was decided first is among them.
    entered = {row.value for row in seen.facts.targets} | {seen.facts.lower, seen.facts.upper}
    entered.discard(None)
    if named is None or not entered or seen.facts.kind is Kind.MILESTONE:
        return None
    factor = wordings.unit_factor(seen.row.unit)
    if {named, named / factor} & entered:
        return None
    values = "・".join(format_exact(value, seen.facts.unit) for value in sorted(entered))
    return _("%(words)s・登録した目標 %(values)s") % {"words": _quoted(seen.words), "values": values}


CHECKS: tuple[tuple[Rule, Check], ...] = (
    (
        Rule(
            "yes-or-no-as-number",
            Level.CONTRADICTS,
            gettext_lazy("できたかどうかを0と1の数で測っている指標"),
            gettext_lazy(
                "「できたかどうかで測る」を選び、段階と予定の月を書いてください。数のままでは、終わるまでずっと遅れに見えます。"
            ),
        ),
        yes_or_no,
    ),
    (
        Rule(
            "done-as-number",
            Level.DOUBTFUL,
            gettext_lazy("できたかどうかの目標なのに、数で測る指標"),
            gettext_lazy("「できたかどうかで測る」を選び、段階と予定の月を書くと、判定できます。"),
        ),
        done_or_not,
    ),
    (
        Rule(
            "trend-as-number",
            Level.DOUBTFUL,
            gettext_lazy("数のない目標なのに、数で測る指標"),
            gettext_lazy("「言葉の目標」を選ぶと、基準値と比べて改善・横ばい・悪化を判定できます。"),
        ),
        trend,
    ),
    (
        Rule(
            "words-with-number",
            Level.CONTRADICTS,
            gettext_lazy("目標に数があるのに、言葉の目標にした指標"),
            gettext_lazy(
                "「数で測る」を選び、その数を目標値に登録してください。前の年や県平均からの増減なら「ほかと比べる・合わせる」です。"
            ),
        ),
        words_with_a_number,
    ),
    (
        Rule(
            "milestone-with-number",
            Level.CONTRADICTS,
            gettext_lazy("小数や割合の目標なのに、できたかどうかで測る指標"),
            gettext_lazy("「数で測る」を選び、その数を目標値に登録してください。"),
        ),
        milestone_with_a_number,
    ),
    (
        Rule(
            "compared-as-number",
            Level.DOUBTFUL,
            gettext_lazy("ほかの値と比べる目標なのに、数で測る指標"),
            gettext_lazy(
                "比べる値（県平均など）を参考指標として登録し、「ほかと比べる・合わせる」を選んでください。"
            ),
        ),
        compared,
    ),
    (
        Rule(
            "bound-not-as-worded",
            Level.CONTRADICTS,
            gettext_lazy("「未満」「超」と「以下」「以上」が、原文と違う指標"),
            gettext_lazy(
                "「目標の値ちょうどは含まない」を、原文のとおりにしてください。ちょうどの値の判定が変わります。"
            ),
        ),
        strict,
    ),
    (
        Rule(
            "direction-not-as-worded",
            Level.DOUBTFUL,
            gettext_lazy("目指す向きが、原文の言葉と反対の指標"),
            gettext_lazy("「目指す向き」を確かめてください。反対だと、良くなった値が悪く判定されます。"),
        ),
        way,
    ),
    (
        Rule(
            "rank-upwards",
            Level.CONTRADICTS,
            gettext_lazy("順位の目標なのに、数が大きいほど良いとした指標"),
            gettext_lazy(
                "「目指す向き」を「上回らないように保つ」か「減らす」にしてください。順位は小さいほど上です。"
            ),
        ),
        rank,
    ),
    (
        Rule(
            "target-not-as-worded",
            Level.DOUBTFUL,
            gettext_lazy("登録した目標値が、原文の数と違う指標"),
            gettext_lazy("目標値と単位（件と千件など）を、計画の表と比べてください。"),
        ),
        other_number,
    ),
)
