"""Texts that people write: rare characters, signs of other languages, markup, words without an end."""

import re

import pytest

from kpis.reports.errors import ReportError
from kpis.reports.pdf import glyphs
from kpis.reports.pdf import writing as pdf
from kpis.reports.pdf.writing import write_pdf
from tests.tools import ran

from .pdfs import altered, draft_of, drafted, pages_text, pdf_of, published, raw_text, squeezed

MARKUP = "*bold* _it_ #let x = 1 #panic() <b> $x^2$ `code` @ref \\ // c /* */ = + - \"quote\" 'x' --- ~"
LONG = 300


@pytest.fixture
def snapshot(mihon):
    return altered(published(mihon, 2, 1))


@pytest.fixture
def strange(snapshot):
    """A report with everything at once in its first indicator and its worst."""
    first, worst = snapshot["indicators"][0], by_code(snapshot, snapshot["exceptions"][0])
    first["name"], first["label"] = "A" * LONG, "KPI 1-1 " + "A" * LONG
    first["owner"] = "ー" * LONG
    first["unit"] = first["facts"]["unit"] = "通😀"
    first["value"]["text"] = "1" * 60
    worst["name"] = f"𠮷野髙﨑 😀👨\u200d👩 か\u3099 العربية {MARKUP}"
    worst["label"] = "KPI " + worst["name"]
    worst["comments"] |= {
        "progress": "1行目\n2行目\tタブ",
        "issues": "課題です。" * 600,
        "response": "W" * LONG + " https://www.example.lg.jp/" + "a" * LONG + " " + "）" * LONG,
    }
    snapshot["plan"]["full_title"] = "とても長い計画の名前" * 12
    snapshot["parts"][0]["title"] = "W" * LONG
    snapshot["actions"]["rows"][0]["comment"] = "…" * LONG
    return draft_of(snapshot)


def by_code(snapshot: dict, code: str) -> dict:
    return next(row for row in snapshot["indicators"] if row["code"] == code)


def test_rare_names_come_out_right(strange):
    assert "𠮷野髙﨑〓〓〓が〓〓〓〓〓〓〓" in raw_text(pdf_of(strange))


def test_markup_is_only_text(strange):
    assert squeezed(MARKUP) in raw_text(pdf_of(strange))


def test_a_note_names_the_characters_that_are_missing(strange):
    text = raw_text(pdf_of(strange))
    note = text[text.rindex("この書体にない文字は") :]

    assert note.startswith("この書体にない文字は〓で示しています:U+0627、U+0628、")
    assert "U+1F468、U+1F469、U+1F600（" in note
    assert "U+FE0F" not in note
    assert "U+200D" not in note
    count = int(re.search(r"（(\d+)件）", note)[1])
    assert count >= text.count("〓") - 1  # the note's own


def test_no_note_without_need(takarazuka):
    assert "この書体にない文字" not in raw_text(pdf_of(drafted(takarazuka, 2025, 3)))


def test_nothing_runs_out_of_the_page(strange):
    boxes = ran("pdftotext", "-bbox", "-", "-", content=pdf_of(strange)).decode()
    edge = 842 - 12 / 25.4 * 72

    words = re.findall(
        r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', boxes
    )
    found = [float(right) - empty(word) * (float(low) - float(high)) for high, right, low, word in words]
    assert len(found) > 1000
    assert max(found) <= edge + 1


def empty(word: str) -> float:
    """The part of a letter that has no ink where a line ends with such a mark: it stands in the margin."""
    return 0.5 if word[-1] in "、。）」" else 0


def test_long_words_stay_in_their_column(strange):
    boxes = ran("pdftotext", "-bbox", "-", "-", content=pdf_of(strange)).decode()
    name = [
        (float(left), float(right))
        for left, right in re.findall(
            r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>A{5,}</word>', boxes
        )
    ]

    column = [
        (left, right) for left, right in name if right - left < 150
    ]  # of the table; the chart's title is wider
    assert len(column) > 5
    assert {round(left) for left, _right in column} == {round(column[0][0])}
    assert max(right - left for left, right in column) <= 44 / 25.4 * 72


def test_words_that_were_broken_are_whole_again_when_copied(strange):
    text = raw_text(pdf_of(strange))

    assert "https://www.example.lg.jp/" + "a" * LONG in text
    assert "A" * LONG in text


