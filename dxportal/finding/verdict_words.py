"""The words by which people ask for verdicts: 遅れ, 達成, 更新遅れ. Data; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from kpis.judging.terms import Group, Verdict
from plans.search_index.folding import fold


@dataclass(frozen=True)
class Standing:
    """One group, one verdict, or all whose report is late. `group` is its key; exactly one of the three is given."""

    label: str
    group: str = ""
    verdict: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Asked:
    """A verdict, and the words that stand beside it."""

    standing: Standing
    rest: tuple[str, ...]


def _of(group: Group) -> Standing:
    return Standing(group.label, group=group.key)


def _as(verdict: Verdict) -> Standing:
    return Standing(verdict.label, verdict=verdict.value)


STALE = Standing(gettext_lazy("更新遅れ"), stale=True)

# As they are typed, in Japanese and English. A group's own name means the group.
_TYPED: dict[Standing, tuple[str, ...]] = {
    _of(Group.ACHIEVED): ("達成", "達成済み", "達成した", "目標達成", "achieved"),
    _of(Group.ON_TRACK): ("順調", "予定どおり", "予定通り", "on track"),
    _of(Group.ATTENTION): ("注意", "要注意", "attention"),
    _of(Group.LATE): ("遅れ", "おくれ", "遅れている", "遅れています", "遅延", "late", "behind"),
    _of(Group.IMPROVED): ("改善", "改善した", "良くなっている", "improved"),
    _of(Group.UNCHANGED): ("横ばい", "変わらない", "unchanged"),
    _of(Group.WORSENED): ("悪化", "悪化した", "悪くなっている", "worse", "worsened"),
    _of(Group.NONE): ("判定なし", "no verdict"),
    _as(Verdict.NOT_ACHIEVED): ("未達成", "未達", "not achieved"),
    _as(Verdict.NEARLY): ("概ね達成", "おおむね達成"),
    _as(Verdict.AHEAD): ("前倒し", "ahead"),
    _as(Verdict.SLIGHTLY_BEHIND): ("やや遅れ", "slightly behind"),
    _as(Verdict.REVERSED): ("基準より悪化", "worse than the baseline"),
    _as(Verdict.DONE): ("完了", "実施済み", "できた", "done"),
    _as(Verdict.NO_DATA): ("実績なし", "実績未登録", "値なし", "no data"),
    _as(Verdict.TOO_EARLY): ("判定には早い",),
    _as(Verdict.NOT_EVALUABLE): ("算定不可",),
    _as(Verdict.NOT_RATED): ("判定対象外",),
    STALE: ("更新遅れ", "更新おくれ", "報告遅れ", "報告の遅れ", "未更新", "overdue"),
}
_BY_WORD = {fold(typed): standing for standing, words in _TYPED.items() for typed in words}


def asked_in(words: Sequence[str]) -> Asked | None:
    """The first of the words that is a verdict; all of them together may be one, too (on track)."""
    whole = _BY_WORD.get(fold(" ".join(words)))
    if whole:
        return Asked(whole, ())
    for place, word in enumerate(words):
        if found := _BY_WORD.get(fold(word)):
            return Asked(found, (*words[:place], *words[place + 1 :]))
    return None
