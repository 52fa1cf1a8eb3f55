"""Texts of a report hold nothing that breaks a file."""

from kpis.documents.clean_texts import clean


def test_no_text_holds_what_breaks_a_file():
    unfit = "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0xD800, 0xDFFF, 0xFEFF, 0xFFFE, 0xFFFF]))
    assert clean({"a": [unfit + "語", ["x" + unfit]]}) == {"a": ["語", ["x"]]}


def test_what_is_no_text_stays():
    assert clean({"a": [None, True, 3, {"b": []}]}) == {"a": [None, True, 3, {"b": []}]}
