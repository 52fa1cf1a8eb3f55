"""The bar that sums up a plan: its segments fill it, best first, and say what fits."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kpis.charts.verdict_bar import verdict_bar
from kpis.judging.terms import Group

COUNTS = st.dictionaries(st.sampled_from(list(Group)), st.integers(0, 400)).filter(
    lambda found: any(found.values())
)


def test_segments_lie_side_by_side_best_first():
    found = verdict_bar([(Group.LATE, 3), (Group.ACHIEVED, 6), (Group.NONE, 3)])
    # Of 12: 6, 3 and 3.
    assert [(row.key, row.x, row.width, row.middle) for row in found.segments] == [
        ("achieved", "0", "50", "25"),
        ("late", "50", "25", "62.5"),
        ("none", "75", "25", "87.5"),
    ]
    assert [row.text for row in found.segments] == ["✓ 6", "▼ 3", "－ 3"]
    assert found.label == "達成 6 / 遅れ 3 / 判定なし 3"


def test_a_number_is_written_only_where_it_has_room():
    # Sign (16 px), space and digit (8.8 px each), bold: 35.6 px, and 4 px of room: 39.6 px. 1/10 of 250 px is 25, of 600 px 60.
    late = verdict_bar([(Group.ON_TRACK, 9), (Group.LATE, 1)]).segments[1]
    assert (late.fits, late.fits_wide) == (False, True)
    # 1/40 of 600 px is 15.
    late = verdict_bar([(Group.ON_TRACK, 39), (Group.LATE, 1)]).segments[1]
    assert (late.fits, late.fits_wide) == (False, False)


def test_nothing_to_count_is_no_bar():
    assert verdict_bar([]) is None
    assert verdict_bar([(Group.LATE, 0)]) is None


def test_a_group_without_any_has_no_segment():
    assert [row.key for row in verdict_bar([(Group.LATE, 0), (Group.ON_TRACK, 2)]).segments] == ["on-track"]


@given(COUNTS)
def test_the_segments_fill_the_bar(counts):
    segments = verdict_bar(counts.items()).segments
    assert segments[0].x == "0"
    for before, after in pairwise(segments):
        assert abs(float(before.x) + float(before.width) - float(after.x)) < 0.02  # two digits each
    assert abs(float(segments[-1].x) + float(segments[-1].width) - 100) < 0.02
    assert all(row.fits_wide for row in segments if row.fits)
