"""The words of measuring: directions, series, frequencies, observation statuses, verdicts and their public groups.

Pure: no ORM. The values are the field's English terms (SDMX, ISO 17469) as files and commands use them; `label` is
what people read.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy, pgettext_lazy

MOST_PARTS = 20  # of which an indicator is worked out


class LabelledEnum(StrEnum):
    """A value for files with a label for people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "LabelledEnum":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of each, as Django's fields take them."""
        return [(member.value, member.label) for member in cls]


class Kind(LabelledEnum):
    """By what an indicator is measured."""

    NUMBER = "number", gettext_lazy("数で測る")
    MILESTONE = "milestone", gettext_lazy("できたかどうかで測る（段階）")
    WORDS = "words", gettext_lazy("言葉の目標（向上・減少・維持）")
    COMPOSITE = "composite", gettext_lazy("ほかと比べる・合わせる（ほかの指標から計算）")


class Formula(LabelledEnum):
    """How an indicator's values are worked out from those of other indicators."""

    DIFFERENCE = "difference", gettext_lazy("差（1つ目から2つ目を引く）")
    RATIO = "ratio", gettext_lazy("比（1つ目を2つ目で割る）")
    YEAR_BEFORE = "year-before", gettext_lazy("前の年の同じ期との比")
    MEAN_OVER = "mean-over", gettext_lazy("数年間の平均")
    SUM = "sum", gettext_lazy("合計")
    MEAN = "mean", gettext_lazy("平均（重みを付けられます）")
    PRODUCT = "product", gettext_lazy("掛け算（係数も掛けられます）")

    @property
    def counts(self) -> tuple[int, int]:
        """How many parts it takes: at least, and at most."""
        return {
            Formula.DIFFERENCE: (2, 2),
            Formula.RATIO: (2, 2),
            Formula.YEAR_BEFORE: (1, 1),
            Formula.MEAN_OVER: (1, 1),
            Formula.PRODUCT: (1, MOST_PARTS),
        }.get(self, (2, MOST_PARTS))

    @property
    def has_weights(self) -> bool:
        return self in (Formula.SUM, Formula.MEAN, Formula.PRODUCT)

    @property
    def is_over_time(self) -> bool:
        """Whether it takes values of several periods, so that its own make no yearly sum."""
        return self in (Formula.YEAR_BEFORE, Formula.MEAN_OVER)

    @property
    def is_ratio(self) -> bool:
        """Whether its values are a numerator and a denominator."""
        return self in (Formula.RATIO, Formula.YEAR_BEFORE)

    def needs_one_unit(self, weights: Iterable[Decimal]) -> bool:
        """Whether the parts must stand in one unit: whatever has weights of its own is brought to one by them."""
        if self in (Formula.SUM, Formula.MEAN):
            return all(weight == 1 for weight in weights)
        return self is Formula.DIFFERENCE

    @property
    def compares(self) -> bool:
        """Whether it holds one series against another: 県平均, 全国, another city."""
        return self in (Formula.DIFFERENCE, Formula.RATIO)


class Path(LabelledEnum):
    """What is expected between two dated targets."""

    LINEAR = "linear", gettext_lazy("少しずつ近づく")
    STEPWISE = "stepwise", gettext_lazy("段階ごと（次の目標の時期までは前の目標のまま）")


class Direction(LabelledEnum):
    """Which way is better."""

    INCREASE = "increase", gettext_lazy("増やす")
    DECREASE = "decrease", gettext_lazy("減らす")
    KEEP_AT_LEAST = "keep_at_least", gettext_lazy("下回らないように保つ")
    KEEP_AT_MOST = "keep_at_most", gettext_lazy("上回らないように保つ")
    KEEP_WITHIN = "keep_within", gettext_lazy("範囲の中に保つ")
    MONITOR = "monitor", gettext_lazy("見守る（判定しない）")

    @property
    def keeps(self) -> bool:
        return self in (Direction.KEEP_AT_LEAST, Direction.KEEP_AT_MOST, Direction.KEEP_WITHIN)

    @property
    def sign(self) -> int:
        """+1 when more is better, −1 when less is better, 0 when neither can be said."""
        if self in (Direction.INCREASE, Direction.KEEP_AT_LEAST):
            return 1
        return -1 if self in (Direction.DECREASE, Direction.KEEP_AT_MOST) else 0


class Series(LabelledEnum):
    """What a reported number counts."""

    LEVEL = "level", gettext_lazy("その時点やその期の値")
    FLOW = "flow", gettext_lazy("その期間の量")
    YEAR_TO_DATE = "year_to_date", gettext_lazy("年度のはじめからの累計")
    CUMULATIVE = "cumulative", gettext_lazy("計画のはじめからの累計")

    @property
    def is_yearly_sum(self) -> bool:
        """Whether a year's value is complete only at the year's end."""
        return self in (Series.FLOW, Series.YEAR_TO_DATE)


