"""A plan's own marks: ordered bands over one metric of an evaluation. Pure: no ORM."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .outcome import Evaluation
from .terms import Group, LabelledEnum, Verdict


class Metric(LabelledEnum):
    """What a scale looks at."""

    GROUP = "group", gettext_lazy("公開の区分（達成・順調・注意・遅れ・未達成）")
    PACE = "pace", gettext_lazy("計画に対する進み（計画どおりなら100%）")
    ATTAINMENT = "attainment", gettext_lazy("目標までの到達率（基準値から目標値までの割合）")
    ACHIEVEMENT = "achievement", gettext_lazy("達成率（実績 ÷ 目標）")
    CHANGE = "change", gettext_lazy("基準からの変化")


class Comparator(LabelledEnum):
    AT_LEAST = "ge", gettext_lazy("以上")
    ABOVE = "gt", gettext_lazy("より大きい")


@dataclass(frozen=True)
class Mark:
    """What stands on the page: a short mark and what it means."""

    mark: str
    label: str = ""


def not_given() -> Mark:
    """What stands in the place of a mark whose metric an indicator does not have."""
    return Mark("", _("この指標には付けません"))


@dataclass(frozen=True)
class Band:
    """Holds when the metric is ≥ (or >) the threshold; without a threshold, always. Of metric GROUP: that group."""

    mark: Mark
    comparison: Comparator = Comparator.AT_LEAST
    threshold: Decimal | None = None
    group: str = ""

    def holds(self, value: Decimal) -> bool:
        if self.threshold is None:
            return True
        return value >= self.threshold if self.comparison is Comparator.AT_LEAST else value > self.threshold

    @property
    def condition(self) -> str:
        """100%以上, 60%より大きい, それ以外: for people."""
        if self.group:
            return str(Group(self.group).label)
        if self.threshold is None:
            return _("それ以外")
        percent = f"{(self.threshold * 100).normalize():f}%"
        if self.comparison is Comparator.AT_LEAST:
            return _("%s以上") % percent
        return _("%sより大きい") % percent


@dataclass(frozen=True)
class Scale:
    code: str
    name: str
    metric: Metric
    bands: tuple[Band, ...]
    not_rated: Mark
    no_data: Mark

    @property
    def says_more(self) -> bool:
        """Whether its marks say anything that the verdict's group does not."""
        return self.metric is not Metric.GROUP

    def mark_of(self, evaluation: Evaluation) -> Mark:
        """The first band that holds. Where there is no verdict, the mark that says so; where the metric does not exist for
        the indicator (the pace of a bound), none: to call that a fault of its data would be wrong."""
        if evaluation.verdict is Verdict.NOT_RATED:
            return self.not_rated
        if evaluation.keep is not None and self.metric in (Metric.PACE, Metric.ATTAINMENT, Metric.CHANGE):
            return not_given()  # a bound has none of them, with a value or without
        if evaluation.group is Group.NONE:
            return self.no_data
        if self.metric is Metric.GROUP:
            # Bands of targets in words may be left out.
            other = not_given() if evaluation.group.is_of_words else self.no_data
            return next((band.mark for band in self.bands if band.group == evaluation.group), other)
        value = metric_value(self.metric, evaluation)
        if value is None:
            return not_given()
        return next((band.mark for band in self.bands if band.holds(value)), self.no_data)


def metric_value(metric: Metric, evaluation: Evaluation) -> Decimal | None:
    """The number a scale looks at, 1 = 100 %; None where the rules give none (e.g. the pace of a bound to keep)."""
    return {
        Metric.GROUP: None,
        Metric.PACE: evaluation.pace,
        Metric.ATTAINMENT: evaluation.attainment,
        Metric.ACHIEVEMENT: evaluation.achievement,
        Metric.CHANGE: evaluation.change,
    }[metric]


def group_choices() -> list[tuple[str, str]]:
    """The groups a band can stand for: all but 判定なし. Those of targets in words need none."""
    return [choice for choice in Group.choices() if choice[0] != Group.NONE.value]


def check(scale: Scale) -> None:
    """Raises ValueError with a sentence when bands overlap, stand out of order or leave a gap."""
    if not scale.bands:
        raise ValueError(_("段階がありません。良いほうから順に、1つ以上の段階を書いてください。"))
    if scale.metric is Metric.GROUP:
        _check_groups(scale.bands)
    else:
        _check_thresholds(scale.bands)


def _check_groups(bands: Iterable[Band]) -> None:
    groups = [band.group for band in bands]
    if "" in groups:
        raise ValueError(_("「公開の区分」をもとにする印では、どの段階にも公開の区分を選んでください。"))
    doubled = next((group for group in groups if groups.count(group) > 1), None)
    if doubled:
        raise ValueError(_("公開の区分「%s」が2つの段階にあります。1つにしてください。") % doubled)
    needed = [(value, label) for value, label in group_choices() if not Group(value).is_of_words]
    missing = [label for value, label in needed if value not in groups]
    if missing:
        raise ValueError(_("公開の区分「%s」の段階がありません。") % "」「".join(map(str, missing)))


def _check_thresholds(bands: tuple[Band, ...]) -> None:
    if any(band.group for band in bands):
        raise ValueError(_("境目の数で分ける印では、公開の区分を空欄にしてください。"))
    for number, band in enumerate(bands[:-1], start=1):
        if band.threshold is None:
            raise ValueError(
                _(
                    "段階%(number)d「%(mark)s」に境目がありません。境目を空欄にできるのは、最後の段階だけです。"
                )
                % {"number": number, "mark": band.mark.mark}
            )
    if bands[-1].threshold is not None:
        raise ValueError(
            _("最後の段階「%s」の境目を空欄にしてください。境目より下の値に印が付かなくなります。")
            % bands[-1].mark.mark
        )
    for number, (above, below) in enumerate(pairwise(bands[:-1]), start=1):
        _check_order(number, above, below)


def _check_order(number: int, above: Band, below: Band) -> None:
    assert above.threshold is not None  # noqa: S101 checked by the caller
    assert below.threshold is not None  # noqa: S101
    opens_at_the_same = (
        above.threshold == below.threshold
        and above.comparison is Comparator.ABOVE
        and below.comparison is Comparator.AT_LEAST
    )
    if above.threshold > below.threshold or opens_at_the_same:
        return
    words = {"number": number, "next": number + 1, "above": above.condition, "below": below.condition}
    if above.threshold == below.threshold:
        raise ValueError(
            _(
                "段階%(number)d（%(above)s）と段階%(next)d（%(below)s）が重なっています。境目を変えてください。"
            )
            % words
        )
    raise ValueError(
        _(
            "段階%(number)d（%(above)s）の後に、より高い段階%(next)d（%(below)s）があります。"
            "境目の大きい順に並べてください。"
        )
        % words
    )
