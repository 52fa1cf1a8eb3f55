"""export_entry_sheet and import_entry_sheet."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from .sheets import BOOKS, FORMS, filled


def exported(path, *more: str) -> bytes:
    call_command("export_entry_sheet", "kitayama/smart-plan", "2025-Q1", str(path), *more, verbosity=0)
    return path.read_bytes()


def imported(path, **options) -> str:
    out = io.StringIO()
    call_command("import_entry_sheet", str(path), stdout=out, **options)
    return out.getvalue()


def test_a_sheet_goes_out_and_comes_in(sheet_city, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(filled(exported(path), {(FORMS, "実績値"): "1.2万", (BOOKS, "実績値"): 3}))
    said = imported(path, user="kanri", dry_run=True)
    assert "（空欄） → 12,000件" in said
    assert "何も保存していません" in said
    assert not sheet_city.books.measurements.exists()
    assert "2件を取り込みました" in imported(path, user="kanri", submit=True)
    row = sheet_city.books.measurements.get()
    assert (row.value, row.state, row.entered_by) == (3, "submitted", sheet_city.manager)
    assert "変わるところはありません" in imported(path, user="kanri")


def test_csv_goes_out_and_comes_in(sheet_city, tmp_path):
    path = tmp_path / "sheet.csv"
    assert exported(path).startswith(b"\xef\xbb\xbf")
    assert "変わるところはありません" in imported(path, user="kanri")


def test_a_department_without_anything_to_report_is_told_with_the_cause(sheet_city, tmp_path):
    old = sheet_city.city.departments.create(code="old", name="旧課", valid_until=date(2025, 3, 31))
    with pytest.raises(CommandError, match="旧課」は令和7年（2025年）3月31日に終わった部署で"):
        exported(tmp_path / "sheet.csv", "--department", old.code)
    sheet_city.city.departments.filter(pk=old.pk).update(valid_until=None)
    with pytest.raises(CommandError, match="報告するものがありません"):
        exported(tmp_path / "sheet.csv", "--department", old.code)
    assert not (tmp_path / "sheet.csv").exists()


def test_one_departments_sheet(sheet_city, tmp_path):
    text = exported(tmp_path / "sheet.csv", "--department", "library").decode()
    assert BOOKS in text
    assert FORMS not in text


def test_a_user_brings_in_only_what_is_theirs(sheet_city, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(filled(exported(path), {(FORMS, "実績値"): 5, (BOOKS, "実績値"): 3}))
    with pytest.raises(CommandError, match="何も保存していません"):
        imported(path, user="honda", verbosity=0)
    assert not sheet_city.books.measurements.exists()
    imported(path, user="honda", only_accepted=True)
    assert sheet_city.books.measurements.exists()
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["kitayama/smart-plan", "2025-Q2", "a.xlsx"], "あるもの: 2025-Q1"),
        (["kitayama/none", "2025-Q1", "a.xlsx"], "まだありません"),
        (["kitayama/smart-plan", "2025-Q1", "a.pdf"], ".xlsx か .csv"),
        (["kitayama/smart-plan", "2025-Q1", "a.xlsx", "--department", "zzz"], "という部署はありません"),
        (["kitayama/smart-plan", "2025-Q1", "none/a.xlsx"], "書き込めません"),
    ],
)
def test_an_export_that_cannot_be_says_why(sheet_city, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=words):
        call_command("export_entry_sheet", *arguments)
    assert not list(tmp_path.iterdir())


def test_an_import_that_cannot_be_says_why(sheet_city, tmp_path):
    path = tmp_path / "sheet.xlsx"
    exported(path)
    with pytest.raises(CommandError, match="ユーザーはいません"):
        imported(path, user="nobody")
    with pytest.raises(CommandError, match="開けません"):
        imported(tmp_path / "none.xlsx", user="kanri")
