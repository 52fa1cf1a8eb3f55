"""A hostile or mistaken file is refused before any parser sees it, with a sentence that names the place."""

import hashlib
import struct
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from plans.workbook.cells import read_sheets
from plans.workbook.guard import Extent, Limits, UnreadableFile, check_workbook

from .books import CLOSING, OPENING, SHEET, book, refused, with_files, with_rows

VALUE = b'<row r="1"><c r="A1"><v>1</v></c></row>'
SMALL = Limits(max_rows=50, max_columns=10, max_cells=30)


def noise(size: int) -> bytes:
    """Letters that no zip makes small."""
    return hashlib.shake_128(b"noise").hexdigest(size // 2).encode()


def test_a_plain_workbook_passes_and_its_values_are_read():
    content = book(lambda sheet: (sheet.append(["名", 1, 2.5]), sheet.append([None, None, True])))
    assert check_workbook(BytesIO(content)) == {"表": Extent(2, 3)}
    [sheet] = read_sheets(BytesIO(content))
    assert (sheet.title, sheet.rows) == ("表", {1: {1: "名", 2: 1, 3: 2.5}, 2: {3: True}})


def test_the_file_is_left_at_its_start():
    file = BytesIO(book())
    check_workbook(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("コード,値\n1-1,2\n".encode("cp932"), "CSV"),
        ("コード,値\n1-1,2\n".encode("utf-8-sig"), "CSV"),
        (b"<html><table><tr><td>1</td></tr></table>", "ウェブページ"),
        (b"\x00\x01\x02\xff", "Excelのファイル（.xlsx）ではありません"),
        (b"PK\x03\x04 and then nothing of a zip", "壊れています"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_workbook_is_told_what_it_is(content, words):
    assert words in refused(content)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, ".ods"),
        ({"xl/workbook.bin": b"\x83\x01"}, ".xlsb"),
        ({"word/document.xml": b"<a/>"}, "Word"),
        ({"notes.txt": b"nothing"}, "Excelのファイル（.xlsx）ではありません"),
    ],
)
def test_another_kind_of_zip_is_told_what_it_is(files, words):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert words in refused(file.getvalue())


class Endless:
    """A file of 200 MB that nobody may read to find out its size."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 200 * 1024 * 1024 if whence == 2 else offset

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("read though it is too large")


def test_a_file_of_200_mb_is_refused_without_reading_it():
    with pytest.raises(UnreadableFile, match=r"大きすぎます（200.0 MB）。10 MBまで"):
        check_workbook(Endless())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = with_files(book(), {SHEET: OPENING + b" " * 100_000_000 + CLOSING})
    assert len(bomb) < 200_000
    tracemalloc.start()
    try:
        assert "展開すると大きすぎる" in refused(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        with_files(book(), {SHEET: OPENING + b" " * 100_000_000 + CLOSING}),
        book(lambda sheet: sheet.cell(1_048_576, 16_384, "遠い")),
        with_rows(b'<row r="1048576"><c r="A1048576" s="0"/></row>' * 400_000),
    ],
    ids=["bomb", "far cell", "empty cells"],
)
def test_the_answer_comes_within_two_seconds(content):
    started = time.perf_counter()
    refused(content)
    assert time.perf_counter() - started < 2


def test_a_zip_that_lies_about_its_sizes_is_not_believed():
    content = bytearray(with_files(book(), {SHEET: OPENING + b" " * 5_000_000 + CLOSING}))
    at = (
        content.rindex(SHEET.encode()) - 46
    )  # its entry in the directory: 24 bytes in stands the unpacked size
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<L", 400)
    refused(bytes(content))


def test_text_that_fills_the_memory_is_refused_while_it_is_unpacked():
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + noise(6_000_000) + b"</t></is></c></row>"
    assert "中身が多すぎます" in refused(with_rows(cell))


@pytest.mark.parametrize("frame", [b'<row r="1" x="%s"/>', b"<!--%s-->"])
def test_one_piece_of_xml_of_many_megabytes_is_refused(frame):
    xml = frame % noise(4_000_000)
    tracemalloc.start()
    try:
        assert "壊れています" in refused(with_rows(xml))
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_directory_of_very_many_parts_is_refused():
    assert "部品が多すぎます" in refused(with_files(book(), {f"xl/media/{n}.png": b"" for n in range(300)}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "xl/a\nb.xml"])
def test_a_part_with_a_path_out_of_the_archive_is_refused(name):
    assert "壊れています" in refused(with_files(book(), {name: b"<a/>"}))


def test_a_part_that_stands_there_twice_is_refused():
    file = BytesIO(book())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, OPENING + CLOSING)
    assert "壊れています" in refused(file.getvalue())


def test_a_zip_with_a_password_is_refused():
    content = bytearray(book())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "パスワード" in refused(bytes(content))
