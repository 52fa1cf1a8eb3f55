"""The six rating scales as stored: thresholds of the marks in real use, at and beside each border."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.judging import ratings
from kpis.judging.outcome import Evaluation
from kpis.judging.terms import Group, Verdict
from kpis.models import RatingBand, RatingScale

pytestmark = pytest.mark.django_db

CODES = ["portal", "national", "hamamatsu", "tama", "aichi", "nagayo"]

# Scale, metric, its value, the mark.
BORDERS = [
    # at least the share of time elapsed is A
    ("national", "pace", "1", "A"),
    ("national", "pace", "0.999999", "B"),
    ("national", "pace", "-2", "B"),
    # the city's words; the portal's thresholds: more than 105 %, at least 95 %
    ("hamamatsu", "pace", "1.050001", "A"),
    ("hamamatsu", "pace", "1.05", "B"),
    ("hamamatsu", "pace", "0.95", "B"),
    ("hamamatsu", "pace", "0.949999", "C"),
    # 20 % a year expected: 100 % and 60 % of that
    ("tama", "pace", "1.00", "①"),
    ("tama", "pace", "0.999999", "②"),
    ("tama", "pace", "0.60", "②"),
    ("tama", "pace", "0.599999", "③"),
    # achievement 100 %, 80 %, 50 %
    ("aichi", "achievement", "1", "A"),
    ("aichi", "achievement", "0.999999", "B"),
    ("aichi", "achievement", "0.8", "B"),
    ("aichi", "achievement", "0.799999", "C"),
    ("aichi", "achievement", "0.5", "C"),
    ("aichi", "achievement", "0.499999", "D"),
    # above the target (1), above the baseline (0), within 10 % below the baseline, lower
    ("nagayo", "change", "1.000001", "S"),
    ("nagayo", "change", "1", "A"),
    ("nagayo", "change", "0.000001", "A"),
    ("nagayo", "change", "0", "B"),
    ("nagayo", "change", "-0.10", "B"),
    ("nagayo", "change", "-0.100001", "C"),
]

# Scale, mark and words for "not rated", mark and words for "no data".
WITHOUT_VALUE = [
    ("portal", ("－", "判定対象外"), ("－", "判定できません")),
    ("national", ("F", "判定対象外"), ("N", "まだ評価できない")),
    ("hamamatsu", ("－", "判定対象外"), ("D", "評価できない")),
    ("tama", ("－", "判定対象外"), ("－", "判定できません")),
    ("aichi", ("－", "判定対象外"), ("－", "判定できません")),
    ("nagayo", ("－", "判定対象外"), ("－", "評価できない")),
]


def scale(code: str) -> ratings.Scale:
    return RatingScale.objects.get(code=code).as_scale()


def judged(verdict: Verdict = Verdict.BEHIND, group: Group = Group.LATE, **numbers: Decimal) -> Evaluation:
    return Evaluation(at=date(2025, 3, 31), verdict=verdict, group=group, **numbers)


def test_the_six_scales_stand_in_order_and_are_sound():
    rows = RatingScale.objects.all()
    assert [row.code for row in rows] == CODES
    for row in rows:
        ratings.check(row.as_scale())


@pytest.mark.parametrize(("code", "metric", "value", "mark"), BORDERS)
def test_a_scale_gives_the_mark_of_its_city_on_both_sides_of_a_border(code, metric, value, mark):
    assert scale(code).metric.value == metric
    assert scale(code).mark_of(judged(**{metric: Decimal(value)})).mark == mark


@pytest.mark.parametrize(("code", "not_rated", "no_data"), WITHOUT_VALUE)
def test_a_scale_has_a_mark_where_nothing_can_be_judged(code, not_rated, no_data):
    for verdict, expected in ((Verdict.NOT_RATED, not_rated), (Verdict.NO_DATA, no_data)):
        given = scale(code).mark_of(judged(verdict, Group.NONE))
        assert (given.mark, given.label) == expected


@pytest.mark.parametrize(
    ("group", "mark"), [("達成", "◎"), ("順調", "○"), ("注意", "△"), ("遅れ", "▲"), ("未達", "×")]
)
def test_the_portals_own_scale_says_the_public_group(group, mark):
    given = scale("portal").mark_of(judged(group=Group(group)))
    assert (given.mark, given.label) == (mark, Group(group).label)


def test_the_words_of_hamamatsu_and_nagayo_are_the_cities_own():
    assert [(band.mark, band.label) for band in RatingBand.objects.filter(scale__code="hamamatsu")] == [
        ("A", "目標より進んでいる"),
        ("B", "目標どおり"),
        ("C", "目標より遅れている"),
    ]
    assert [band.mark for band in RatingBand.objects.filter(scale__code="nagayo")] == ["S", "A", "B", "C"]


def test_every_scale_tells_what_the_portal_decided():
    untold = [row.code for row in RatingScale.objects.all() if "このポータルが決めた" not in row.description]
    assert not untold
    assert "境目の数は公表していません" in RatingScale.objects.get(code="hamamatsu").description


def test_a_band_is_named_by_its_scale_and_its_place():
    band = RatingBand.objects.get_by_natural_key("aichi", "4")
    assert band.mark == "D"
    assert band.natural_key() == ("aichi", 4)
