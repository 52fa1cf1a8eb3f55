"""A workbook that lay on a desk: what others changed meanwhile stays, and what both changed is named."""

from io import BytesIO

import pytest

from plans.models import Goal
from plans.workbook.guide import write_glossary
from plans.workbook.importing import WorkbookReport, import_workbook
from plans.workbook.reading import read_plan
from plans.workbook.tables import opened_title
from tests.factories import make_goal

from .books import cells_of, columns_of, edited, exported, forgetful

pytestmark = pytest.mark.django_db


def bring_in(content: bytes) -> WorkbookReport:
    return import_workbook(BytesIO(content))


@pytest.fixture
def goal(plan) -> Goal:
    return make_goal(plan, "1", title="はじめの題名", summary="はじめの説明")


def with_summary(content: bytes, text: str) -> bytes:
    return edited(content, {"目標": {f"{columns_of(content, '目標')['summary']}3": text}})


def test_a_cell_left_alone_takes_nothing_back(plan, goal):
    content = with_summary(exported(plan), "ブックの説明")
    Goal.objects.filter(pk=goal.pk).update(title="画面で直した題名")
    report = bring_in(content)
    goal.refresh_from_db()
    assert (goal.title, goal.summary) == ("画面で直した題名", "ブックの説明")
    assert "そのまま残します（1件: 「目標」シート" in " ".join(report.notes)


def test_what_both_changed_is_named(plan, goal):
    content = with_summary(exported(plan), "ブックの説明")
    Goal.objects.filter(pk=goal.pk).update(summary="画面で直した説明")
    [change] = bring_in(content).changes
    [difference] = change.differences
    assert difference.is_contested
    assert (difference.before, difference.after) == ("画面で直した説明", "ブックの説明")


def test_what_was_saved_while_the_workbook_was_written_counts_as_changed_since(plan, goal, monkeypatch):
    """The cell shows the text before: who writes over it has not seen the other."""

    def save_meanwhile(*words) -> None:
        Goal.objects.filter(pk=goal.pk).update(summary="その間に直した説明")
        write_glossary(*words)

    monkeypatch.setattr("plans.workbook.writing.write_glossary", save_meanwhile)
    content = exported(plan)
    [change] = bring_in(with_summary(content, "ブックの説明")).changes
    assert change.differences[0].is_contested


def test_what_only_the_workbook_changed_is_not(plan, goal):
    [change] = bring_in(with_summary(exported(plan), "ブックの説明")).changes
    assert not change.differences[0].is_contested


def test_a_workbook_without_memory_is_read_as_it_stands(plan, goal):
    content = forgetful(exported(plan))
    Goal.objects.filter(pk=goal.pk).update(title="画面で直した題名")
    report = bring_in(content)
    assert report.loaded.changed == 1
    assert any("取り出したときの内容の記録がありません" in note for note in report.notes), "and it is said"
    goal.refresh_from_db()
    assert goal.title == "はじめの題名"


def test_nobody_sees_the_sheet_and_it_is_no_table(plan, goal):
    sheets = cells_of(exported(plan))
    assert opened_title() in [sheet.title for sheet in sheets]
    assert read_plan(sheets).plan == plan.slug
