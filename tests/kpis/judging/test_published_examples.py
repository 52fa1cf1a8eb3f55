"""Figures that public bodies have published, put through the rules. Each test names its source."""

from decimal import Decimal

import pytest

from kpis.judging.ratings import Band, Mark, Metric, Scale
from kpis.judging.terms import Verdict

from .factories import judge

D = Decimal


def ladder(metric: Metric, *bands: tuple[str, str | None]) -> Scale:
    steps = tuple(Band(Mark(mark), threshold=threshold and D(threshold)) for mark, threshold in bands)
    return Scale("published", "公表された印", metric, steps, Mark("－"), Mark("－"))


# 尼崎市「あまがさき共創DXプラン」3ページ: これまでの計画の主要指標、R4実績（R9目標）. Two of the five years are gone at the end of FY2024.


@pytest.mark.parametrize(
    ("name", "actual", "target", "expected"),
    [
        ("オンライン申請数", 68, 120, "88.8"),  # 68 + 52 × 2/5
        ("オンライン、コンビニ申請比率", 29, 50, "37.4"),  # 29 + 21 × 2/5
        ("RPA活用による業務改善時間", 6490, 8000, "7094"),  # 6490 + 1510 × 2/5
    ],
)
def test_amagasakis_earlier_indicators(name, actual, target, expected):
    way = {"base": ("2022", actual), "targets": {"2027": target}}
    on_it = judge(**way, values={"2024": expected})
    assert (on_it.expected, on_it.pace, on_it.attainment) == (D(expected), 1, D("0.4"))
    assert on_it.verdict is Verdict.ON_TRACK
    assert judge(**way, values={"2024": actual}).verdict is Verdict.BEHIND
    assert judge(**way, values={"2024": target}).verdict is Verdict.ACHIEVED
    # nine tenths of the way at the end: 68 + 46.8, 29 + 18.9, 6490 + 1359
    nine_tenths = actual + (target - actual) * D("0.9")
    assert judge(**way, values={"2027": nine_tenths}).verdict is Verdict.NEARLY
    assert judge(**way, values={"2027": nine_tenths - D("0.01")}).verdict is Verdict.NOT_ACHIEVED


def test_amagasakis_audit_findings_are_to_stay_at_a_hundred_percent():
    # 同: セキュリティ監査における指摘項目の改善 100%, one figure for both, so a bound; 5 % of 100 is tolerated
    way = {"base": ("2022", 100), "targets": {"2027": 100}, "unit": "%"}
    assert judge(**way, values={"2024": 100}).verdict is Verdict.ON_TRACK
    assert judge(**way, values={"2024": 95}).verdict is Verdict.SLIGHTLY_BEHIND
    assert judge(**way, values={"2024": "94.9"}).verdict is Verdict.BEHIND


def test_amagasakis_overtime_target_is_seventeen_percent_not_twenty():
    # 同8ページ「20%縮減 145H(R4実績)→120H」: 25 / 145 = 17.2 %; twenty percent would be 116 hours
    way = {"base": ("2022", 145), "targets": {"2025": 120}}
    assert judge("decrease", "flow", **way, values={"2025": 120}).verdict is Verdict.ACHIEVED
    # 116 hours: P = 29/25
    assert judge("decrease", "flow", **way, values={"2024": 116}).attainment == D("1.16")
    # ten percent less, 130.5 hours, in FY2023: E = 145 − 25/3, S = 14.5 / (25/3) = 1.74
    assert judge("decrease", "flow", **way, values={"2023": "130.5"}).pace == D("1.74")


@pytest.mark.parametrize(
    ("year", "percent", "mark"),
    [
        (2021, 20, "①"),
        (2021, 12, "②"),  # 12/20 = 0.60
        (2021, "11.9", "③"),
        (2023, 60, "①"),
        (2023, "59.9", "②"),
        (2023, 36, "②"),
        (2023, "35.9", "③"),
        (2024, 80, "①"),
    ],
)
def test_tamas_twenty_percent_a_year_over_five_years(year, percent, mark):
    # 多摩市: 20 % a year is expected; ① 着実 from all of it, ② 概ね from 60 % of it, ③ below
    tama = ladder(Metric.PACE, ("①", "1"), ("②", "0.6"), ("③", None))
    found = judge(base=("2020", 0), targets={"2025": 100}, values={str(year): percent})
    assert found.expected == 20 * (year - 2020)
    assert tama.mark_of(found).mark == mark


@pytest.mark.parametrize(
    ("value", "mark"),
    [(520, "A"), (500, "A"), (499, "B"), (400, "B"), (399, "C"), (250, "C"), (249, "D"), (0, "D")],
)
def test_aichis_letters_by_achievement(value, mark):
    # 愛知県: A from 100 % of the target, B from 80 %, C from 50 %, D below. Here of 500
    aichi = ladder(Metric.ACHIEVEMENT, ("A", "1"), ("B", "0.8"), ("C", "0.5"), ("D", None))
    assert (
        aichi.mark_of(judge("increase", "flow", targets={"2025": 500}, values={"2025": value})).mark == mark
    )


@pytest.mark.parametrize(
    ("year", "value", "attainment", "pace", "verdict"),
    [
        # E = 19.5 − 7.5 × 6/12 = 15.75: P = 1.2/7.5, S = 1.2/3.75
        (2016, "18.3", "0.16", "0.32", Verdict.BEHIND),
        # E = 19.5 − 7.5 × 9/12 = 13.875: P = 2.8/7.5, S = 2.8/5.625
        (2019, "16.7", "0.373333333333333", "0.497777777777778", Verdict.BEHIND),
    ],
)
def test_smoking_among_adults_in_health_japan_21(year, value, attainment, pace, verdict):
    # 厚生労働省「健康日本21（第二次）」: 成人の喫煙率 19.5 % (平成22年) → 12 % (令和4年度); 18.3 % in 平成28年, 16.7 % in
    # 令和元年. The ministry's final evaluation gives it B, improving but short of the target.
    found = judge(
        "decrease", base=("2010", "19.5"), targets={"2022": 12}, values={str(year): value}, unit="%"
    )
    assert (found.attainment, found.pace, found.verdict) == (D(attainment), D(pace), verdict)


@pytest.mark.parametrize(
    ("percent_of_needed", "verdict"),
    [
        ("95", Verdict.ON_TRACK),
        ("94.9", Verdict.SLIGHTLY_BEHIND),
        ("60", Verdict.SLIGHTLY_BEHIND),
        ("59.9", Verdict.BEHIND),
    ],
)
def test_the_cuts_of_eurostats_arrows_with_a_target(percent_of_needed, verdict):
    # Eurostat, EU SDG indicators with a quantified target: significant progress from 95 % of the needed pace,
    # moderate from 60 %, insufficient below. Eurostat compares growth rates, this portal straight lines.
    found = judge(base=("2015", 0), targets={"2035": 200}, values={"2025": percent_of_needed})
    assert found.verdict is verdict
