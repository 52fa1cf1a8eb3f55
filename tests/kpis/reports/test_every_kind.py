"""Of every kind of indicator that there is, page, PDF, Excel, CSV and JSON say the same figure with the same label.

192 indicators: every series × direction × frequency, each in one of the cases below, so that every verdict occurs.
"""

import json
from datetime import date
from itertools import product

import pytest

from kpis.judging.periods import Period, fits, periods_between
from kpis.judging.terms import Direction, Frequency, Series, Verdict
from kpis.models import Indicator, Measurement, ReviewPolicy, Target
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.html import body
from kpis.reports.snapshot.build import build_snapshot
from plans.era import Quarter
from plans.models import Plan
from tests.factories import make_city, make_plan
from tests.kpis.public.indicator_page import numbers
from tests.kpis.public.test_reports import words
from tests.reading import read, text_of

from .pdf.pdfs import pdf_of, raw_text, squeezed
from .snapshots import read_csv
from .xlsx.workbooks import opened

pytestmark = pytest.mark.django_db

QUARTER = Quarter(2024, 4)
CASES = ("good", "little", "bad", "worse", "none", "gap", "ended well", "ended badly", "nearly", "first")
FIRST, LAST = Period(2023, 1).index, Period(2024).index


# The part of the way from the baseline to the target that the last value has come; half of it is expected.
PARTS = {
    "good": 0.6,
    "little": 0.4,
    "bad": 0.1,
    "worse": -0.2,
    "ended well": 1.1,
    "ended badly": 0.3,
    "nearly": 0.95,
}


def numbers_of(case: str, series: Series, direction: Direction, count: int) -> list[int]:
    """A value per period on the way from 100 to 200 (what should fall: from 300 to 150); amounts are shared out."""
    start, end = (300, 150) if direction is Direction.DECREASE else (100, 200)
    last = start + PARTS.get(case, 0.5) * (end - start)
    steps = [start + (last - start) * (place + 1) / count for place in range(count)]
    if series is Series.CUMULATIVE:
        return [max(0, round(last * (place + 1) / count)) for place in range(count)]
    if series is Series.FLOW:
        return [max(1, round(step * 2 / max(2, count))) for step in steps]
    return [max(1, round(step)) for step in steps]


def periods_of(frequency: Frequency) -> list[Period]:
    return list(periods_between(FIRST, LAST, frequency, 2023 if frequency.is_survey else None))


