"""What the PDF says, compared with the snapshot: read back by Poppler, looked at as pictures."""

import pytest

from kpis.reports.pdf import data as pdf_data

from .pdfs import (
    altered,
    draft_of,
    drafted,
    elements,
    headings,
    marks_of_letters,
    pages_text,
    pdf_of,
    picture,
    published,
    raw_text,
    squeezed,
)


@pytest.fixture
def document(mihon):
    return published(mihon, 2, 2)


@pytest.fixture
def correction(mihon):
    return published(mihon, 1, 3, revision=2)


def plain(row: dict, name: str) -> str:
    """A number without its unit, which has a column of its own."""
    text = (row[name] or {}).get("text") or "－"
    bare = text.removesuffix(row["unit"])
    return squeezed(bare if bare.replace(".", "").replace(",", "").lstrip("−").isdigit() else text)


def test_every_indicator_stands_in_its_row_with_its_numbers(document):
    text = raw_text(pdf_of(document))

    for row in document.snapshot["indicators"]:
        begin = text.find(squeezed(row["number"] + row["name"] + row["unit"]) + plain(row, "baseline"))
        assert begin > 0, row["code"]
        place = begin
        for wanted in (
            plain(row, "target"),
            plain(row, "previous"),
            plain(row, "value"),
            squeezed(row["attainment_text"] or "－"),
            row["verdict_label"],
        ):
            place = text.find(wanted, place)
            assert begin < place < begin + 300, (row["code"], wanted)
            place += len(wanted)


def test_exceptions_stand_first_with_all_that_a_committee_asks(document):
    text = raw_text(pdf_of(document))
    first_table = text.index("指標の一覧市民のとなり")

    place = text.index("対応が必要な指標" + squeezed(document.exceptions[0]["label"]))
    for row in document.exceptions:
        place = text.index(squeezed(row["label"]), place)
        for wanted in (
            row["verdict_label"],
            row["value"]["text"],
            row["target"]["text"],
            row["citizen_sentence"],
            row["sentence"],
            row["comments"]["issues"] or "記載なし",
            row["comments"]["response"] or "記載なし",
            row["owner"],
        ):
            assert place < text.index(squeezed(wanted), place) < first_table, (row["code"], wanted)


def test_counts_coverage_changes_and_quality_are_the_snapshots(document):
    text, snapshot = raw_text(pdf_of(document)), document.snapshot

    for group in document.groups:
        assert f"{group['label']}{group['count']}" in text
    assert squeezed(document.counts_sentence) in text
    assert squeezed(document.against_sentence) in text
    for row in snapshot["changes"]["rows"]:
        assert squeezed(row["label"] + row["kind_label"]) in text
        assert squeezed(row["reason"]) in text
    for note in snapshot["quality"]:
        assert squeezed(note["label"]) in text
        for row in note["rows"]:
            assert squeezed(row["label"] + row["text"]) in text
    for row in snapshot["actions"]["rows"]:
        assert squeezed(row["label"]) in text
    for row in snapshot["method"]["verdicts"]:
        assert squeezed(row["label"] + row["when"] + row["group"]) in text
    for _term, line in document.cover:
        assert squeezed(line) in text


def test_every_chart_is_drawn(document, tmp_path):
    pages = pages_text(pdf_of(document))
    number = next(
        index for index, text in enumerate(pages, 1) if text.strip().split("\n")[1:] and "グラフ\n" in text
    )

    width, height, pixels = picture(pdf_of(document), number, tmp_path)
    rows = [pixels[3 * width * y : 3 * width * (y + 1)] for y in range(height)]
    for column in range(3):
        for half in ((0.2, 0.5), (0.6, 0.9)):
            left, right = width * column // 3, width * (column + 1) // 3
            blue = sum(
                row[3 * x] < 90 and row[3 * x + 1] < 90 and row[3 * x + 2] > 150
                for row in rows[int(height * half[0]) : int(height * half[1])]
                for x in range(left, right)
            )
            assert blue > 5, (column, half)


def test_a_sample_says_so_on_every_page(document):
    assert all("サンプル" in page for page in pages_text(pdf_of(document)))


def test_a_correction_says_what_it_corrects_and_why(correction):
    text = raw_text(pdf_of(correction))

    assert "訂正版第2版" in text
    assert squeezed("訂正の理由" + correction.report["reason"]) in text
    begin = text.index("訂正したところ" + squeezed(correction.report["reason"]))
    for row in correction.snapshot["corrections"]["rows"]:
        assert text.index(squeezed(row["after"]), begin) < text.index("前回から変わったこと", begin)
    assert headings(pdf_of(correction)).index("訂正したところ") == 2


def test_a_first_report_corrects_nothing(document):
    assert "訂正" not in raw_text(pdf_of(document)).replace("訂正版は", "")


def test_a_draft_bears_its_mark_behind_every_page_and_nobody_hears_it(mihon, tmp_path):
    draft = draft_of(altered(published(mihon, 2, 2)))
    content = pdf_of(draft)

    assert all("案" in page for page in pages_text(content))
    assert "公表前の案です" in raw_text(content)
    assert "sha256sum" not in raw_text(content)
    assert list(marks_of_letters(content, larger_than=100)) == [["/Artifact"]] * 2
    _width, _height, pixels = picture(content, 2, tmp_path)
    assert pixels.count(b"\xf2\xf2\xf2" * 5) > 100  # the pale sign, and dark text can be read on it


def test_a_published_report_bears_no_mark_of_a_draft(document):
    assert not any(line.strip() == "案" for page in pages_text(pdf_of(document)) for line in page.split("\n"))


def test_a_plan_without_values(amagasaki):
    draft = drafted(amagasaki, 2025, 3)
    text = raw_text(pdf_of(draft))

    assert draft.overdue == [], "the city has not begun to report here"
    assert "遅れ・注意・更新遅れの指標はありません。" in text
    for row in draft.snapshot["indicators"]:
        assert squeezed(row["name"]) in text
    assert "実績未登録" in text
    assert squeezed(draft.against_sentence) in text
    assert "サンプル" not in text


def test_a_plan_without_indicators_of_its_own(takarazuka):
    draft = drafted(takarazuka, 2025, 3)
    text = raw_text(pdf_of(draft))

    assert "数値目標で判定する指標はありません。" in text
    assert "遅れ・注意・更新遅れの指標はありません。" in text
    assert "アクションの進み具合" in text


def test_nothing_at_all(plan):
    text = raw_text(pdf_of(drafted(plan, 2025, 3)))

    assert "この計画には、指標が登録されていません。" in text


def test_what_is_too_many_for_cards_and_charts_is_told_in_tables(document, monkeypatch):
    monkeypatch.setattr(pdf_data, "MOST_CARDS", 2)
    monkeypatch.setattr(pdf_data, "MOST_CHARTS", 3)
    snapshot = altered(document)
    snapshot["report"]["overall_comment"] = "はじめの数件だけを図にします。"
    draft = draft_of(snapshot)
    content = pdf_of(draft)
    text = raw_text(content)

    rest = draft.exceptions[2:]
    assert f"多いため、{len(rest)}件は表で示します。" in text
    begin = text.index("そのほかの、対応が必要な指標")
    for row in rest:
        assert text.index(squeezed(row["label"]), begin) < text.index("指標の一覧", begin)
    valued = sum(row["value"] is not None for row in draft.snapshot["indicators"])
    assert f"多いため、はじめの3件を示します（ほかに{valued - 2 - 3}件）。" in text
    figures = [each for each in elements(content) if each["/S"] == "/Figure"]
    assert len(figures) == 2 + 3 + 2
