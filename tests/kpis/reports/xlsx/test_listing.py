"""指標一覧, the form to print: every number reads as in the report, beside goals, verdicts, comments and owners."""

from decimal import Decimal

import pytest

from kpis.reports.indicator_words import absent_text
from plans.era import fiscal_year_of, fiscal_year_wareki
from plans.models import Plan

from .workbooks import (
    HEAD_ROW,
    NUMBERS,
    VERDICT,
    drafted,
    lines,
    opened,
    published,
    texts,
    with_later_value,
    without_unit,
)


def shown(cell) -> str:
    """A number as its format writes it: thousands, decimals, percent, and the portal's minus sign."""
    if not isinstance(cell.value, int | float):
        return cell.value
    form = cell.number_format.split(";")[0]
    value, tail = Decimal(repr(cell.value)), ""
    if form.endswith("%"):
        value, form, tail = value * 100, form[:-1], "%"
    decimals = len(form.partition(".")[2])
    return f"{round(value, decimals):,.{decimals}f}{tail}".replace("-", "−")


def test_the_list_shows_every_number_as_the_report_does(book, report):
    found = lines(book["指標一覧"])
    assert len(found) == len(report.snapshot["indicators"])
    checked = 0
    for row in report.snapshot["indicators"]:
        line = found[row["number"] or row["code"]]
        texts_of = {
            "基準": (row["baseline"] or {}).get("text"),
            "目標": (row["target"] or {}).get("text"),
            "前回": (row["previous"] or {}).get("text"),
            "今回": (row["value"] or {}).get("text"),
            "計画どおりなら": row["expected_text"],
        }
        for name, text in texts_of.items():
            cell = line[NUMBERS[name] - 1]
            absent = absent_text(row) if name == "今回" else "－"
            assert shown(cell) == (without_unit(text, row["unit"]) if text else absent), (row["code"], name)
            checked += isinstance(cell.value, int | float)
        rate = line[NUMBERS["到達率"] - 1]
        if row["attainment_text"]:
            assert shown(rate) == row["attainment_text"]
            is_in_words = row["attainment_text"] in ("基準より悪い値", "目標までの幅の10倍以上")
            assert isinstance(rate.value, int | float) is not is_in_words
    assert checked > 80


def test_the_list_keeps_the_exact_value_behind_what_it_shows(book, report):
    share = report.by_code["1-2"]
    cell = lines(book["指標一覧"])[share["number"]][NUMBERS["今回"] - 1]
    assert cell.value == pytest.approx(float(share["value"]["value"]), rel=1e-15)
    assert cell.number_format.startswith("#,##0.0;")
    assert shown(cell) + "%" == share["value"]["text"]


def test_the_list_names_goals_verdicts_marks_comments_and_owners(book, report):
    found = lines(book["指標一覧"])
    for row in report.snapshot["indicators"]:
        line = [cell.value for cell in found[row["number"] or row["code"]]]
        assert line[1].startswith(row["name"])
        assert line[VERDICT - 1].split("\n")[0] == row["verdict_label"]
        assert ("更新遅れ" in line[VERDICT - 1]) == row["stale"]
        assert line[VERDICT] == (row["mark"] or None)
        assert line[-1] == (row["owner"] or None)
        for name in ("progress", "issues", "response"):
            assert ((row["comments"] or {}).get(name) or "") in (line[-2] or "")
    written = "\n".join(texts(book["指標一覧"]))
    for table in report.tables:
        for block in table.blocks:
            assert block.label in written
            assert all(action["label"] in written for action in block.actions)


def test_the_list_has_no_column_for_marks_where_the_plan_has_none(amagasaki, book):
    assert "市の印" in texts(book["指標一覧"])
    assert "市の印" not in texts(opened(drafted(amagasaki))["指標一覧"])


def test_a_period_stands_in_the_heading_and_another_one_in_the_row(mihon):
    document = with_later_value(published(mihon), "5-2")
    sheet = opened(document)["指標一覧"]
    head = [cell.value for cell in sheet[HEAD_ROW]]
    (year, quarter), end = usual_labels(mihon)
    assert f"目標値\n{end}" in head
    assert f"今回\n{year}\n{quarter}" in head
    found = {name: line[head.index("時点など")].value or "" for name, line in lines(sheet).items()}
    for row in document.snapshot["indicators"]:
        note, value, target = found[row["number"] or row["code"]], row["value"], row["target"]
        if value and (value["is_sum"] or value["label"] != year + quarter):
            assert f"今回 {value['label']}" in note
        if target and target["label"]:
            assert (f"目標 {target['label']}" in note) == (target["label"] != end)
        if value:
            assert value["annualized_text"] in note
            assert ("（目標の期限の後の値）" in note) == bool(value["later_text"])
            assert value["later_text"] in note
            assert f"{value['own_label']} {value['own_text']}".strip() in note
        if value and value["is_sum"] and row["previous"]["label"]:
            assert f"前回 {row['previous']['label']}" in note
    assert any("（目標の期限の後の値）" in note for note in found.values())
    assert any(f"今回 {year}{quarter}までの合計" in note for note in found.values())


def usual_labels(plan: Plan) -> tuple[tuple[str, str], str]:
    """Year and quarter of the report, and the plan's end, as the headings name them."""
    first = fiscal_year_of(plan.starts_on)
    return (
        fiscal_year_wareki(first + 1),
        "第2四半期",
    ), f"{fiscal_year_wareki(fiscal_year_of(plan.ends_on))}末"


def test_what_needs_attention_names_the_newest_value_and_the_year_at_this_pace(mihon):
    worst = published(mihon).exceptions[0]["code"]
    document = with_later_value(published(mihon), worst)
    notes = {row[0].value.split("\n")[0]: row[2].value or "" for row in opened(document)["要対応"].iter_rows()
             if row[0].value}  # fmt: skip
    checked = set()
    for row in document.exceptions:
        for name in ("label", "annualized_text", "later_text"):
            text = row["value"][name]
            assert text in notes[row["label"]]
            checked.add(name if text else "")
    assert checked >= {"annualized_text", "later_text"}


def test_a_goal_stands_over_its_own_indicators_with_its_actions(book, report):
    sheet = book["指標一覧"]
    rows = [row[0].value for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]
    for table in report.tables:
        for block in table.blocks:
            place = next(n for n, text in enumerate(rows) if text and block.label in text)
            assert all(action["label"] in rows[place] for action in block.actions)
            wanted = [row["number"] or row["code"] for row in block.rows]
            assert [text for text in rows[place + 1 :] if text][: len(wanted)] == wanted


def test_a_page_never_ends_below_a_heading(book):
    sheet = book["指標一覧"]
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert breaks
    numbers = lines(sheet)
    for row in breaks:
        assert sheet.cell(row, 1).value in numbers
