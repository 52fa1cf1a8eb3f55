"""Rows that a workbook has no more: named where they were deleted, refused where only their code is another."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from plans.fixture_files import LoadError
from plans.workbook.importing import WorkbookReport, import_workbook
from tests.factories import make_goal, make_indicator

from .books import columns_of, edited, exported, forgetful

pytestmark = pytest.mark.django_db


def bring_in(content: bytes) -> WorkbookReport:
    return import_workbook(BytesIO(content))


def refusal(content: bytes) -> list[str]:
    with pytest.raises(LoadError) as error:
        bring_in(content)
    return error.value.messages


def without_row(content: bytes, title: str, row: int) -> bytes:
    book = load_workbook(BytesIO(content))
    book[title].delete_rows(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def cell(content: bytes, title: str, name: str, row: int = 3) -> str:
    return f"{columns_of(content, title)[name]}{row}"


@pytest.fixture
def content(plan) -> bytes:
    """With an indicator 5-4 and another one that says something else."""
    make_indicator(plan, "5-4", name="窓口の待ち時間", number="5-4", order=1)
    make_indicator(plan, "5-5", name="申請の件数", number="5-5", order=2)
    return exported(plan)


class TestRenamed:
    def test_the_cell_and_both_codes_are_named(self, plan, content):
        at = cell(content, "指標", "code")
        [sentence] = refusal(edited(content, {"指標": {at: "5-40"}}))
        assert sentence.startswith(
            f"「指標」シート {at}（コード）: 登録済みの「5-4」の行が「5-40」になっています。"
        )
        assert "「5-4」に戻してください。" in sentence and "「番号」の列で変えられます" in sentence
        assert {row.code for row in plan.indicators.all()} == {"5-4", "5-5"}

    def test_with_its_number_too(self, content):
        cells = {cell(content, "指標", name): "5-40" for name in ("code", "number")}
        assert len(refusal(edited(content, {"指標": cells}))) == 1

    def test_so_of_every_table_with_codes(self, plan):
        plan.municipality.departments.create(code="ka", name="市民課")
        make_goal(plan, "1", title="目標")
        content = exported(plan)
        changes = {title: {cell(content, title, "code"): "new"} for title in ("部署", "目標")}
        assert len(refusal(edited(content, changes))) == 2

    def test_another_row_under_a_new_code_is_new(self, plan, content):
        cells = {cell(content, "指標", "code"): "6-1", cell(content, "指標", "name"): "まったく別の指標"}
        report = bring_in(edited(content, {"指標": cells}))
        assert report.loaded.created == 1
        assert "ブックから消えた行があります（1件: 指標「5-4 窓口の待ち時間」）" in report.notes[0]

    def test_where_two_rows_might_be_it_nothing_is_supposed(self, plan, content):
        make_indicator(plan, "5-6", name="申請の件数", number="5-6", order=3)
        content = exported(plan)
        cells = {cell(content, "指標", "code", row): code for row, code in ((4, "7-1"), (5, "7-2"))}
        assert "（2件: 指標「5-5 申請の件数」" in bring_in(edited(content, {"指標": cells})).notes[0]

    def test_a_workbook_without_memory_is_read_as_it_stands(self, content):
        at = cell(content, "指標", "code")
        report = bring_in(forgetful(edited(content, {"指標": {at: "5-40"}})))
        assert report.loaded.created == 1
        [note] = report.notes
        assert "取り出したときの内容の記録がありません" in note


def test_a_deleted_row_is_named_and_stays(plan, content):
    report = bring_in(without_row(content, "指標", 3))
    assert "ブックから消えた行があります（1件: 指標「5-4 窓口の待ち時間」）" in report.notes[0]
    assert "消すには、管理画面で" in report.notes[0]
    assert plan.indicators.count() == 2


def test_a_deleted_sheet_is_named(content):
    book = load_workbook(BytesIO(content))
    del book["指標"]
    file = BytesIO()
    book.save(file)
    [note] = bring_in(file.getvalue()).notes
    assert note.startswith("ブックから消えたシートがあります（1枚: 指標）")


def test_a_workbook_with_all_its_rows_says_nothing(content):
    assert bring_in(content).notes == []
