"""The PDF for who cannot see it and for who keeps it: tags, language, alternatives, bookmarks, typefaces."""

import re
import socket
from itertools import pairwise

import pytest

from kpis.reports.pdf.writing import write_pdf
from tests.tools import ran

from .pdfs import attribute, drafted, elements, headings, pages_text, pdf_of, published, raw_text, reader


@pytest.fixture
def document(mihon):
    return published(mihon, 2, 2)


def test_says_what_it_is_and_in_which_language(document):
    found = reader(pdf_of(document))
    root = found.trailer["/Root"]

    assert found.metadata.title == document.title
    assert found.metadata.title.startswith("【サンプル】見本市")
    assert found.metadata.author == document.report["published_by"]
    assert root["/Lang"] == "ja-JP"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    xmp = found.xmp_metadata.stream.get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", xmp)


def test_pages_are_a4_landscape_and_numbered(document):
    pages = reader(pdf_of(document)).pages

    assert 8 <= len(pages) <= 25
    for number, (page, text) in enumerate(zip(pages, pages_text(pdf_of(document)), strict=True), 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
        assert f"{number} / {len(pages)}" in text


def test_every_typeface_is_in_the_file(document):
    fonts = {
        str(font["/BaseFont"]): font
        for page in reader(pdf_of(document)).pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
    }

    assert {name.split("+")[-1].removesuffix("-Identity-H") for name in fonts} == {
        "NotoSansCJKjp-Regular",
        "NotoSansCJKjp-Bold",
    }
    for font in fonts.values():
        inner = font["/DescendantFonts"][0].get_object()
        assert "/FontFile3" in inner["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_bookmarks_lead_through_the_parts_and_to_each_exception(document):
    found = headings(pdf_of(document))

    parts = [
        "判定の内訳",
        "取組の進み具合",
        "前回から変わったこと",
        "対応が必要な指標",
        "指標の一覧",
        "取組の進み具合（一覧）",
    ]
    parts += ["グラフ", "データの質", "判定の方法"]
    assert [title for title in found if title in parts] == parts
    names = [row["label"] for row in document.exceptions]
    assert [title for title in found if title in names] == names


def test_every_figure_has_words(document):
    alternatives = [each.get("/Alt") for each in elements(pdf_of(document)) if each["/S"] == "/Figure"]

    assert all(alternatives)
    valued = [row for row in document.snapshot["indicators"] if row["value"]]
    assert len(alternatives) == len(valued) + 2  # and the two bars of counts
    for row in valued:
        words = [text for text in alternatives if text.startswith(row["label"] + " ")]
        assert len(words) == 1, row["code"]
        assert "グラフです。" in words[0]
    bar = next(text for text in alternatives if text.startswith("判定の内訳"))
    assert all(f"{group['label']}{group['count']}件" in bar for group in document.groups)


def test_every_table_has_headings_and_every_cell_knows_its_own(document):
    tables = [each for each in elements(pdf_of(document)) if each["/S"] == "/Table"]

    assert len(tables) >= 8
    cells = 0
    for row in (each for each in elements(pdf_of(document)) if each["/S"] == "/TR"):
        for cell in (each.get_object() for each in row["/K"]):
            if cell["/S"] == "/TH":
                assert attribute(cell, "/Scope") == "/Column"
            else:
                cells += 1
                assert len(attribute(cell, "/Headers")) == 1
    assert cells > 24 * 13


def test_heading_levels_do_not_jump(document):
    levels = [int(each["/S"][2]) for each in elements(pdf_of(document)) if re.fullmatch(r"/H\d", each["/S"])]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_same_report_gives_the_same_bytes(document):
    assert write_pdf(document) == pdf_of(document)


def test_a_draft_gives_the_same_bytes(takarazuka):
    assert write_pdf(drafted(takarazuka, 2025, 3)) == write_pdf(drafted(takarazuka, 2025, 3))


def test_dates_are_the_day_of_publication(document):
    assert reader(pdf_of(document)).metadata.creation_date == document.published_at.replace(microsecond=0)


def test_tells_how_to_check_it(document):
    text = raw_text(pdf_of(document))

    assert document.checksum in text
    assert f"sha256sum{document.file_name}.json" in text


def test_needs_no_network(monkeypatch, takarazuka):
    def refuse(*_args, **_kwargs):
        raise AssertionError("asked for the network")

    document = drafted(takarazuka, 2025, 3)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert write_pdf(document).startswith(b"%PDF-1.7")


def test_a_program_that_checks_pdfs_finds_nothing(document, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_of(document))
    assert b"No syntax or stream encoding errors found" in ran("qpdf", "--check", str(file), content=b"")
