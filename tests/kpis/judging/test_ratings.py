"""Rule 9: a plan's own marks by ordered bands over one metric."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.judging.outcome import Evaluation
from kpis.judging.ratings import Band, Comparator, Mark, Metric, Scale, check
from kpis.judging.terms import GROUP_OF, Group, Verdict

from .factories import judge

NOT_RATED, NO_DATA = Mark("－", "判定対象外"), Mark("？", "判定できない")


def band(mark: str, threshold: str | None = None, comparison: str = "ge", group: str = "") -> Band:
    return Band(Mark(mark), Comparator(comparison), None if threshold is None else Decimal(threshold), group)


def scale(metric: Metric, *bands: Band) -> Scale:
    return Scale("test", "試験用", metric, bands, NOT_RATED, NO_DATA)


def result(verdict: Verdict = Verdict.ON_TRACK, **metrics: str) -> Evaluation:
    numbers = {name: Decimal(value) for name, value in metrics.items()}
    return Evaluation(at=date(2025, 3, 31), verdict=verdict, group=GROUP_OF[verdict], **numbers)


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("1.01", "A"),
        ("1", "A"),
        ("0.999", "B"),
        ("0.8", "B"),
        ("0.799", "C"),
        ("0.5", "C"),
        ("0.499", "D"),
        ("-3", "D"),
    ],
)
@pytest.mark.parametrize("metric", [Metric.PACE, Metric.ATTAINMENT, Metric.ACHIEVEMENT, Metric.CHANGE])
def test_the_first_band_that_holds_gives_the_mark(metric, value, mark):
    marks = scale(metric, band("A", "1"), band("B", "0.8"), band("C", "0.5"), band("D"))
    assert marks.mark_of(result(**{metric.value: value})).mark == mark


@pytest.mark.parametrize(("value", "mark"), [("1.06", "A"), ("1.05", "B"), ("0.95", "B"), ("0.949", "C")])
def test_a_band_may_begin_above_its_threshold(value, mark):
    marks = scale(Metric.PACE, band("A", "1.05", "gt"), band("B", "0.95"), band("C"))
    assert marks.mark_of(result(pace=value)).mark == mark


def test_a_scale_looks_at_its_own_metric_only():
    marks = scale(Metric.ATTAINMENT, band("A", "1"), band("B"))
    assert marks.mark_of(result(pace="2", achievement="2", attainment="0.1")).mark == "B"


@pytest.mark.parametrize("metric", list(Metric))
def test_what_is_not_rated_and_what_has_no_verdict_have_their_own_marks(metric):
    bands = [band(group.value, group=group.value) for group in Group if group is not Group.NONE]
    marks = scale(metric, *(bands if metric is Metric.GROUP else [band("A")]))
    numbers = {"pace": "1", "attainment": "1", "achievement": "1"}
    assert marks.mark_of(result(Verdict.NOT_RATED, **numbers)) == NOT_RATED
    for verdict in (Verdict.NO_DATA, Verdict.NOT_EVALUABLE, Verdict.TOO_EARLY):
        assert marks.mark_of(result(verdict, **numbers)) == NO_DATA


def test_without_the_metric_no_mark_is_given():
    marks = scale(Metric.ATTAINMENT, band("A", "1"), band("B"))
    assert marks.mark_of(result(pace="1")) == Mark("", "この指標には付けません")


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        (Verdict.ACHIEVED, "◎"),
        (Verdict.AHEAD, "○"),
        (Verdict.ON_TRACK, "○"),
        (Verdict.SLIGHTLY_BEHIND, "△"),
        (Verdict.NEARLY, "△"),
        (Verdict.BEHIND, "×"),
        (Verdict.REVERSED, "×"),
        (Verdict.NOT_ACHIEVED, "×"),
    ],
)
def test_a_scale_of_groups_gives_each_group_its_mark(verdict, mark):
    assert scale(Metric.GROUP, *GROUPS).mark_of(result(verdict)).mark == mark


def test_a_missed_target_of_an_ended_plan_has_its_own_mark():
    found = judge(base=("2020", 0), targets={"2024": 100}, values={"2024": 1}, end="2025-03-31", at="2025")
    assert scale(Metric.GROUP, *GROUPS).mark_of(found).mark == "未"


GROUPS = [
    band("◎", group="達成"),
    band("○", group="順調"),
    band("△", group="注意"),
    band("×", group="遅れ"),
    band("未", group="未達"),
]


# --- change from the baseline: 1 the target, 0 the baseline, −0.10 ten percent worse than the baseline


@pytest.mark.parametrize(
    ("direction", "base", "target", "value", "change"),
    [
        ("increase", 200, 300, 300, "1"),
        ("increase", 200, 300, 250, "0.5"),
        ("increase", 200, 300, 200, "0"),
        ("increase", 200, 300, 180, "-0.1"),  # 20 of 200
        ("decrease", 200, 100, 220, "-0.1"),
        ("increase", -200, -100, -220, "-0.1"),
        ("increase", 0, 100, -1, None),  # a percentage of nothing
    ],
)
def test_change_from_the_baseline(direction, base, target, value, change):
    found = judge(direction, base=("2020", base), targets={"2030": target}, values={"2025": value})
    assert found.change == (change and Decimal(change))


# --- a scale that cannot be read as a ladder is refused


@pytest.mark.parametrize(
    "bands",
    [
        [band("A")],
        [band("A", "1"), band("B")],
        [band("A", "1", "gt"), band("B", "1"), band("C")],  # more than 1, then exactly 1
        [band("A", "1"), band("B", "0"), band("C", "-0.1"), band("D")],
    ],
)
def test_an_ordered_ladder_is_accepted(bands):
    check(scale(Metric.PACE, *bands))


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ([], "段階がありません"),
        ([band("A", "1")], "最後の段階「A」"),
        ([band("A"), band("B")], "段階1「A」に境目がありません"),
        ([band("A", "0.5"), band("B", "1"), band("C")], "より高い段階2（100%以上）"),
        ([band("A", "1"), band("B", "1"), band("C")], "重なっています"),
        ([band("A", "1"), band("B", "1", "gt"), band("C")], "重なっています"),
        ([band("A", "1", "gt"), band("B", "1", "gt"), band("C")], "重なっています"),
        ([band("A", group="達成"), band("B")], "公開の区分を空欄"),
    ],
)
def test_gaps_overlaps_and_disorder_are_refused_with_a_sentence(bands, words):
    with pytest.raises(ValueError, match=words):
        check(scale(Metric.PACE, *bands))


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ([*GROUPS, band("？")], "どの段階にも公開の区分"),
        ([*GROUPS, band("×", group="遅れ")], "公開の区分「遅れ」が2つ"),
        (GROUPS[:-1], "公開の区分「未達成」の段階がありません"),
        (GROUPS[:3], "公開の区分「遅れ」「未達成」の段階がありません"),
    ],
)
def test_a_scale_of_groups_needs_each_group_once(bands, words):
    with pytest.raises(ValueError, match=words):
        check(scale(Metric.GROUP, *bands))


def test_a_scale_of_all_groups_is_accepted():
    check(scale(Metric.GROUP, *GROUPS))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (band("A", "1"), "100%以上"),
        (band("A", "0.6", "gt"), "60%より大きい"),
        (band("A", "1.050"), "105%以上"),
        (band("A", "-0.1"), "-10%以上"),
        (band("A", "0"), "0%以上"),
        (band("A", "0.125"), "12.5%以上"),
        (band("A"), "それ以外"),
        (band("A", group="未達"), "未達成"),
    ],
)
def test_a_bands_condition_in_words(given, words):
    assert given.condition == words
