"""Two people at one row: nothing that somebody saved after the sheet was made is overwritten."""

from decimal import Decimal

from kpis.workflow import entries
from tests.factories import make_measurement

from .sheets import filled, refusals

FORMS = "電子申請の件数"


def saved_by(person, row, value) -> None:
    row.value = value
    entries.save_entry(row, by=person, seen_version=row.version if row.pk else 0)


def test_who_comes_second_is_told_who_saved_what(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    saved_by(sheet_city.manager, row, Decimal(5))
    answer = desk.upload(content)
    assert "シートを作った後に、kanriが" in refusals(answer)
    assert "5件" in refusals(answer)
    assert "ダウンロードし直して" in refusals(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 5


def test_both_texts_are_said_and_nothing_of_the_row_goes_in(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft", progress_comment="前の文")
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    row.progress_comment = "相手の文"
    saved_by(sheet_city.manager, row, Decimal(5))
    said = refusals(desk.upload(content))
    assert "その人が変えた欄: 実績値「5件」（シートでは「7件」）、取組状況「相手の文」。" in said
    kept = sheet_city.forms.measurements.get(period="2025-Q1")
    assert (kept.value, kept.progress_comment) == (5, "相手の文")


def test_another_field_than_the_sheets_is_not_taken_back_either(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    row.issues_comment = "相手の文"
    saved_by(sheet_city.manager, row, Decimal(1))
    assert "その人が変えた欄: 課題「相手の文」。" in refusals(desk.upload(content))
    assert sheet_city.forms.measurements.get(period="2025-Q1").issues_comment == "相手の文"


def test_a_report_that_somebody_else_began_is_not_overwritten(desk, sheet_city):
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    make_measurement(sheet_city.forms, "2025-Q1", 5, state="draft", entered_by=sheet_city.manager)
    assert "シートを作った後に、kanriが" in refusals(desk.upload(content))


def test_between_preview_and_confirmation_somebody_saves(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    preview = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): 7}))
    saved_by(sheet_city.manager, row, Decimal(5))
    answer = desk.confirm(preview)
    assert "シートを作った後に" in refusals(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 5


def test_a_row_that_was_left_alone_is_no_conflict(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    content = filled(desk.sheet(), {("満足した人の割合", "実績値"): 70})
    saved_by(sheet_city.manager, row, Decimal(5))
    desk.bring_in(content)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 5
    assert sheet_city.rate.measurements.get().value == 70


def test_the_same_value_twice_is_no_conflict(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    content = filled(desk.sheet(), {(FORMS, "実績値"): 5})
    saved_by(sheet_city.manager, row, Decimal(5))
    assert desk.upload(content).context["run"].counts["unchanged"] == 4


def test_a_newer_version_with_the_same_contents_is_no_conflict(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    entries.recall(entries.submit(row, by=sheet_city.editor), by=sheet_city.editor)
    desk.bring_in(content)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 7


def test_a_report_deleted_meanwhile_is_not_made_anew(desk, sheet_city):
    row = make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    row.delete()
    assert "ほかの人がこの行を消しました" in refusals(desk.upload(content))


def test_a_second_import_of_the_same_file_changes_nothing(desk, sheet_city):
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7})
    desk.bring_in(content)
    assert desk.upload(content).context["run"].counts["unchanged"] == 4
    assert sheet_city.forms.measurements.get(period="2025-Q1").history.count() == 1


def test_a_returned_row_brought_back_to_what_was_returned_is_not_handed_in(desk, sheet_city):
    """The department had begun to mend it; the sheet takes that back."""
    row = make_measurement(sheet_city.forms, "2025-Q1", 5, state="returned", return_reason="根拠を")
    row.value = 6
    entries.save_entry(row, by=sheet_city.editor, seen_version=row.version)
    content = filled(desk.sheet(), {(FORMS, "実績値"): 5})
    assert "差し戻されたときのまま" in refusals(desk.bring_in(content, submit="1"))
    desk.bring_in(filled(desk.sheet(), {(FORMS, "実績値"): 7}), submit="1")
    assert sheet_city.forms.measurements.get(period="2025-Q1").state == "submitted"
