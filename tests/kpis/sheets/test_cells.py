"""Cells that say something else than they should, and those that are understood."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from kpis.models import Indicator, Measurement
from tests.factories import make_measurement

from .sheets import ACTION, FORMS, RATE, SHARE, cell_of, filled, opened, refusals, saved


def is_empty(sheet_city) -> bool:
    return not Measurement.objects.filter(indicator__plan=sheet_city.plan, period="2025-Q1").exists()


@pytest.mark.parametrize(
    ("written", "value", "echo"),
    [
        ("１，２３４", "1234", ""),
        ("1.2万", "12000", "「1.2万」を 12,000件 と読み取りました"),
        ("△5", "-5", "−5件"),
        ("▲5", "-5", "−5件"),
        ("1200件", "1200", ""),
        ("(5)", "-5", "「(5)」を −5件 と読み取りました"),
        ("1\u00a0200", "1200", "1,200件"),
        (0, "0", ""),
        (0.1 + 0.2, "0.3", ""),
        (1234.5, "1234.5", ""),
    ],
)
def test_numbers_are_understood_as_people_write_them(desk, sheet_city, written, value, echo):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): written}))
    assert refusals(answer) == ""
    assert echo in " ".join(answer.context["run"].accepted[0].echoes)
    desk.confirm(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == Decimal(value)


@pytest.mark.parametrize("written", ["-", "−", "", None])
def test_a_dash_or_nothing_is_no_value(desk, sheet_city, written):
    make_measurement(sheet_city.forms, "2025-Q1", 5, state="draft")
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): written}))
    assert [(change.old, change.new) for change in answer.context["run"].accepted[0].changes] == [("5件", "")]
    desk.confirm(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value is None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (datetime(2025, 4, 1), "日付になっています"),  # noqa: DTZ001
        (date(2025, 4, 1), "日付になっています"),
        ("2025/4/1", "日付になっています"),
        ("4月1日", "日付になっています"),
        ("多い", "数として読み取れません"),
        ("12人", "単位が"),
        ("約100", "「約」を除いて"),
        (True, "数として読み取れません"),
        ("１２３４５６７８９０１２３４", "大きすぎます"),
        (0.1234567, "細かすぎます"),
        ("'=1+1", "数として読み取れません"),
    ],
)
def test_what_is_no_number_is_refused_with_its_cell(desk, sheet_city, written, words):
    book = opened(desk.sheet())
    cell = cell_of(book, FORMS, "実績値")
    cell.value = written
    answer = desk.upload(saved(book))
    assert f"「指標」{cell.coordinate}: " in refusals(answer)
    assert words in refusals(answer)
    assert is_empty(sheet_city)


def test_an_error_value_of_excel_is_refused(desk):
    book = opened(desk.sheet())
    cell = cell_of(book, FORMS, "実績値")
    cell.value, cell.data_type = "#N/A", "e"
    assert "エラー値「#N/A」" in refusals(desk.upload(saved(book)))


def test_a_serial_that_may_be_a_day_is_doubted(desk):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): 45748}))
    assert "令和7年（2025年）4月1日という日付" in " ".join(answer.context["run"].accepted[0].doubts)


def test_a_percent_cell_means_what_it_shows(desk, sheet_city):
    book = opened(desk.sheet())
    cell = cell_of(book, RATE, "実績値")
    cell.value, cell.number_format = 0.62, "0%"
    answer = desk.upload(saved(book))
    assert "62% と読み取りました" in answer.content.decode()
    desk.confirm(answer)
    assert sheet_city.rate.measurements.get().value == 62


def test_a_share_where_a_percentage_belongs_is_doubted(desk):
    answer = desk.upload(filled(desk.sheet(), {(RATE, "実績値"): 0.62}))
    assert "62% のつもりなら" in " ".join(answer.context["run"].accepted[0].doubts)


def test_a_percent_cell_is_refused_where_something_else_is_counted(desk):
    book = opened(desk.sheet())
    cell = cell_of(book, FORMS, "実績値")
    cell.value, cell.number_format = 0.62, "0%"
    assert "単位" in refusals(desk.upload(saved(book)))


# -- other inputs


@pytest.mark.parametrize(
    ("values", "header", "words"),
    [
        ({(FORMS, "値の状態"): "たぶん"}, "値の状態", "「たぶん」は選べません"),
        ({(FORMS, "値の状態"): "値なし"}, "値の状態", "値がない理由"),
        ({(FORMS, "根拠資料のアドレス"): "棚の上"}, "根拠資料のアドレス", "URL"),
        ({(FORMS, "取組状況"): datetime(2025, 4, 1)}, "取組状況", "日付になっています"),  # noqa: DTZ001
        ({(SHARE, "分子"): 5, (SHARE, "実績値"): 3}, "実績値", "分子と分母で登録します"),
        ({(ACTION, "取組状況"): "進めた"}, "進み具合", "進み具合を選んでください"),
        ({(SHARE, "分子"): 5}, "分母", "分子と分母の両方"),
        ({(SHARE, "分母"): 5}, "分子", "分子と分母の両方"),
        ({(SHARE, "分子"): 5, (SHARE, "分母"): -3}, "分母", "分母は0以上"),
        (
            {(FORMS, "値の状態"): "値なし", (FORMS, "課題"): "調査中", (FORMS, "実績値"): 3},
            "実績値",
            "値を空欄に",
        ),
    ],
)
def test_other_mistakes_name_their_cell(desk, sheet_city, values, header, words):
    content = filled(desk.sheet(), values)
    answer = desk.upload(content)
    assert words in refusals(answer)
    cell = cell_of(opened(content), next(iter(values))[0], header)
    assert f"「{cell.parent.title}」{cell.coordinate}: " in refusals(answer)
    assert is_empty(sheet_city)


def test_a_numerator_is_not_held_against_a_wrong_denominator(desk, sheet_city):
    sheet_city.share.is_part_of_whole = True
    sheet_city.share.save()
    answer = desk.upload(filled(desk.sheet(), {(SHARE, "分子"): 5, (SHARE, "分母"): -3}))
    assert "分母は0以上" in refusals(answer)
    assert "分子が分母より" not in refusals(answer)


@pytest.mark.parametrize("header", ["実績値", "値の状態", "取組状況", "課題"])
def test_a_row_is_refused_at_the_cell_that_was_edited(desk, sheet_city, header):
    make_measurement(sheet_city.forms, "2025-Q1", 5, state="submitted")
    value = {"実績値": 6, "値の状態": "推計値"}.get(header, "進めた")
    book = opened(filled(desk.sheet(), {(FORMS, header): value}))
    cell = cell_of(book, FORMS, header)
    assert f"「指標」{cell.coordinate}: 提出済みです" in refusals(desk.upload(saved(book)))


def test_of_two_cells_that_cannot_stand_together_the_edited_one_is_named(desk, sheet_city):
    make_measurement(sheet_city.forms, "2025-Q1", 5, state="draft", issues_comment="調査中")
    content = filled(desk.sheet(), {(FORMS, "値の状態"): "値なし"})
    cell = cell_of(opened(content), FORMS, "値の状態")
    assert f"「指標」{cell.coordinate}: " in refusals(desk.upload(content))


def test_a_row_that_nobody_can_know_is_refused_at_its_state(desk):
    book = opened(filled(desk.sheet(), {(FORMS, "実績値"): 6}))
    cell_of(book, FORMS, "照合キー").value = "xyz"
    cell = cell_of(book, FORMS, "状況")
    assert f"「指標」{cell.coordinate}: 照合キーがないか" in refusals(desk.upload(saved(book)))


def test_where_nothing_can_be_imported_the_page_says_so_and_lists_no_changes(desk):
    text = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): "多い"})).content.decode()
    assert "取り込める変更はありません。直して読み込み直してください。" in text
    assert "変わるところ</h2>" not in text
    assert 'name="parcel"' not in text


def test_a_refused_confirmation_still_counts_the_unchanged_rows(desk):
    preview = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): 6, (RATE, "実績値"): "多い"}))
    assert preview.context["run"].counts == {"new": 1, "changed": 0, "unchanged": 2, "refused": 1}
    first = desk.confirm(preview)
    assert first.context["run"].counts == preview.context["run"].counts
    assert desk.confirm(first).context["run"].counts == preview.context["run"].counts
    assert "変更なし 2件" in first.content.decode()


def test_text_in_a_csv_that_looks_like_a_formula_is_refused(desk, sheet_city):
    text = desk.csv().replace(",確定値,,,,,\r\n", ',確定値,,"=HYPERLINK(""http://example.com"")",,,\r\n', 1)
    assert "HYPERLINK" in text
    answer = desk.upload(text.encode(), "a.csv")
    assert "数式のような書き方" in refusals(answer)
    assert "行目「取組状況」" in refusals(answer)


# -- the unit


def test_a_sheet_from_before_the_unit_changed_is_refused(desk, sheet_city):
    """1,200 of 件 would be stored as 千件."""
    written = filled(desk.sheet(), {(FORMS, "実績値"): 1200})
    Indicator.objects.filter(pk=sheet_city.forms.pk).update(unit="千件")
    answer = desk.upload(written)
    assert "シートの単位は「件」ですが、今の単位は「千件」です" in refusals(answer)
    assert is_empty(sheet_city)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({(SHARE, "分子"): 0, (SHARE, "分母"): 0}, "が0なので、割合は「算定不可」と表示します"),
        ({(SHARE, "分子"): 6, (SHARE, "分母"): 5}, "割合が100%を超えます"),
        ({(FORMS, "実績値"): 3166.7}, "小数点以下の数があります"),
        ({(FORMS, "実績値"): "(120)"}, "（−120件）が、0より小さい数になっています"),
    ],
)
def test_what_the_form_doubts_the_sheet_doubts(desk, values, words):
    answer = desk.upload(filled(desk.sheet(), values))
    assert words in " ".join(answer.context["run"].accepted[0].doubts)


@pytest.mark.parametrize("text", ["予定通り", "予定とおり", "予定 どおり"])
def test_another_spelling_of_a_choice_is_read(desk, sheet_city, text):
    desk.bring_in(filled(desk.sheet(), {(ACTION, "進み具合"): text}))
    assert sheet_city.action.progress.get().status == "as-planned"


def test_another_magnitude_of_the_unit_is_converted_and_said(desk, sheet_city):
    sheet_city.forms.unit = "万件"
    sheet_city.forms.save()
    preview = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): "3千件"}))
    assert "「3千件」を 0.3万件 と読み取りました。" in " ".join(preview.context["run"].accepted[0].echoes)
    desk.confirm(preview)
    assert str(sheet_city.forms.measurements.get(period="2025-Q1").value).startswith("0.3")
