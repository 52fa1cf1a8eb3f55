"""A workbook that gives a goal another name tells which rows of the schedule still bear the former one."""

from io import BytesIO

import pytest

from plans.workbook.importing import import_workbook
from tests.factories import make_goal

from .books import columns_of, edited, exported

pytestmark = pytest.mark.django_db


def renamed(content: bytes, title: str, sheet: str = "目標") -> bytes:
    return edited(content, {sheet: {f"{columns_of(content, sheet)['title']}3": title}})


@pytest.fixture
def goal(plan):
    goal = make_goal(plan, "1", title="はじめの題名")
    plan.schedule_tracks.create(code="t", title="はじめの題名", goal=goal)
    plan.schedule_tracks.create(code="u", title="別の名前", goal=goal)
    return goal


@pytest.mark.parametrize("dry_run", [True, False])
def test_tells_them_before_and_after(plan, goal, dry_run):
    report = import_workbook(BytesIO(renamed(exported(plan), "新しい題名")), dry_run=dry_run)
    [note] = [note for note in report.notes if "前の名前" in note]
    assert note == (
        "スケジュールの列「はじめの題名」は、目標「1 新しい題名」の前の名前のままです。変えるときは、列も直してください。"
    )


def test_not_where_the_workbook_changes_both(plan, goal):
    content = renamed(renamed(exported(plan), "新しい題名"), "新しい題名", "スケジュールの列")
    assert not [note for note in import_workbook(BytesIO(content)).notes if "前の名前" in note]