def make_all(plan: Plan) -> None:
    indicators, targets, values = [], [], []
    kinds = list(product(Series, Direction, Frequency))
    for place, (series, direction, frequency) in enumerate(kinds):
        case = CASES[(place + place // len(CASES)) % len(CASES)]
        code = f"k{place}"
        is_calendar = frequency is Frequency.CALENDAR_YEAR
        given = {}
        if direction is Direction.KEEP_WITHIN:
            given |= {"lower": 50, "upper": 150}
        if frequency.is_survey:
            given["first_period"] = "2023"
        if case != "first" and direction in (Direction.INCREASE, Direction.DECREASE):
            start = 100 if direction is Direction.INCREASE else 300
            given |= {"baseline_value": start, "baseline_period": "C2022" if is_calendar else "2022"}
        indicators.append(
            Indicator(
                plan=plan, code=code, order=place, name=f"指標{place}番", unit="件", series=series, direction=direction,
                frequency=frequency, **given,
            )
        )  # fmt: skip
        if direction is not Direction.MONITOR:
            year = 2024 if case.startswith("ended") or case == "nearly" else 2026
            targets.append(
                Target(
                    indicator=indicators[-1],
                    period=f"C{year}" if is_calendar else str(year),
                    value={"ended badly": 900, "nearly": 190}.get(
                        case, 200 if direction is Direction.INCREASE else 150
                    ),
                    effective_from=date(2023, 4, 1),
                )
            )
        periods = [] if case == "none" else periods_of(frequency)
        periods = periods[:1] if case == "first" else periods
        for at, (period, value) in enumerate(
            zip(periods, numbers_of(case, series, direction, len(periods)), strict=True)
        ):
            if case == "gap" and at == len(periods) - 2:
                continue
            values.append(
                Measurement(indicator=indicators[-1], period=str(period), value=value, state="approved")
            )
    Indicator.objects.bulk_create(indicators)
    Target.objects.bulk_create(targets)
    Measurement.objects.bulk_create(values)


@pytest.fixture(scope="module")
def made():
    """The documents of this module, made once."""
    return {}


@pytest.fixture
def plan(db) -> Plan:
    plan = make_plan(make_city(), starts_on=date(2023, 4, 1), ends_on=date(2027, 3, 31))
    ReviewPolicy.objects.create(plan=plan, reporting_from="2024-Q1")
    make_all(plan)
    return plan


@pytest.fixture
def document(plan, made) -> Document:
    if "document" not in made:
        made["document"] = Document.of_draft(build_snapshot(plan, QUARTER, is_draft=True))
    return made["document"]


def test_every_kind_and_nearly_every_verdict_is_there(document):
    rows = document.snapshot["indicators"]
    kinds = {(row["facts"]["series"], row["facts"]["direction"], row["facts"]["frequency"]) for row in rows}
    assert len(kinds) == len(Series) * len(Direction) * len(Frequency) == len(rows)
    of_kinds = {
        Verdict.DONE,
        Verdict.IMPROVED,
        Verdict.UNCHANGED,
        Verdict.WORSENED,
    }  # see test_other_kinds.py
    assert {row["verdict"] for row in rows} == {verdict.value for verdict in set(Verdict) - of_kinds}
    assert all(
        fits(Period.parse(row["value"]["period"]), Frequency(row["facts"]["frequency"]))
        for row in rows
        if row["value"]
    )


def test_page_pdf_and_excel_print_each_figure_with_what_it_covers(document):
    page, paper = words(body(document)), raw_text(pdf_of(document))
    listing = "\n".join(
        str(cell.value)
        for line in opened(document)["指標一覧"].iter_rows()
        for cell in line
        if cell.value is not None
    )
    for row in document.snapshot["indicators"]:
        value = row["value"]
        if value is None:
            continue
        assert squeezed(value["text"] + value["label"]) in page, row["code"]
        assert row["verdict_label"] in page
        if value["is_sum"]:
            assert squeezed(value["label"]) in paper, row["code"]
            assert value["label"] in listing, row["code"]
            if value["own_text"]:
                assert squeezed(f"{value['own_label']} {value['own_text']}") in page, row["code"]


def test_the_files_hold_the_same_numbers_labels_and_sentences(document):
    rows = {row["code"]: row for row in json.loads(render(document, "json"))["indicators"]}
    lines = {line["code"]: line for line in read_csv(render(document, "csv"))}
    sheet = opened(document)["データ_指標"]
    head, *body_rows = list(sheet.iter_rows(values_only=True))
    excel = {
        dict(zip(head, line, strict=True))["code"]: dict(zip(head, line, strict=True)) for line in body_rows
    }
    assert rows.keys() == lines.keys() == excel.keys()
    for code, row in rows.items():
        value = row["value"] or {"label": "", "value": None, "period_start": None, "period_end": None}
        for found in (lines[code], excel[code]):
            assert (found["covers"] or "") == value["label"], code
            assert (found["citizen_sentence"], found["sentence"]) == (
                row["citizen_sentence"],
                row["sentence"],
            )
            assert (found["verdict"], found["verdict_label"]) == (row["verdict"], row["verdict_label"])
            assert (found["period_start"] or None) == value["period_start"], code
            number = found["value"]
            assert (number in ("", None)) == (value["value"] is None), code
            if value["value"] is not None:
                assert float(number) == pytest.approx(float(value["value"]), rel=1e-12), code


def test_its_own_page_says_the_same(client, plan, document):
    """Every fifth of them: each page is rendered whole."""
    base = plan.get_absolute_url()
    for row in document.snapshot["indicators"][::5]:
        page = read(client, f"{base}kpis/{row['code']}/", at=str(QUARTER))
        verdict = text_of(page.section("verdict"))
        assert row["citizen_sentence"] in verdict, row["code"]
        assert row["sentence"] in verdict, row["code"]
        assert row["verdict_label"] in verdict
        if row["value"] is not None:
            shown = numbers(page)["最新の値"]
            assert row["value"]["text"] in shown or row["value"]["later_text"]
            assert row["value"]["label"] in verdict


def test_no_sentence_contradicts_its_verdict(document):
    """What reads as reached is reached, what reads as late is late, and no percentage is negative."""
    for row in document.snapshot["indicators"]:
        told = row["citizen_sentence"] + row["sentence"]
        assert "−%" not in told and "None" not in told, row["code"]
        assert not any(sign in row["attainment_text"] + row["pace_text"] for sign in ("−", "-")), row["code"]
        if "達成しました" in told or "早く届きました" in told:
            assert row["verdict"] == "ACHIEVED", row["code"]
        if row["verdict"] in ("ACHIEVED", "AHEAD", "ON_TRACK"):
            assert "遅れています" not in told and "届きませんでした" not in told, row["code"]
        if row["verdict"] == "TOO_EARLY":
            assert row["target"]["period"] == "" or Period.parse(row["target"]["period"]).last_day >= date(
                2025, 3, 31
            )
