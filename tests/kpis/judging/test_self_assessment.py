"""A department's own mark beside the verdict: which scales make sense, and when the two lie far apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.self_assessment import (
    OwnAssessment,
    ScaleError,
    ScaleMark,
    check_marks,
    is_far,
    places_apart,
)
from kpis.judging.terms import Group

A, S, C, L, M, N = (
    Group.ACHIEVED,
    Group.ON_TRACK,
    Group.ATTENTION,
    Group.LATE,
    Group.MISSED,
    Group.NONE,
)


def marks(*rows: tuple[int, str, Group | None]) -> list[ScaleMark]:
    return [ScaleMark(mark, "", group, order) for order, mark, group in rows]


@pytest.mark.parametrize(
    ("own", "judged", "apart"),
    [
        (A, A, 0), (A, S, 0), (S, A, 0), (A, C, 1), (S, L, 2), (A, M, 2), (C, L, 1), (C, M, 1), (L, M, 0),
        (L, A, -2), (M, S, -2), (C, S, -1), (N, L, None), (S, N, None), (None, L, None), (S, None, None),
    ],
)  # fmt: skip
def test_good_in_between_and_bad_lie_one_place_apart(own, judged, apart):
    assert places_apart(own, judged) == apart
    assert is_far(own, judged) == (apart in (2, -2))


SCALES = st.lists(st.sampled_from([A, S, C, L, M]), min_size=2, max_size=6).map(
    lambda groups: sorted(groups, key=[A, S, C, L, M].index)
)


@given(SCALES, st.sampled_from(list(Group)))
def test_a_better_mark_is_never_further_from_a_better_verdict(groups, judged):
    """Of a scale that is accepted: from mark to mark downwards the verdict never seems to fall further behind."""
    scale = marks(*((order, str(order), group) for order, group in enumerate(groups)))
    check_marks(scale)
    apart = [places_apart(row.group, judged) for row in scale]
    if judged is N:
        assert set(apart) == {None}
    else:
        assert apart == sorted(apart, reverse=True)
    if judged in (A, S):
        distances = [abs(number) for number in apart]
        assert distances == sorted(distances)


@given(st.sampled_from([None, *Group]), st.sampled_from([None, *Group]))
def test_it_is_the_same_from_both_sides(one, other):
    assert is_far(one, other) == is_far(other, one)


@pytest.mark.parametrize(
    ("rows", "number", "field", "sentence"),
    [
        ([], 0, "mark", "印が0個しか"),
        ([(1, "A", S)], 0, "mark", "2つ以上の印"),
        ([(1, "A", S), (2, "A", L)], 1, "mark", "印「A」が2つ"),
        ([(1, "A", S), (2, "A ", L)], 1, "mark", "が2つ"),
        ([(1, "A", S), (1, "B", L)], 1, "order", "順番1の印が2つ"),
        ([(1, "A", L), (2, "B", S)], 1, "group", "逆になって"),
        ([(2, "B", S), (1, "A", L)], 0, "group", "良いほうの印「A」が「遅れ」"),
        ([(1, "A", C), (2, "B", None), (3, "C", A)], 2, "group", "逆になって"),
    ],
)
def test_a_scale_whose_marks_overlap_is_refused_at_the_mark_to_mend(rows, number, field, sentence):
    with pytest.raises(ScaleError, match=sentence) as refused:
        check_marks(marks(*rows))
    assert (refused.value.number, refused.value.field) == (number, field)


def test_marks_may_share_a_group_or_have_none():
    check_marks(marks((1, "S", A), (2, "A", A), (3, "B", S), (4, "C", C), (5, "F", None)))


def told(mark: ScaleMark, judged: Group | None, verdict: str = "遅れ") -> OwnAssessment:
    return OwnAssessment("overall", "総合評価", mark, "理由です。", judged, verdict)


def test_the_sentence_names_both_where_they_lie_far_apart():
    found = told(ScaleMark("○", "できた", S), L)
    assert found.difference == (
        "担当課の自己評価（総合評価）は「○ できた」（区分では「順調」）ですが、このポータルの判定は「遅れ」です。"
    )
    assert told(ScaleMark("×", "", L), A, "達成").is_far


@pytest.mark.parametrize(("group", "judged"), [(C, L), (L, M), (S, None), (None, L), (S, N), (N, L), (A, S)])
def test_nothing_is_said_where_they_are_near_or_cannot_be_compared(group, judged):
    found = told(ScaleMark("○", "", group), judged)
    assert found.difference == ""
    assert not found.is_far


def test_a_mark_that_is_a_word_is_said_once():
    assert ScaleMark("改善", "改善").text == "改善"
    assert ScaleMark("A", "よい").text == "A よい"
    assert ScaleMark("A").text == "A"
