"""The schedule as a list that begins with today: every item once, under what matters of it."""

from datetime import date

from plans.agenda import build_agenda
from plans.models import ScheduleItem

AT = date(2024, 8, 16)  # second quarter of FY2024


def item(
    title: str, first: str, last: str = "", *, done: bool = False, overdue: bool = False
) -> ScheduleItem:
    row = ScheduleItem(title=title, from_quarter=first, to_quarter=last or first)
    row.done_on = date(2024, 5, 1) if done else None
    row.is_overdue = overdue
    return row


def titles(parts) -> list[tuple[str, list[str]]]:
    return [(str(part.quarter), [row.title for row in part.items]) for part in parts]


def test_every_item_stands_once_where_a_reader_looks_for_it():
    rows = [
        item("これから", "2024-Q3", "2025-Q2"),
        item("遅い", "2023-Q4", "2024-Q1", overdue=True),
        item("今", "2024-Q1", "2024-Q3"),
        item("済み", "2024-Q1", done=True),
        item("もっと先", "2025-Q1"),
    ]
    found = build_agenda(rows, AT)
    assert [row.title for row in found.current] == ["今"]
    assert titles(found.overdue) == [("2024-Q1", ["遅い"])]
    assert titles(found.coming) == [("2024-Q3", ["これから"]), ("2025-Q1", ["もっと先"])]
    assert titles(found.behind) == [("2024-Q1", ["済み"])]
    assert (found.total, found.overdue_count, found.behind_count) == (5, 1, 1)


def test_what_was_to_be_done_this_quarter_on_a_day_that_is_past_is_overdue_not_current():
    found = build_agenda([item("会議", "2024-Q2", overdue=True)], AT)
    assert (found.current, titles(found.overdue)) == ((), [("2024-Q2", ["会議"])])


def test_where_nothing_is_said_to_be_done_the_list_says_so_as_a_whole():
    late, coming = item("遅い", "2024-Q1", overdue=True), item("次", "2024-Q4")
    assert build_agenda([late, coming], AT).is_unreported
    assert not build_agenda([coming], AT).is_unreported
    assert not build_agenda([late, item("済み", "2024-Q1", done=True)], AT).is_unreported
    # Done ahead of its time counts, too.
    assert not build_agenda([late, item("先に済み", "2024-Q4", done=True)], AT).is_unreported
