"""What citizens find after a conversion (単位の換算) and a new way of counting: page, record of changes, scorecard."""

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from plans.models import Plan
from tests.kpis.counting import convert, count_anew, count_people, counted_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


class TestAbout:
    """この指標について says from which unit values and targets were converted."""

    SENTENCE = "「件」で報告した値と、そのころに決めた目標は、「千件」に直して表示しています。"

    def told(self, client, indicator, **query) -> dict[str, str]:
        section = read(client, indicator.get_absolute_url(), **query).section("about")
        rows = next(section.iter("dl"))
        return dict(zip(map(text_of, rows.iter("dt")), map(text_of, rows.iter("dd")), strict=True))

    def test_it_is_told(self, client, indicator, manager):
        convert(indicator, manager)
        assert self.told(client, indicator)["単位の換算"] == self.SENTENCE

    def test_not_on_a_day_before_it(self, client, indicator, manager):
        convert(indicator, manager)
        assert "単位の換算" not in self.told(client, indicator, at="2025-Q2")

    def test_not_without_one_nor_when_it_was_taken_back(self, client, plan, indicator, manager):
        assert "単位の換算" not in self.told(client, indicator)
        convert(indicator, manager, effective_on=date(2025, 11, 1))
        convert(plan.indicators.get(), manager, "件", Fraction(1000), decimals=0)
        assert "単位の換算" not in self.told(client, indicator)

    def test_of_two_the_unit_of_the_reports_and_todays(self, client, plan, indicator, manager):
        convert(indicator, manager, effective_on=date(2025, 11, 1))
        convert(plan.indicators.get(), manager, "万件", Fraction(1, 10), decimals=3)
        assert self.told(client, indicator)["単位の換算"].startswith("「件」で報告した値")
        assert "「万件」に直して" in self.told(client, indicator)["単位の換算"]


class TestBaseline:
    """基準値 stands with its unit wherever it is told."""

    def recorded(self, client, plan) -> str:
        return read(client, reverse("changes", args=plan.natural_key())).text

    def test_on_the_page_in_the_unit_of_the_day(self, client, indicator, manager):
        convert(indicator, manager)
        for query, text in (({}, "基準 3.00千件令和5年度"), ({"at": "2025-Q2"}, "基準 3,000件令和5年度")):
            page = read(client, indicator.get_absolute_url(), **query)
            assert text in text_of(page.section("verdict")), query

    def test_in_the_record_of_a_conversion(self, client, plan, indicator, manager):
        convert(indicator, manager)
        text = self.recorded(client, plan)
        assert "基準値 3,000件 → 3千件" in text
        assert "誤差の幅（±） 50件 → 0.05千件" in text

    def test_in_that_of_a_new_way_of_counting_each_in_its_own(self, client, plan, indicator, manager):
        count_people(indicator, manager, fields={"baseline_value": 700, "baseline_period": "2024"})
        assert "基準値 3,000件 → 700人" in self.recorded(client, plan)


class TestScorecardWorkbook:
    """指標一覧 to read, データ for machines."""

    def book(self, client, plan, **query) -> Workbook:
        address = reverse("scorecard-xlsx", args=plan.natural_key())
        return load_workbook(io.BytesIO(client.get(address, query).content))

    def listed(self, book: Workbook) -> dict[str, object]:
        """The indicator's line by its headings."""
        *_, heads, line = book["指標一覧"].iter_rows(values_only=True)
        return dict(zip(heads, line, strict=True))

    def figures(self, book: Workbook) -> list[object]:
        names = ("単位", "基準値", "目標値", "値")
        return [self.listed(book)[name] for name in names]

    def data(self, book: Workbook) -> list[object]:
        heads, line = book["データ"].iter_rows(values_only=True)
        row = dict(zip(heads, line, strict=True))
        names = ("unit", "baseline_value", "target_value", "value", "latest_value")
        return [row[name] for name in names]

    def test_after_a_conversion_every_figure_is_in_the_new_unit(self, client, plan, indicator, manager):
        convert(indicator, manager)
        book = self.book(client, plan)
        assert self.figures(book) == ["千件", 3, 5, 3.8]
        assert self.data(book) == ["千件", 3, 5, 3.8, 3.8]
        assert "3.80千件まで進みました" in self.listed(book)["判定の理由"]

    def test_of_a_day_before_it_in_that_of_then(self, client, plan, indicator, manager):
        convert(indicator, manager)
        book = self.book(client, plan, at="2025-Q2")
        assert self.figures(book) == ["件", 3000, 5000, 3800]
        assert self.data(book) == ["件", 3000, 5000, 3800, 3800]
        assert "3,800件まで進みました" in self.listed(book)["判定の理由"]

    def test_after_a_break_the_first_value_of_the_new_count_is_the_beginning(
        self, client, plan, indicator, manager
    ):
        count_anew(indicator, manager)
        book = self.book(client, plan)
        assert self.figures(book) == ["件", 3600, 900, 3800]
        assert self.data(book) == ["件", 3600, 900, 3800, 3800]
        assert "令和7年度第1四半期から数え方が変わった" in self.listed(book)["判定の理由"]

    def test_nothing_of_before_stands_beside_another_unit(self, client, plan, indicator, manager):
        count_people(indicator, manager)
        book = self.book(client, plan)
        assert self.figures(book) == ["人", "－", 900, "実績未登録"]
        assert self.data(book) == ["人", None, 900, None, None]
        assert "新しい数え方の実績は、まだ登録されていません" in self.listed(book)["判定の理由"]


def test_the_record_of_a_day_before_a_conversion_is_that_days_file(client, plan, indicator, manager):
    convert(indicator, manager, effective_on=date(2025, 11, 1))
    page = read(client, indicator.get_absolute_url(), at="2025-Q1")
    [address] = [link for link in page.links if "data.csv" in link]
    assert address.endswith("?at=2025-Q1")
    answer = client.get(address)
    assert "-2025-Q1.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = [(row["record"], row["period"], row["value"], row["unit"]) for row in rows]
    assert found == [
        ("baseline", "2023", "3000", "件"),
        ("target", "2026", "5000", "件"),
        ("measurement", "2024-Q3", "3200", "件"),
        ("measurement", "2024-Q4", "3450", "件"),
        ("measurement", "2025-Q1", "3600", "件"),
    ]
    assert {row["reported_value"] for row in rows} == {""}
