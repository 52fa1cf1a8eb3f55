"""What may not stand in a workbook that comes from outside: far cells, formulas, macros, links, what openpyxl cannot read."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from plans.workbook.cells import read_sheets
from plans.workbook.guard import Extent, Limits, UnreadableFile, check_workbook

from .books import CLOSING, OPENING, SHEET, book, refused, with_files, with_rows

VALUE = b'<row r="1"><c r="A1"><v>1</v></c></row>'
SMALL = Limits(max_rows=50, max_columns=10, max_cells=30)


def test_a_far_cell_is_named():
    content = book(lambda sheet: sheet.cell(1_048_576, 16_384, "遠い"))
    assert len(content) < 10_000
    assert "「表」シートの XFD1048576 に値があります" in refused(content)


def test_a_far_cell_does_not_hide_behind_a_row_without_number():
    assert "に値があります" in refused(with_rows(b"<row/>" * 60 + b"<row><c><v>1</v></c></row>"), SMALL)


def test_empty_cells_with_a_format_may_stand_anywhere():
    """LibreOffice writes them down to the last row."""
    content = with_rows(VALUE + b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>')
    assert check_workbook(BytesIO(content)) == {"表": Extent(1, 1)}
    [sheet] = read_sheets(BytesIO(content))
    assert sheet.rows == {1: {1: 1}}


def test_very_many_empty_cells_are_refused():
    cells = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(1, 400))
    limits = Limits(max_elements=500)
    assert "中身が多すぎます" in refused(with_rows(cells), limits)


def test_more_values_than_can_be_read_in_time_are_refused():
    content = book(lambda sheet: [sheet.append([1, 2, 3, 4]) for _ in range(10)])
    assert "値のあるセルが30個を超えています" in refused(content, SMALL)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', "壊れています"),
        (b'<row r="1"><c r="A2"><v>1</v></c></row>', "壊れています"),
        (b'<row r="99999999"><c><v>1</v></c></row>', "壊れています"),
        (b'<row r="1"><c r="A1"><v>1</v></row>', "壊れています"),
        (b"<a>" * 200, "壊れています"),
    ],
)
def test_a_malformed_sheet_is_refused(row, words):
    assert words in refused(with_rows(row))


def test_every_formula_is_named():
    def fill(sheet):
        sheet["B2"] = "=SUM(A1:A9)"
        sheet["C7"] = '=HYPERLINK("http://example.com")'

    messages = refused(book(fill))
    assert "「表」シートの B2に数式があります" in messages
    assert "「表」シートの C7に数式があります" in messages
    assert check_workbook(BytesIO(book(fill)), Limits(formulas_allowed=True))


def test_text_that_only_looks_like_a_formula_passes():
    def fill(sheet):
        sheet["A1"] = '=HYPERLINK("http://example.com")'
        sheet["A1"].data_type = "s"

    [sheet] = read_sheets(BytesIO(book(fill)))
    assert sheet.rows[1][1].startswith("=HYPERLINK")


def test_merged_cells_are_named():
    content = book(lambda sheet: (sheet.append([1, 2]), sheet.merge_cells("A1:B3")))
    assert "「表」シートの A1:B3 が結合されています" in refused(content)
    assert check_workbook(BytesIO(content), Limits(merged_allowed=True))


def test_a_text_longer_than_a_cell_holds_is_named():
    limits = Limits(max_text=10)
    assert "「表」シートの B1の文字数が10文字を超えています" in refused(
        book(lambda sheet: sheet.append(["短い", "長" * 11])), limits
    )


def test_a_long_text_in_the_table_of_shared_texts_is_named_where_it_is_used():
    types = zipfile.ZipFile(BytesIO(book())).read("[Content_Types].xml")
    table = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>a</t></si><si><r><t>bbbbbb</t></r><r><t>bbbbbb</t></r></si></sst>"
    )
    shared = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    content = with_files(
        with_rows(b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'),
        {"xl/sharedStrings.xml": table, "[Content_Types].xml": types.replace(b"</Types>", shared)},
    )
    assert "「表」シートの B1の文字数が10文字" in refused(content, Limits(max_text=10))
    [sheet] = read_sheets(BytesIO(content))
    assert sheet.rows == {1: {1: "a", 2: "bbbbbbbbbbbb"}}


@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml", "xl/workbook.xml", "customXml/item1.xml"])
def test_a_declaration_of_entities_is_refused_in_every_part(part):
    xml = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert f"（{part}）に、Excelが書かない宣言" in refused(with_files(book(), {part: xml}))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name):
    assert "マクロ" in refused(with_files(book(), {name: b"<a/>"}))


def test_a_book_that_declares_macros_is_refused():
    types = zipfile.ZipFile(BytesIO(book())).read("[Content_Types].xml")
    declared = types.replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.sheet.macroEnabled.main+xml")
    assert "マクロ" in refused(with_files(book(), {"[Content_Types].xml": declared}))


@pytest.mark.parametrize("name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_links_to_other_files_are_refused(name):
    assert "ほかのファイルへのリンク" in refused(with_files(book(), {name: b"<a/>"}))


def test_a_relation_that_leads_out_of_the_file_is_refused_but_a_hyperlink_passes():
    def relation(kind: str) -> dict[str, bytes]:
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        text = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="x" Type="{office}/{kind}" Target="https://x.example/" TargetMode="External"/>'
            "</Relationships>"
        )
        return {"xl/worksheets/_rels/sheet1.xml.rels": text.encode()}

    assert check_workbook(BytesIO(with_files(book(), relation("hyperlink"))))
    for kind in ("oleObject", "image", "externalLinkPath"):
        assert "リンク" in refused(with_files(book(), relation(kind)))


@pytest.mark.parametrize("name", ["xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml"])
def test_embedded_objects_are_refused(name):
    assert "埋め込まれています" in refused(with_files(book(), {name: b"<a/>"}))


def test_a_sheet_that_stands_where_the_guard_would_not_look_is_refused():
    rels = zipfile.ZipFile(BytesIO(book())).read("xl/_rels/workbook.xml.rels")
    hidden = {
        "xl/worksheets/sheet1.bin": OPENING + VALUE + CLOSING,
        "xl/_rels/workbook.xml.rels": rels.replace(b"sheet1.xml", b"sheet1.bin"),
    }
    assert "壊れています" in refused(with_files(book(), hidden))


def test_a_book_in_the_strict_form_is_told_to_be_saved_otherwise():
    workbook = zipfile.ZipFile(BytesIO(book())).read("xl/workbook.xml")
    strict = workbook.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert "完全 Open XML" in refused(with_files(book(), {"xl/workbook.xml": strict}))


def test_what_openpyxl_cannot_read_is_refused_in_words():
    content = with_rows(b'<row r="1"><c r="A1" t="s"><v>7</v></c></row>')  # there is no such text
    with pytest.raises(UnreadableFile, match="壊れています"):
        read_sheets(BytesIO(content))


def test_reading_stops_at_the_last_value_though_the_sheet_says_it_is_larger():
    opening = OPENING.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    content = with_files(book(), {SHEET: opening + VALUE + CLOSING})
    assert load_workbook(BytesIO(content), read_only=True).active.max_row == 1_048_576
    [read] = read_sheets(BytesIO(content))
    assert read.rows == {1: {1: 1}}


def test_a_sheet_in_two_places_or_two_sheets_in_one_are_refused():
    rels = zipfile.ZipFile(BytesIO(book())).read("xl/_rels/workbook.xml.rels")
    [relation] = [part for part in rels.split(b"<") if b"worksheets/" in part]
    twice = rels.replace(b"<" + relation, b"<" + relation + b"<" + relation)
    assert "壊れています" in refused(with_files(book(), {"xl/_rels/workbook.xml.rels": twice}))
    workbook = zipfile.ZipFile(BytesIO(book())).read("xl/workbook.xml")
    [sheet] = [part for part in workbook.split(b"<") if part.startswith(b"sheet ")]
    both = workbook.replace(b"<" + sheet, b"<" + sheet + b"<" + sheet.replace("表".encode(), "裏".encode()))
    assert "壊れています" in refused(with_files(book(), {"xl/workbook.xml": both}))


def test_a_sheet_with_a_chart_only_is_passed_over():
    made = Workbook()
    made.active.append([1])
    chart = BarChart()
    chart.add_data(Reference(made.active, min_col=1, min_row=1))
    made.create_chartsheet("図").add_chart(chart)
    file = BytesIO()
    made.save(file)
    assert [sheet.title for sheet in read_sheets(file)] == ["Sheet"]
