"""All values of a plan as one file: what the indicators' pages show, however many there are."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import ExcludedPeriod
from plans import export_files
from plans.models import Plan
from tests.factories import make_city, make_indicator, make_measurement, make_plan, make_target
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/kitayama/smart-plan/kpis/values.csv"
PLANS = (("takarazuka", "dx-vision"), ("amagasaki", "kyoso-dx"), ("mihon", "dx-plan"))


@pytest.fixture
def plan(today):
    return make_plan(make_city(code="011002"), title="計画", starts_on=date(2023, 4, 1))


@pytest.fixture
def take(client):
    """The rows of the file, as a spreadsheet reads them."""

    def take(address: str = ADDRESS, **query: str) -> list[dict[str, str]]:
        response = client.get(address, query)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        content = response.getvalue()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\xef\xbb\xbf") == 1
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    return take


def test_a_value_stands_with_its_period_target_revision_and_comments(plan, take, client):
    row = make_indicator(
        plan, "k", name="率", number="①", unit="%", numerator_label="申請", denominator_label="全体"
    )
    make_target(row, "2024-Q4", 40, "2023-04-01")
    make_measurement(row, "2024-Q4", numerator=1, denominator=4)
    make_measurement(
        row, "2024-Q4", numerator=2, denominator=4, revision=2, revision_reason="集計の誤り", observation_status="P",
        as_of=date(2025, 3, 20), progress_comment="状況", issues_comment="課題", response_comment="対応",
    )  # fmt: skip
    [found] = take()
    assert found == {
        "city_code": "011002", "city": "北山市", "plan": "計画", "self_assessments": "", "self_assessment_reasons": "", "code": "k", "number": "①", "name": "率", "unit": "%",
        "period": "2024-Q4", "period_label": "令和6年度（2024年度）第4四半期",
        "period_start": "2025-01-01", "period_end": "2025-03-31",
        "value": "50", "numerator": "2", "denominator": "4", "target_value": "40",
        "observation_status": "P", "as_of": "2025-03-20", "revision": "2", "revision_reason": "集計の誤り",
        "note": "速報値", "reported_value": "", "reported_unit": "",
        "progress_comment": "状況", "issues_comment": "課題", "response_comment": "対応", "at": "2025-05-01", "sample": "",
    }  # fmt: skip
    disposition = client.get(ADDRESS)["Content-Disposition"]
    assert disposition == 'attachment; filename="kitayama-smart-plan-values.csv"'


def test_only_what_the_public_may_see(plan, take):
    make_measurement(make_indicator(plan, "k"), "2024-Q3", 1)
    for n, state in enumerate(("draft", "submitted", "returned"), start=1):
        make_measurement(plan.indicators.get(code="k"), f"2023-Q{n}", 5, state=state)
    make_measurement(make_indicator(plan, "prepared", state="preparing"), "2024-Q3", 2)
    make_measurement(make_indicator(make_plan(plan.municipality, slug="other"), "k"), "2024-Q3", 3)
    assert [(row["code"], row["value"]) for row in take()] == [("k", "1")]


@pytest.mark.parametrize("name", ["nobody", "editor", "manager"])
def test_who_is_signed_in_gets_no_more(plan, take, client, django_user_model, name):
    make_measurement(make_indicator(plan, "k"), "2024-Q3", 1, state="submitted")
    client.force_login(
        django_user_model.objects.create_user(name, is_staff=name != "nobody", is_superuser=name == "manager")
    )
    assert take() == []


def test_the_order_is_the_plans_and_within_an_indicator_that_of_time(plan, take):
    for code, order in (("last", 2), ("first", 1)):
        row = make_indicator(plan, code, order=order)
        for period in ("2024-Q3", "2023-Q4", "2024-Q1"):
            make_measurement(row, period, 1)
    assert [(row["code"], row["period"]) for row in take()] == [
        (code, period) for code in ("first", "last") for period in ("2023-Q4", "2024-Q1", "2024-Q3")
    ]


def test_what_is_not_there_is_said_and_is_no_zero(plan, take):
    row = make_indicator(
        plan, "k", unit="%", numerator_label="申請", denominator_label="全体", baseline_value=None
    )
    make_measurement(row, "2024-Q1", observation_status="M")
    make_measurement(row, "2024-Q2", numerator=0, denominator=0)
    make_measurement(row, "2024-Q3", numerator=0, denominator=7)
    ExcludedPeriod.objects.create(indicator=row, period="2024-Q3", reason="休館")
    assert [(found["value"], found["note"]) for found in take()] == [
        ("", "値なし"),
        ("", "該当なし"),
        ("0", "判定から除く（休館）"),
    ]


def test_a_years_target_is_not_held_against_a_quarter_of_the_sum(plan, take):
    sums = make_indicator(plan, "sum", series="flow", order=1)
    level = make_indicator(plan, "level", series="level", order=2)
    for row in (sums, level):
        make_target(row, "2024", 10, "2023-04-01")
        make_measurement(row, "2024-Q4", 3)
    assert [(row["code"], row["target_value"]) for row in take()] == [("sum", ""), ("level", "10")]


def test_of_a_past_day_it_tells_what_was_in_force_and_known(plan, take, client):
    row = make_indicator(plan, "k")
    make_target(row, "2024-Q2", 10, "2023-04-01")
    make_target(row, "2024-Q2", 20, "2024-11-01", reason="見直し")
    for period in ("2024-Q2", "2024-Q3"):
        make_measurement(row, period, 1)
    assert [(found["period"], found["target_value"]) for found in take()] == [
        ("2024-Q2", "20"),
        ("2024-Q3", ""),
    ]
    [then] = take(at="2024-Q2")
    assert (then["period"], then["target_value"], then["at"]) == ("2024-Q2", "10", "2024-09-30")
    assert (
        "kitayama-smart-plan-values-2024-Q2.csv"
        in client.get(ADDRESS, {"at": "2024-Q2"})["Content-Disposition"]
    )


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(plan, take, start):
    row = make_indicator(plan, "k", name=f"{start}名")
    make_measurement(row, "2024-Q3", -5, progress_comment=f"{start}状況")
    [found] = take()
    assert (found["name"], found["progress_comment"], found["value"]) == (
        f"'{start}名",
        f"'{start}状況",
        "-5",
    )


def test_a_long_file_is_sent_while_it_is_read_and_loses_nothing(plan, take, client, monkeypatch):
    for code in ("a", "b"):
        row = make_indicator(plan, code)
        for year in range(2014, 2024):
            for quarter in (1, 2, 3, 4):
                make_measurement(row, f"{year}-Q{quarter}", year)
    whole = client.get(ADDRESS).getvalue()
    monkeypatch.setattr(export_files, "WHOLE", 1000)
    monkeypatch.setattr(export_files, "PIECE", 500)
    response = client.get(ADDRESS)
    assert isinstance(response, StreamingHttpResponse)
    assert response.getvalue() == whole
    assert len(take()) == 80
    assert client.head(ADDRESS).getvalue() == b""


@pytest.mark.parametrize(("indicators", "periods"), [(1, 1), (7, 12)])
def test_the_database_is_asked_as_often_for_many_values_as_for_one(plan, client, indicators, periods):
    for n in range(indicators):
        row = make_indicator(plan, f"k{n}")
        make_target(row, "2026", 10)
        for month in range(periods):
            make_measurement(row, f"{2014 + month // 4}-Q{month % 4 + 1}", 1)
    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS).getvalue()
    assert len(asked) == 9


def test_the_table_leads_to_it_with_its_day(plan, client):
    make_measurement(make_indicator(plan, "k"), "2024-Q3", 1)
    assert ADDRESS in read(client, "/kitayama/smart-plan/kpis/").links
    assert f"{ADDRESS}?at=2024-Q2" in read(client, "/kitayama/smart-plan/kpis/", at="2024-Q2").links


def number_of(text: str, unit: str) -> Decimal | None:
    """The number that a page shows; None where it shows words."""
    plain = text.removesuffix(unit).replace(",", "").replace("−", "-")
    return Decimal(plain) if re.fullmatch("-?[0-9.]+", plain) else None


@pytest.mark.parametrize("names", PLANS, ids="/".join)
def test_it_says_what_the_indicators_pages_say(client, take, names):
    plan = Plan.objects.get_by_natural_key(*names)
    rows = take(reverse("kpi-values-csv", args=names))
    assert {row["sample"] for row in rows} <= {"サンプル" if plan.municipality.is_fictional else ""}
    by_code: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_code.setdefault(row["code"], []).append(row)
    for indicator in plan.indicators.all():
        page = read(client, f"{plan.get_absolute_url()}kpis/{indicator.code}/")
        shown = {text_of(next(one.iter("h3"))): one for one in page.section("reports").iter("article")}
        own = {row["period_label"]: row for row in by_code.pop(indicator.code, [])}
        assert set(own) == set(shown), indicator.code
        for label, row in own.items():
            said, where = shown[label], (indicator.code, label)
            number = number_of(text_of(next(said.iter("strong"))), row["unit"])
            if row["value"]:
                digits = -number.as_tuple().exponent
                assert abs(number - Decimal(row["value"])) <= Decimal(5).scaleb(-digits - 1), where
            else:
                assert number is None, where
            assert (row["revision"] != "1") == ("改定前" in text_of(said)), where
            for column in ("progress_comment", "issues_comment", "response_comment"):
                assert "".join(row[column].split()) in "".join(text_of(said).split()), where
    assert by_code == {}