def test_an_address_is_copied_without_any_sign_that_cannot_be_seen(snapshot):
    """Long and short, with every mark of punctuation that an address may have."""
    addresses = (
        "https://www.example.lg.jp/",
        "https://www.city.example.lg.jp/soshiki/dx-suishin/2025/kpi.html?year=2025&quarter=Q3#no.4-2;v=1,2",
        "http://example.jp/(a)/[b]/~c/@d:e!f*g'h" + "%E5%B8%82" * 20 + "." * 40,
    )
    worst = by_code(snapshot, snapshot["exceptions"][0])
    worst["comments"] |= {"progress": "\n".join(addresses), "issues": "", "response": addresses[1]}
    snapshot["report"]["overall_comment"] = f"くわしくは{addresses[1]}を見てください。"
    lines = ran("pdftotext", "-raw", "-", "-", content=pdf_of(draft_of(snapshot))).decode()

    copied = re.sub(r"\s+", "", lines)
    for address in addresses[:2]:
        assert copied.count(address) >= 2, address
    # Only beyond what has room in a line is there a place to break by force.
    assert addresses[2].rstrip(".") in copied
    assert "\u200b" not in copied[: copied.index(addresses[2].rstrip("."))]


def test_a_long_comment_flows_over_pages_and_keeps_its_lines(strange):
    pages = pages_text(pdf_of(strange))

    assert 595 <= raw_text(pdf_of(strange)).count("課題です。") <= 600  # a page's end may part one
    assert sum(page.count("課題です。") > 100 for page in pages) >= 2
    assert any(re.search(r"1行目[^\n]*\n+([^\n]*\n+){0,2}[^\n]*2行目\s+タブ", page) for page in pages)


def test_an_unforeseen_error_is_told_to_people(takarazuka, monkeypatch, caplog, tmp_path):
    document = drafted(takarazuka, 2025, 3)
    (tmp_path / "report.typ").write_text("#unheard-of")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)

    with pytest.raises(ReportError, match="PDFを作れませんでした"):
        write_pdf(document)
    assert document.file_name in caplog.text
    assert "unheard-of" in caplog.text


def test_a_setting_without_end_is_given_up(takarazuka, monkeypatch, caplog):
    document = drafted(takarazuka, 2025, 3)
    monkeypatch.setattr(pdf, "LONGEST", 0.01)

    with pytest.raises(ReportError, match="PDFを作れませんでした"):
        write_pdf(document)
    assert document.file_name in caplog.text


@pytest.mark.parametrize(
    ("text", "shown", "missing"),
    [
        ("", "", {}),
        ("abc あ亜", "abc あ亜", {}),
        ("𠮷髙﨑", "𠮷髙﨑", {}),
        ("葛\U000e0100", "葛", {}),
        ("か\u3099は\u309a", "がぱ", {}),
        ("e\u0301", "é", {}),
        ("\ufa19", "\ufa19", {}),  # 神 in its older form stays what it is
        ("a\tb\nc", "a  b\nc", {}),
        ("\u202eabc\u202c\u200f", "abc", {}),
        ("😀✊🏽😀", "〓〓〓〓", {"😀": 2, "✊": 1, "🏽": 1}),
        ("\ue000", "〓", {"\ue000": 1}),
        ("ا", "〓", {"ا": 1}),
        ("①\ufe0f", "①", {}),
    ],
)
def test_fitting(text, shown, missing):
    found: dict[str, int] = {}

    assert glyphs.fitted({"a": [text, 1, None]}, found) == {"a": [shown, 1, None]}
    assert found == missing


def test_the_typefaces_have_what_is_printed_in_a_replacements_place():
    assert {ord(each) for each in "〓✓○△▼×－↗↘"} <= glyphs.covered()


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("短い言葉", 16, "短い言葉"),
        ("12345", 4, "1|2|3|4|5"),
        ("1234 12345", 4, "1234 1|2|3|4|5"),
        ("漢字がいくつ並んでも", 4, "漢字がいくつ並んでも"),
        ("ーーー", 4, "ー|ー|ー"),
        ("15.0%〜30.0%", 10, "15.0%〜30.0%"),
        ("https://a.jp/b.c", 4, "h|t|t|p|s://a.|j|p/b.c"),
        ("見て https://a.jp", 4, "見て h|t|t|p|s://a.jp"),
        ("http://a........", 4, "h|t|t|p://a...|....|."),
        ("1.2.3.4.5", 4, "1|.|2|.|3|.|4|.|5"),
    ],
)
def test_places_to_break(text, room, shown):
    assert glyphs.breakable(text, room).replace(glyphs.BREAK, "|") == shown
