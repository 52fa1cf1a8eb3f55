"""Rows that do not belong here: of another sheet, told apart by nothing, or locked."""

from datetime import date

import pytest

from kpis.models import Measurement, Review
from tests.factories import make_city, make_indicator, make_measurement, make_member, make_plan

from .sheets import BOOKS, FORMS, RATE, Desk, cell_of, column_of, filled, opened, refusals, row_of, saved


def test_a_sheet_of_another_quarter_is_refused_as_a_whole(desk, sheet_city):
    other = Review.objects.create(plan=sheet_city.plan, period="2024-Q4", due_on=date(2025, 4, 30))
    content = Desk(desk.client, other).sheet()
    answer = desk.upload(filled(content, {(FORMS, "取組状況"): "x"}))
    assert "令和6年度（2024年度）第4四半期" in refusals(answer)


def test_a_sheet_of_another_city_is_refused(desk, client, sheet_city):
    plan = make_plan(make_city("minamiyama", name="南山市"), "south-plan")
    make_indicator(plan, "1-1", name=FORMS)
    review = Review.objects.create(plan=plan, period="2025-Q1", due_on=date(2025, 7, 30))
    client.force_login(make_member(plan.municipality, "manager", "minami"))
    content = filled(Desk(client, review).sheet(), {(FORMS, "実績値"): 3})
    client.force_login(sheet_city.editor)
    assert "別のシートです（南山市 スマート計画 令和7年度（2025年度）第1四半期）" in refusals(
        desk.upload(content)
    )
    book = opened(filled(desk.sheet(), {(FORMS, "実績値"): 3}))
    cell_of(book, FORMS, "照合キー").value = "minamiyama/south-plan/2025-Q1/value/1-1/1"
    assert "別の計画か、別の四半期" in refusals(desk.upload(saved(book)))
    assert not Measurement.objects.filter(indicator__plan=plan).exists()


def test_rows_of_another_department_are_refused(desk, client, sheet_city):
    client.force_login(sheet_city.manager)
    content = filled(desk.sheet(), {(FORMS, "実績値"): 7, (BOOKS, "実績値"): 8})
    client.force_login(sheet_city.editor)
    answer = desk.upload(content)
    assert "ほかの部署の行です" in refusals(answer)
    assert desk.confirm(answer, only_accepted="1").status_code == 302
    assert sheet_city.forms.measurements.filter(period="2025-Q1").exists()
    assert not sheet_city.books.measurements.exists()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, "照合キーがないか、壊れています"),
        ("1-1", "照合キーがないか、壊れています"),
        ("kitayama/smart-plan/2025-Q1/value/9-9/1", "この四半期に報告するものではありません"),
        ("kitayama/smart-plan/2025-Q1/value/1-1/2", "シートを作った後に"),
        ("kitayama/smart-plan/2025-Q1/value/1-3/1", "同じ行が"),
    ],
)
def test_a_row_that_cannot_be_told_apart_is_refused(desk, sheet_city, key, words):
    make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft")
    book = opened(filled(desk.sheet(), {(FORMS, "実績値"): 3}))
    cell_of(book, FORMS, "照合キー").value = key
    assert words in refusals(desk.upload(saved(book)))


def test_a_row_that_stands_there_a_thousand_times_is_refused_in_few_words(desk):
    lines = desk.csv().splitlines()
    answer = desk.upload("\n".join([lines[0], *[lines[1]] * 1000]).encode(), "a.csv")
    assert answer.context["run"].counts["refused"] == 1000
    assert "2行目、3行目、4行目など1000か所" in refusals(answer)
    assert len(answer.content) < 1_000_000


def test_a_row_whose_name_and_key_have_parted_is_refused(desk):
    """As when only some of the columns were sorted."""
    book = opened(filled(desk.sheet(), {(FORMS, "実績値"): 3}))
    sheet = book["指標"]
    names = column_of(sheet, "名称")
    one, two = row_of(sheet, FORMS), row_of(sheet, RATE)
    first, second = sheet.cell(one, names), sheet.cell(two, names)
    first.value, second.value = second.value, first.value
    answer = desk.upload(saved(book))
    assert len(answer.context["run"].refused) == 2
    assert "行がずれていないか" in refusals(answer)


def test_a_broken_version_is_refused(desk):
    book = opened(filled(desk.sheet(), {(FORMS, "実績値"): 3}))
    cell_of(book, FORMS, "照合番号").value = "3"
    assert "照合番号がないか、壊れています" in refusals(desk.upload(saved(book)))


def test_an_indicators_fields_are_not_taken_in_an_actions_row(desk):
    lines = desk.csv().split("\r\n")
    header = lines[0].split(",")
    row = next(n for n, line in enumerate(lines) if "/progress/" in line)
    cells = lines[row].split(",")
    cells[header.index("実績値")], cells[header.index("進み具合")] = "5", "遅れ"
    lines[row] = ",".join(cells)
    answer = desk.upload("\r\n".join(lines).encode(), "a.csv")
    assert "この行では「実績値」を使いません" in refusals(answer)


@pytest.mark.parametrize(("state", "words"), [("submitted", "提出済みです"), ("approved", "承認済みです")])
def test_what_has_been_handed_in_is_locked(desk, sheet_city, state, words):
    make_measurement(sheet_city.forms, "2025-Q1", 5, state=state)
    content = desk.sheet()
    assert cell_of(opened(content), FORMS, "実績値").protection.locked
    assert words in refusals(desk.upload(filled(content, {(FORMS, "実績値"): 6})))
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 5


def test_a_closed_review_takes_nothing_in(desk, sheet_city):
    content = filled(desk.sheet(), {(FORMS, "実績値"): 6})
    sheet_city.review.state = Review.State.CLOSED
    sheet_city.review.save()
    said = refusals(desk.upload(content))
    assert "締め切られています" in said and "「改定案を書く」から" in said
    assert cell_of(opened(desk.sheet()), FORMS, "実績値").protection.locked
    text = desk.client.get(desk.page).content.decode()
    assert "締め切られたレビューには取り込めません" in text and "「改定案を書く」から" in text
    assert 'type="file"' not in text and "何も保存しません" not in text


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_a_correction_that_was_begun_is_taken_in_after_the_review_has_closed(desk, sheet_city, client, who):
    make_measurement(sheet_city.forms, "2025-Q1", 5)
    make_measurement(sheet_city.forms, "2025-Q1", 6, state="draft", revision=2, revision_reason="数え直し")
    Review.objects.filter(pk=sheet_city.review.pk).update(state=Review.State.CLOSED)
    client.force_login(getattr(sheet_city, who))
    text = desk.client.get(desk.page).content.decode()
    assert 'type="file"' in text and "書き始めた改定案だけです" in text
    desk.bring_in(filled(desk.sheet(), {(FORMS, "実績値"): 7}))
    assert sheet_city.forms.measurements.get(revision=2).value == 7
