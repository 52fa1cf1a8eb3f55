"""自己評価 in the quarter's sheet: two cells, of one aspect or a line for each."""

import pytest

from kpis.models import SelfAssessment
from tests.kpis.own_marks import make_aspect

from .sheets import FORMS, cell_of, filled, opened, refusals, saved

MARKS, REASONS = "自己評価", "自己評価の理由"


@pytest.fixture
def plan(sheet_city):
    make_aspect(sheet_city.plan)
    return sheet_city.plan


def stored(sheet_city) -> list[tuple[str, str, str]]:
    rows = SelfAssessment.objects.filter(measurement__indicator=sheet_city.forms)
    return [(one.aspect.name, one.mark.mark, one.reason) for one in rows.order_by("aspect__order")]


def sheet(desk, marks: str, reasons: str) -> bytes:
    cells = {(FORMS, "実績値"): 1200, (FORMS, MARKS): marks, (FORMS, REASONS): reasons}
    return filled(desk.sheet(), cells)


def test_a_plan_without_aspects_has_no_such_columns(desk):
    with pytest.raises(LookupError):
        cell_of(opened(desk.sheet()), FORMS, MARKS)
    assert MARKS not in desk.csv()


@pytest.mark.parametrize("typed", ["○", "○ できた", "できた", "〇", "◯", "総合評価: ○", "総合評価：○"])
def test_one_aspect_needs_no_name_and_marks_that_look_alike_are_read(desk, sheet_city, plan, typed):
    assert desk.bring_in(sheet(desk, typed, "終えたため。\n二行目")).status_code == 302
    assert stored(sheet_city) == [("総合評価", "○", "終えたため。\n二行目")]
    again = desk.upload(desk.sheet())
    assert again.context["run"].counts["changed"] == 0
    assert cell_of(opened(desk.sheet()), FORMS, MARKS).value == "○"


def test_several_aspects_have_a_line_each(desk, sheet_city, plan):
    make_aspect(plan, "cost", "効率性")
    content = sheet(
        desk, "効率性: ×\n総合評価: ◎", "総合評価: よく進んだため。\n効率性: 費用が増えたため。\nつづき"
    )
    assert desk.bring_in(content).status_code == 302
    assert stored(sheet_city) == [
        ("総合評価", "◎", "よく進んだため。"),
        ("効率性", "×", "費用が増えたため。\nつづき"),
    ]
    assert cell_of(opened(desk.sheet()), FORMS, MARKS).value == "総合評価: ◎\n効率性: ×"


@pytest.mark.parametrize(
    ("marks", "reasons", "sentence", "header"),
    [
        ("○", "", "自己評価（総合評価）の理由を書いてください。", REASONS),
        ("", "理由", "自己評価（総合評価）の印を書いてください。", MARKS),
        ("☆", "理由", "「☆」は、自己評価（総合評価）の印にありません。◎、○、△、×から選んでください。", MARKS),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_cell_and_nothing_is_half_saved(
    desk, sheet_city, plan, marks, reasons, sentence, header
):
    content = sheet(desk, marks, reasons)
    place = cell_of(opened(content), FORMS, header).coordinate
    told = refusals(desk.upload(content))
    assert sentence in told
    assert f"指標!{place}" in told or place in told
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()


def test_lines_without_a_name_are_refused_where_there_are_several_aspects(desk, plan):
    make_aspect(plan, "cost", "効率性")
    told = refusals(desk.upload(sheet(desk, "○", "理由")))
    assert "観点ごとに1行ずつ、「総合評価: …」のように書いてください（観点: 総合評価、効率性）。" in told


def test_blank_cells_take_it_back(desk, sheet_city, plan):
    desk.bring_in(sheet(desk, "○", "終えたため。"))
    desk.bring_in(filled(desk.sheet(), {(FORMS, MARKS): None, (FORMS, REASONS): None}))
    assert stored(sheet_city) == []


def test_csv_has_it_too(desk, sheet_city, plan):
    desk.bring_in(sheet(desk, "○", "終えたため。"))
    text = desk.csv()
    assert "自己評価,自己評価の理由" in text
    assert "○,終えたため。" in text
    changed = text.replace("○,終えたため。", "△,一部のため。")
    assert desk.bring_in(changed.encode(), "a.csv").status_code == 302
    assert stored(sheet_city) == [("総合評価", "△", "一部のため。")]


def test_a_sheet_of_an_earlier_portal_is_still_read(desk, sheet_city, plan):
    """It knows nothing of these columns: what is stored of them stays."""
    desk.bring_in(sheet(desk, "○", "終えたため。"))
    content = filled(desk.sheet(), {(FORMS, "実績値"): 1300})
    book = opened(content)
    cell = cell_of(book, FORMS, "照合番号")
    cell.value = ".".join(cell.value.split(".")[:-2])
    page = book["指標"]
    for header in (REASONS, MARKS):
        page.delete_cols(cell_of(book, FORMS, header).column)
    assert desk.bring_in(saved(book)).status_code == 302
    assert stored(sheet_city) == [("総合評価", "○", "終えたため。")]
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 1300
