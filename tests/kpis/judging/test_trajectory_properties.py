"""Whatever the numbers: the path runs through its targets and between its neighbours."""

from decimal import localcontext

from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.arithmetic import CONTEXT
from kpis.judging.known import Point
from kpis.judging.periods import Period
from kpis.judging.trajectory import expected_at

from .drawn_facts import INDEX, NUMBERS, PROFILE, ways


@PROFILE
@given(
    st.lists(st.tuples(INDEX, NUMBERS), min_size=2, max_size=5, unique_by=lambda point: point[0]),
    INDEX,
    st.booleans(),
)
def test_an_expected_value_lies_between_its_neighbours_on_the_path(points, index, has_baseline):
    path = sorted(points)
    as_points = [Point(Period.at_index(place), value) for place, value in path]
    baseline = as_points[0] if has_baseline else None
    targets = tuple(as_points[1:] if has_baseline else as_points)
    with localcontext(CONTEXT):
        expected = expected_at(targets, baseline, index)
    before = [value for place, value in path if place <= index]
    after = [value for place, value in path if place >= index]
    neighbours = (before[-1:] or after[:1]) + (after[:1] or before[-1:])
    assert min(neighbours) <= expected <= max(neighbours)


@PROFILE
@given(ways())
def test_the_path_passes_through_every_target(way):
    targets = tuple(Point(Period(year), value) for year, value in sorted(way["targets"]))
    with localcontext(CONTEXT):
        for point in targets:
            assert expected_at(targets, Point(Period(2020), way["base"]), point.period.index) == point.value


@PROFILE
@given(ways(), NUMBERS)
def test_a_change_of_the_path_later_on_does_not_move_what_was_expected_before(way, extra):
    targets = tuple(Point(Period(year), value) for year, value in sorted(way["targets"]))
    base = Point(Period(2020), way["base"])
    later = (*targets, Point(Period(2032), extra))
    with localcontext(CONTEXT):
        for index in range(base.period.index, targets[-1].period.index + 1):
            assert expected_at(targets, base, index) == expected_at(later, base, index)


# --- the two ways to report a year's sum