class Frequency(LabelledEnum):
    """How often a value is reported."""

    MONTHLY = "monthly", gettext_lazy("毎月")
    QUARTERLY = "quarterly", gettext_lazy("四半期ごと")
    HALF_YEARLY = "half-yearly", gettext_lazy("半年ごと")
    YEARLY = "yearly", gettext_lazy("年1回")
    CALENDAR_YEAR = "calendar-year", gettext_lazy("暦年ごと（1月〜12月）")
    EVERY_2_YEARS = "every-2-years", gettext_lazy("2年に1回")
    EVERY_3_YEARS = "every-3-years", gettext_lazy("3年に1回")
    EVERY_5_YEARS = "every-5-years", gettext_lazy("5年に1回")

    @property
    def years(self) -> int:
        """How many years lie between two values; 1 where every year has one or more."""
        return {
            Frequency.EVERY_2_YEARS: 2,
            Frequency.EVERY_3_YEARS: 3,
            Frequency.EVERY_5_YEARS: 5,
        }.get(self, 1)

    @property
    def is_survey(self) -> bool:
        """Whether there are years without a value by design."""
        return self.years > 1

    @property
    def months(self) -> int:
        """How many months lie between two values."""
        return 12 * self.years // self.periods_a_year

    @property
    def periods_a_year(self) -> int:
        """Of a year in which values are reported."""
        return {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4, Frequency.HALF_YEARLY: 2}.get(self, 1)


class ObservationStatus(LabelledEnum):
    """SDMX code list OBS_STATUS, the part a municipality needs."""

    NORMAL = "A", gettext_lazy("確定値")
    PROVISIONAL = "P", gettext_lazy("速報値")
    ESTIMATED = "E", gettext_lazy("推計値")
    UNVALIDATED = "V", gettext_lazy("未確認")
    MISSING = "M", gettext_lazy("値なし")


class Group(LabelledEnum):
    """What the public sees first: five groups, three of targets in words, and one for verdicts that cannot be given."""

    ACHIEVED = "達成", gettext_lazy("達成")
    ON_TRACK = "順調", gettext_lazy("順調")
    ATTENTION = "注意", gettext_lazy("注意")
    LATE = "遅れ", gettext_lazy("遅れ")
    MISSED = "未達", gettext_lazy("未達成")
    IMPROVED = "改善", pgettext_lazy("verdict", "改善")
    UNCHANGED = "横ばい", pgettext_lazy("verdict", "横ばい")
    WORSENED = "悪化", pgettext_lazy("verdict", "悪化")
    NONE = "判定なし", gettext_lazy("判定なし")

    @property
    def key(self) -> str:
        """ASCII name for CSS classes, symbols and addresses."""
        return self.name.lower().replace("_", "-")

    @property
    def is_of_words(self) -> bool:
        """Whether it is of targets in words, which are counted apart from numbers."""
        return self in (Group.IMPROVED, Group.UNCHANGED, Group.WORSENED)


class Verdict(LabelledEnum):
    """How an indicator stands against its target, in the order in which the rules are tried."""

    NOT_RATED = "NOT_RATED", gettext_lazy("判定対象外")
    NO_DATA = "NO_DATA", gettext_lazy("実績なし")
    NOT_EVALUABLE = "NOT_EVALUABLE", gettext_lazy("算定不可")
    ACHIEVED = "ACHIEVED", gettext_lazy("達成")
    NEARLY = "NEARLY", gettext_lazy("概ね達成")
    NOT_ACHIEVED = "NOT_ACHIEVED", gettext_lazy("未達成")
    TOO_EARLY = "TOO_EARLY", gettext_lazy("判定には早い")
    REVERSED = "REVERSED", gettext_lazy("基準より悪化")
    AHEAD = "AHEAD", gettext_lazy("前倒し")
    ON_TRACK = "ON_TRACK", gettext_lazy("順調")
    SLIGHTLY_BEHIND = "SLIGHTLY_BEHIND", gettext_lazy("やや遅れ")
    BEHIND = "BEHIND", gettext_lazy("遅れ")
    DONE = "DONE", gettext_lazy("完了")  # every step of a milestone
    IMPROVED = "IMPROVED", pgettext_lazy("verdict", "改善")  # this and the next two: of a target in words
    UNCHANGED = "UNCHANGED", pgettext_lazy("verdict", "横ばい")
    WORSENED = "WORSENED", pgettext_lazy("verdict", "悪化")


GROUP_OF = {
    Verdict.NOT_RATED: Group.NONE,
    Verdict.NO_DATA: Group.NONE,
    Verdict.NOT_EVALUABLE: Group.NONE,
    Verdict.ACHIEVED: Group.ACHIEVED,
    Verdict.NEARLY: Group.ATTENTION,
    Verdict.NOT_ACHIEVED: Group.LATE,  # of an ended plan: Group.MISSED
    Verdict.TOO_EARLY: Group.NONE,
    Verdict.REVERSED: Group.LATE,
    Verdict.AHEAD: Group.ON_TRACK,
    Verdict.ON_TRACK: Group.ON_TRACK,
    Verdict.SLIGHTLY_BEHIND: Group.ATTENTION,
    Verdict.BEHIND: Group.LATE,
    Verdict.DONE: Group.ACHIEVED,
    Verdict.IMPROVED: Group.IMPROVED,
    Verdict.UNCHANGED: Group.UNCHANGED,
    Verdict.WORSENED: Group.WORSENED,
}

# What a committee must look at, the worst first.
TROUBLED = (Group.MISSED, Group.LATE, Group.WORSENED, Group.ATTENTION)

# What a reader looks for comes first; those of 判定なし stand where they ask for attention.
WORST_FIRST = (
    Verdict.NOT_ACHIEVED,
    Verdict.REVERSED,
    Verdict.BEHIND,
    Verdict.WORSENED,
    Verdict.SLIGHTLY_BEHIND,
    Verdict.NEARLY,
    Verdict.NOT_EVALUABLE,
    Verdict.NO_DATA,
    Verdict.TOO_EARLY,
    Verdict.UNCHANGED,
    Verdict.ON_TRACK,
    Verdict.AHEAD,
    Verdict.IMPROVED,
    Verdict.DONE,
    Verdict.ACHIEVED,
    Verdict.NOT_RATED,
)
