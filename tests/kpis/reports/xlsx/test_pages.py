"""Where the pages of a printed sheet end."""

import pytest

from kpis.documents.xlsx.page_breaks import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PrintedRow,
    breaks_of,
    scale_of,
    scale_on_one_page,
)

from .workbooks import altered, opened, published

LINE, HEADING, FIRST = PrintedRow(40), PrintedRow(40, is_with_next=True), PrintedRow(40, is_first=True)


def test_a_page_holds_what_has_room():
    assert breaks_of([LINE] * 12, PAGE_WIDTH, 0) == []
    assert breaks_of([LINE] * 30, PAGE_WIDTH, 0) == [12, 24]
    assert breaks_of([LINE] * 12, PAGE_WIDTH * 2, 0) == []
    assert breaks_of([LINE] * 30, PAGE_WIDTH * 2, 0) == [24]


def test_rows_that_stand_on_every_page_take_their_room():
    assert breaks_of([LINE] * 30, PAGE_WIDTH, 2) == [12, 22]


def test_a_heading_goes_on_with_what_it_stands_over():
    assert breaks_of([*[LINE] * 10, HEADING, HEADING, *[LINE] * 3], PAGE_WIDTH, 0) == [10]
    assert breaks_of([HEADING] * 14, PAGE_WIDTH, 0) == [12]


def test_a_part_begins_a_page_unless_it_fits_where_it_is():
    assert breaks_of([LINE, FIRST, LINE], PAGE_WIDTH, 0) == []
    assert breaks_of([LINE, LINE, FIRST, *[LINE] * 11], PAGE_WIDTH, 0) == [2]


def test_a_row_higher_than_a_page_ends_none_before_it_twice():
    assert breaks_of([LINE, PrintedRow(900), LINE], PAGE_WIDTH, 0) == [1, 2]


def test_the_scale_is_that_of_the_width_and_of_the_height_on_one_page():
    assert scale_of(PAGE_WIDTH / 2) == 1
    assert scale_of(PAGE_WIDTH * 2) == 0.5
    assert scale_on_one_page([LINE], PAGE_WIDTH * 2) == 0.5
    assert scale_on_one_page([PrintedRow(PAGE_HEIGHT * 2)], PAGE_WIDTH) == pytest.approx(0.5, abs=0.03)


def test_a_short_overview_is_one_page_and_a_long_one_is_not_made_small(mihon):
    def shorten(snapshot: dict) -> None:
        snapshot["changes"]["rows"] = []
        snapshot["report"]["overall_comment"] = ""
        snapshot["exceptions"] = []

    report = published(mihon)
    short = opened(altered(report, shorten))["概要"]
    assert short.page_setup.fitToHeight in (None, 1)  # 1 is the format's own default
    assert not short.row_breaks.brk
    long = opened(report)["概要"]
    assert long.page_setup.fitToHeight == 0
    starts = [long.cell(each.id + 1, 1).value for each in long.row_breaks.brk]
    assert "前回から変わったこと" in starts
