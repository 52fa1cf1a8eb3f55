"""尼崎市's KPIs, KGIs and the indicators of its plans before, as stored, against facts written down by hand."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from kpis.assessment.stored_facts import facts_of
from kpis.judging.evaluation import evaluate
from kpis.models import ActionProgress, Indicator, Measurement, State, Target
from plans.loading import load_file
from tests.plans import facts_amagasaki as facts
from tests.plans.wording import missing, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

# Unit, direction, series and frequency of each KPI. "/年" and "年間" make it a sum of the year; a headcount of users
# and a rate do not add up over quarters; what is trained stays trained.
KINDS = {
    "1-1": ("件", "increase", "flow", "quarterly"),
    "1-2": ("件", "increase", "flow", "quarterly"),
    "2-1": ("件", "increase", "level", "quarterly"),
    "2-2": ("%", "increase", "level", "yearly"),
    "3-1": ("%", "increase", "level", "yearly"),
    "3-2": ("件", "increase", "flow", "quarterly"),
    "3-3": ("%", "increase", "level", "quarterly"),
    "3-4": ("名", "increase", "cumulative", "quarterly"),
    "4-1": ("人", "increase", "level", "yearly"),
    "4-2": ("時間", "decrease", "flow", "quarterly"),
    "5-1": ("時間", "increase", "flow", "quarterly"),
    "5-2": ("（R4＝100）", "decrease", "level", "yearly"),
    "6-1": ("人", "increase", "cumulative", "quarterly"),
    "6-2": ("%", "increase", "level", "yearly"),
    "6-3": ("%", "keep_at_least", "level", "yearly"),
}

# What nobody can read from the plan without deciding: the code of the note that says what was decided.
DECIDED = {
    "2-1": "online-applications",  # its baseline
    "3-1": "reach-rate",
    "3-4": "smartphone-class",  # a year or in all
    "4-1": "telework-users",
    "4-2": "overtime",
    "5-1": "improvement-hours",
    "5-2": "printing-base",
    "6-1": "dx-specialists",
    "6-3": "security-keep",  # a bound
    "kgi-1": "kgi-values",
    "kgi-2": "shisu",
    "kgi-3": "paitari-chi",
    "ref-1": "r9-targets",
    "ref-2": "online-ratio",
    "ref-3": "improvement-hours",
    "ref-4": "security-indicator",
}


@pytest.fixture
def kpis(amagasaki) -> dict[str, Indicator]:
    return {row.code: row for row in amagasaki.indicators.filter(role="kpi")}


@pytest.fixture
def references(amagasaki) -> list[Indicator]:
    return list(amagasaki.indicators.filter(role="reference"))


def figure(text: str | None) -> Decimal | None:
    """6,490時間 -> 6490"""
    return None if text is None else Decimal(re.sub(r"[^0-9.]", "", text))


def test_the_fifteen_kpis_stand_word_for_word_and_in_order_under_their_pillar(kpis):
    assert {code: plain(row.target_wording) for code, row in kpis.items()} == {
        code: plain(wording) for code, wording in facts.KPIS.items()
    }
    assert list(kpis) == list(facts.KPIS)
    assert {code: row.goal.code for code, row in kpis.items()} == {code: code[0] for code in facts.KPIS}


def test_a_kpis_name_has_only_words_of_the_plan(kpis):
    for code, row in kpis.items():
        words = [word for word in re.split(r"[（）]", row.name) if word]
        assert not missing(words, plain(facts.KPIS[code])), row.name


def test_every_kpi_has_the_target_of_the_plan_for_the_end_of_fiscal_2025_from_the_day_of_adoption(kpis):
    rows = [
        (target.indicator.code, target.period, target.value, target.effective_from.isoformat())
        for target in Target.objects.filter(indicator__in=kpis.values()).select_related("indicator")
    ]
    assert sorted(rows) == [
        (code, "2025", Decimal(value), facts.PLAN["adopted_on"])
        for code, value in facts.KPI_TARGETS.items()
        if value is not None
    ]


def test_every_kpi_starts_from_the_value_of_fiscal_2022_that_the_sources_give(kpis):
    stored = {code: row.baseline_value for code, row in kpis.items() if row.baseline_value is not None}
    assert stored == {code: Decimal(value) for code, value in facts.KPI_BASELINES.items()}
    assert {kpis[code].baseline_period for code in stored} == {"2022"}
    assert not any(row.baseline_is_provisional for row in kpis.values())


@pytest.mark.parametrize("code", facts.BORROWED_BASELINES)
def test_a_borrowed_baseline_names_the_indicator_it_belongs_to_and_a_note_explains_it(kpis, code):
    lender = plain(facts.BORROWED_BASELINES[code])
    assert lender in plain(kpis[code].baseline_note)
    explained = [
        note
        for note in kpis[code].source_notes.all()
        if lender in plain(note.found, note.chosen) and "基準値に使い" in note.chosen
    ]
    assert explained
    assert kpis[code].baseline_note.startswith("このポータルが選んだ値です。")
    r4 = next(r4 for name, r4, _ in facts.PREDECESSOR_INDICATORS if plain(name) == lender)
    assert kpis[code].baseline_value == figure(r4)


def test_every_kpi_counts_as_its_wording_says(kpis):
    stored = {code: (row.unit, row.direction, row.series, row.frequency) for code, row in kpis.items()}
    assert stored == KINDS
    yearly = [code for code, wording in facts.KPIS.items() if "/年" in wording or "年間" in wording]
    assert yearly == ["1-1", "1-2", "3-2", "4-2"]
    assert {kpis[code].series for code in yearly} == {"flow"}


def test_rates_of_a_whole_refuse_more_than_a_hundred_percent(kpis):
    assert [code for code, row in kpis.items() if row.is_part_of_whole] == ["3-3", "6-2", "6-3"]


def test_the_three_kgis_stand_under_their_direction_without_any_number(amagasaki):
    rows = list(amagasaki.indicators.filter(role="kgi"))
    assert [row.code for row in rows] == ["kgi-1", "kgi-2", "kgi-3"]
    assert [row.goal.code for row in rows] == ["shimin", "shimin", "shokuin"]
    for row, name in zip(rows, facts.KGIS, strict=True):
        assert plain(name) in plain(row.name)
        assert plain(name) in plain(row.target_wording)
    assert "ぱいたり値（ちい）" in rows[2].name
    assert not Target.objects.filter(indicator__in=rows).exists()
    assert [row.baseline_value for row in rows] == [None] * 3


def test_the_indicators_of_the_plans_before_have_their_actual_of_r4_and_their_target_of_r9(references):
    assert [row.code for row in references] == ["ref-1", "ref-2", "ref-3", "ref-4"]
    for row, (name, r4, r9) in zip(references, facts.PREDECESSOR_INDICATORS, strict=True):
        assert plain(row.name) == plain(name)
        assert plain(r4) in plain(row.target_wording)
        assert [(m.period, m.value) for m in row.measurements.approved()] == [("2022", figure(r4))]
        targets = [(t.period, t.value) for t in row.targets.all()]
        assert targets == ([("2027", figure(r9))] if r9 else [])


def test_a_value_that_may_be_a_target_is_never_called_final(amagasaki, references):
    values = {row.code: row.measurements.approved().get() for row in references}
    assert {code: row.observation_status for code, row in values.items()} == {
        "ref-1": "A", "ref-2": "A", "ref-3": "A", "ref-4": "V"
    }  # fmt: skip
    assert "未確認" in values["ref-4"].issues_comment
    assert "未確認" in amagasaki.indicators.get(code="ref-4").definition
    assert amagasaki.source_notes.get(code="security-indicator").is_unverified


def test_the_bound_of_a_kpi_is_said_to_be_the_portals_choice(amagasaki, kpis):
    assert [code for code, row in kpis.items() if row.direction.startswith("keep_")] == ["6-3"]
    note = kpis["6-3"].source_notes.get(code="security-keep")
    assert "このポータルです" in note.chosen
    assert "プランの言葉ではありません" in note.chosen


def test_no_value_of_the_plans_own_years_is_invented(amagasaki, references):
    measured = Measurement.objects.filter(indicator__plan=amagasaki)
    assert {row.indicator_id for row in measured} == {row.pk for row in references}
    assert {row.period for row in measured} == {"2022"}
    assert not ActionProgress.objects.filter(action__plan=amagasaki).exists()


def test_only_the_kpi_that_a_departments_role_names_has_a_department(amagasaki):
    # 実行体制: デジタル推進課 … 専門人材育成, the words of DX専門人材育成数
    owned = {
        row.code: [department.name for department in row.departments.all()]
        for row in amagasaki.indicators.exclude(departments=None)
    }
    assert owned == {"6-1": ["デジタル推進課"]}


def test_no_indicator_is_tied_to_an_action_since_the_plan_ties_none(amagasaki):
    assert not amagasaki.indicators.exclude(actions=None).exists()


def test_an_indicator_lists_every_note_that_names_it(amagasaki):
    notes = {note.code: plain(note.title, note.found, note.chosen) for note in amagasaki.source_notes.all()}
    for row in amagasaki.indicators.prefetch_related("source_notes"):
        name = plain(re.split(r"[（「]", row.name)[0] or row.name)
        naming = {code for code, text in notes.items() if name in text}
        unlisted = naming - {note.code for note in row.source_notes.all()}
        assert not unlisted, f"{row.code} {name}: {unlisted}"


@pytest.mark.parametrize("code", DECIDED)
def test_what_the_portal_decided_is_told_beside_the_indicator(amagasaki, code):
    indicator = amagasaki.indicators.get(code=code)
    assert indicator.source_notes.filter(code=DECIDED[code]).exists()


def test_the_pillars_no_longer_repeat_what_the_indicators_say(amagasaki):
    summaries = plain(*amagasaki.goals.values_list("summary", flat=True))
    assert not [wording for wording in facts.KPIS.values() if plain(wording) in summaries]
    assert "取組指標(KPI)" not in summaries


def test_without_values_a_kpi_has_no_data_and_what_has_no_number_is_not_rated(amagasaki):
    verdicts = {
        row.code: evaluate(facts_of(row), date(2025, 4, 1)).verdict for row in amagasaki.indicators.all()
    }
    unrated = {"kgi-1", "kgi-2", "kgi-3", "ref-1", "ref-2", "ref-3", "ref-4"}
    assert verdicts == {code: "NOT_RATED" if code in unrated else "NO_DATA" for code in verdicts}


@pytest.mark.parametrize(
    ("code", "values", "at", "expected", "verdict"),
    [
        # 68 at the end of FY2022, 120 at the end of FY2025: 52 in 12 quarters; after 4: 68 + 52 / 3 = 85.33.
        # (94 - 68) / (85.33 - 68) = 1.5
        ("2-1", {"2023-Q4": "94"}, date(2024, 3, 31), "85.33", "AHEAD"),
        # 1,000 in the 28 months from December 2023 to March 2026; after 13: 464.29. 500 / 464.29 = 1.077
        ("3-4", {"2024-Q3": "500"}, date(2024, 12, 31), "464.29", "AHEAD"),
        # 145 to 120 in three years; FY2024: 145 - 25 x 2 / 3 = 128.33. 32 + 32 in half a year is 128 a year.
        # (128 - 145) / (128.33 - 145) = 1.02
        ("4-2", {"2024-Q1": "32", "2024-Q2": "32"}, date(2024, 9, 30), "128.33", "ON_TRACK"),
        # 100 to 50; FY2024: 100 - 50 x 2 / 3 = 66.67. (75 - 100) / (66.67 - 100) = 0.75
        ("5-2", {"2024": "75"}, date(2025, 3, 31), "66.67", "SLIGHTLY_BEHIND"),
        # 100 % kept in both years
        ("6-3", {"2023": "100", "2024": "100"}, date(2025, 3, 31), "100.00", "ON_TRACK"),
    ],
)
def test_values_that_staff_enter_are_judged_on_the_way_the_plan_sets(
    kpis, code, values, at, expected, verdict
):
    for period, value in values.items():
        row = Measurement(indicator=kpis[code], period=period, value=Decimal(value), state=State.APPROVED)
        row.full_clean()
        row.save()
    judged = evaluate(facts_of(kpis[code]), at)
    assert judged.expected.quantize(Decimal("0.01")) == Decimal(expected)
    assert judged.verdict == verdict


def test_amagasaki_uses_the_portals_own_marks(amagasaki):
    assert amagasaki.rating.scale.code == "portal"


FILES = ("rating_scales", "takarazuka", "takarazuka_kpis", "amagasaki", "amagasaki_kpis")


def test_loading_the_files_again_changes_nothing(db):
    for name in FILES:
        report = load_file(settings.FIXTURES_DIR / f"{name}.yaml")
        assert (report.created, report.changed) == (0, 0), name
