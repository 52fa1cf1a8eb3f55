"""Download, fill in, look at the differences, confirm."""

from decimal import Decimal

import pytest

from kpis.models import ActionProgress, Measurement
from tests.factories import make_measurement, make_progress

from .sheets import ACTION, FORMS, SHARE, cell_of, filled, opened, refusals, saved


def test_a_sheet_that_nobody_touched_changes_nothing(desk):
    for content, name in ((desk.sheet(), "a.xlsx"), (desk.csv().encode(), "a.csv")):
        answer = desk.upload(content, name)
        assert answer.status_code == 200
        assert answer.context["run"].counts == {"new": 0, "changed": 0, "unchanged": 4, "refused": 0}
        assert "取り込むものはありません" in answer.content.decode()


def test_a_filled_sheet_is_shown_then_stored(desk, sheet_city):
    content = filled(
        desk.sheet(),
        {
            (FORMS, "実績値"): 1200,
            (FORMS, "取組状況"): "窓口で\n案内した",
            (SHARE, "分子"): 30,
            (SHARE, "分母"): 120,
            (ACTION, "進み具合"): "遅れ",
            (ACTION, "取組状況"): "入札をやり直した",
        },
    )
    answer = desk.upload(content)
    assert answer.context["run"].counts == {"new": 3, "changed": 0, "unchanged": 1, "refused": 0}
    page = answer.content.decode()
    assert "1,200件" in page
    assert "遅れ" in page
    assert not Measurement.objects.filter(indicator__plan=sheet_city.plan, period="2025-Q1").exists()

    done = desk.confirm(answer)
    assert done.status_code == 302
    row = sheet_city.forms.measurements.get(period="2025-Q1")
    assert (row.value, row.state, row.entered_by) == (Decimal(1200), "draft", sheet_city.editor)
    assert row.progress_comment == "窓口で\n案内した"
    assert row.owner_name == "窓口課"
    note = row.history.get()
    assert (note.history_user, note.history_change_reason) == (sheet_city.editor, "Excelの取り込み")
    share = sheet_city.share.measurements.get(period="2025-Q1")
    assert (share.numerator, share.denominator, share.value) == (Decimal(30), Decimal(120), None)
    assert ActionProgress.objects.get(action=sheet_city.action).status == "delayed"


def test_what_was_stored_goes_out_and_comes_back_the_same(desk, sheet_city):
    make_measurement(
        sheet_city.forms, "2025-Q1", "1234.567", state="draft", observation_status="P",
        progress_comment="=1+1\n二行目", issues_comment="'=x", evidence_url="https://example.jp/a?b=1&c=2",
    )  # fmt: skip
    make_measurement(
        sheet_city.rate, "2025-Q1", "123456789012.123456", state="returned", return_reason="根拠を"
    )
    make_progress(sheet_city.action, "2025-Q1", state="draft", comment="長" * 40_000)
    for content, name in ((desk.sheet(), "a.xlsx"), (desk.csv().encode(), "a.csv")):
        answer = desk.upload(content, name)
        assert refusals(answer) == ""
        assert answer.context["run"].counts["unchanged"] == 4


def test_an_emptied_cell_empties_the_field_and_a_deleted_column_leaves_it(desk, sheet_city):
    make_measurement(
        sheet_city.forms, "2025-Q1", 5, state="draft", progress_comment="状況", issues_comment="課題"
    )
    book = opened(filled(desk.sheet(), {(FORMS, "取組状況"): None}))
    cell = cell_of(book, FORMS, "課題")
    book["指標"].delete_cols(cell.column)
    answer = desk.upload(saved(book))
    assert "列がないので、そのままにする欄: 課題" in answer.content.decode()
    desk.confirm(answer)
    row = sheet_city.forms.measurements.get(period="2025-Q1")
    assert (row.value, row.progress_comment, row.issues_comment) == (Decimal(5), "", "課題")


def test_shuffled_rows_and_columns_find_their_place(desk, sheet_city):
    book = opened(filled(desk.sheet(), {(FORMS, "実績値"): 7, (SHARE, "分子"): 1, (SHARE, "分母"): 4}))
    sheet = book["指標"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    order = list(reversed(range(len(table[0]))))
    book.remove(sheet)
    other = book.create_sheet("並べ替え")
    other.append(["メモ", *([None] * 3)])
    for line in (table[0], *reversed(table[1:])):
        other.append([line[index] for index in order])
    answer = desk.bring_in(saved(book))
    assert answer.status_code == 302
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 7
    assert sheet_city.share.measurements.get(period="2025-Q1").denominator == 4


def test_what_is_handed_in_with_the_import_waits_for_approval(desk, sheet_city):
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7, (SHARE, "取組状況"): "集計中"})
    desk.bring_in(content, submit="1")
    assert sheet_city.forms.measurements.get(period="2025-Q1").state == "submitted"
    assert sheet_city.share.measurements.get(period="2025-Q1").state == "draft"
    messages = desk.client.get(desk.page).content.decode()
    assert "1件を提出しました" in messages
    assert "書き終えていない1件は提出していません" in messages


def test_a_slip_of_a_digit_is_doubted_in_the_preview(desk):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): 12000}))
    assert "10倍以上です" in answer.content.decode()
    assert answer.context["run"].has_doubts


def test_all_rows_or_none_unless_the_person_says_otherwise(desk, sheet_city):
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7, ("満足した人の割合", "実績値"): "多い"})
    preview = desk.upload(content)
    assert preview.context["run"].counts["refused"] == 1
    answer = desk.confirm(preview)
    assert answer.status_code == 200
    assert "取り込める行だけ取り込む" in refusals(answer)
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()
    assert desk.confirm(answer, only_accepted="1").status_code == 302
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 7
    assert not sheet_city.rate.measurements.exists()


@pytest.mark.parametrize("change", ["other user", "broken", "late"])
def test_a_preview_is_confirmed_by_who_saw_it_within_two_hours(desk, sheet_city, client, change, monkeypatch):
    preview = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): 7}))
    parcel = preview.context["parcel"]
    if change == "other user":
        client.force_login(sheet_city.manager)
    if change == "broken":
        parcel = parcel[:-3] + "AAA"
    if change == "late":
        monkeypatch.setattr("kpis.sheets.confirmation.MAX_AGE", -1)
    answer = client.post(desk.page, {"parcel": parcel})
    assert answer.status_code == 200
    assert "もう一度ファイルを選んでください" in answer.content.decode()
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()


def test_the_internal_note_never_leaves(desk, sheet_city):
    make_measurement(sheet_city.forms, "2025-Q1", 5, state="draft", internal_note="内緒の話")
    assert "内緒の話" not in desk.csv()
    book = opened(desk.sheet())
    assert not any("内緒" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    desk.bring_in(filled(desk.sheet(), {(FORMS, "実績値"): 6}))
    row = sheet_city.forms.measurements.get(period="2025-Q1")
    assert (row.value, row.internal_note) == (Decimal(6), "内緒の話")
