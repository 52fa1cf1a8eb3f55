"""Files that must not be read: refused with a sentence, quickly, in little memory, and nothing is saved."""

import io
import time
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpis.models import ActionProgress, Measurement
from plans.uploads import MAX_UPLOAD

from .sheets import filled, in_sheet, opened, refusals, saved, with_part

FORMS = "電子申請の件数"
SECONDS, BYTES = 2, 100 * 1024 * 1024


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes that unpacks to 300 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    return file.getvalue()


def far(content: bytes) -> bytes:
    far_row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return in_sheet(content, "</sheetData>", far_row)


def merged(content: bytes) -> bytes:
    book = opened(content)
    book["指標"].merge_cells("C4:C5")
    return saved(book)


def wrong_sheet(content: bytes) -> bytes:
    book = opened(content)
    del book["指標"], book["取組"]
    book.create_sheet("名簿").append(["氏名", "電話"])
    return saved(book)


def without(*headers: str):
    def cut(content: bytes) -> bytes:
        book = opened(content)
        sheet = book["指標"]
        for header in headers:
            sheet.delete_cols(next(cell.column for cell in sheet[3] if cell.value == header))
        return saved(book)

    return cut


def linked(content: bytes) -> bytes:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return with_part(content, "xl/externalLinks/externalLink1.xml", link)


def twice(content: bytes) -> bytes:
    book = opened(content)
    book["指標"].cell(3, 30).value = "実績値"
    return saved(book)


BAD = {
    "zip bomb": (lambda content: bomb(), "大きすぎ"),
    "far cell": (far, "XFD1048576"),
    "formula": (lambda content: filled(content, {(FORMS, "実績値"): "=1+1"}), "N4"),
    "hyperlink formula": (
        lambda content: filled(content, {(FORMS, "取組状況"): '=HYPERLINK("http://example.com","x")'}),
        "数式",
    ),
    "macros": (lambda content: with_part(content, "xl/vbaProject.bin", b"\xd0\xcf"), "マクロ"),
    "external link": (linked, "リンク"),
    "merged cells": (merged, "結合"),
    "wrong sheet": (wrong_sheet, "四半期の入力シートではありません"),
    "no key": (without("照合キー"), "照合キー"),
    "no version": (without("照合番号"), "照合番号"),
    "a heading twice": (twice, "「指標」シートに、見出し「実績値」"),
    "not a workbook": (lambda content: b"%PDF-1.4 ...", "PDF"),
    "half a file": (lambda content: content[: len(content) // 2], "壊れています"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_workbook_is_refused_with_a_sentence(desk, sheet_city, name):
    spoil, words = BAD[name]
    content = spoil(desk.sheet())
    tracemalloc.start()
    begun = time.perf_counter()
    answer = desk.upload(content)
    seconds, (_now, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 200
    assert words in refusals(answer) + answer.content.decode()
    assert "何も保存していません" in answer.content.decode()
    assert not answer.context["parcel"]
    assert seconds < SECONDS * 2  # tracing slows it down
    assert peak < BYTES
    nothing_is_saved(sheet_city)


def nothing_is_saved(sheet_city) -> None:
    assert not Measurement.objects.filter(indicator__plan=sheet_city.plan, period="2025-Q1").exists()
    assert not ActionProgress.objects.filter(action__plan=sheet_city.plan).exists()


@pytest.mark.parametrize("name", BAD)
def test_the_command_refuses_it_too(sheet_city, tmp_path, desk, name):
    spoil, words = BAD[name]
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(spoil(desk.sheet()))
    with pytest.raises(CommandError, match="何も保存していません") as refusal:
        call_command("import_entry_sheet", str(path), user="ueda", verbosity=0)
    assert words in str(refusal.value)
    nothing_is_saved(sheet_city)


class Endless(io.RawIOBase):
    """Zeros without end, as long as somebody reads."""

    def __init__(self, size: int):
        self.size, self.at = size, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = min(size if size >= 0 else 1024**2, self.size - self.at)
        self.at += size
        return bytes(size)


def test_an_upload_of_200_megabytes_is_stopped_and_answered(desk, sheet_city, client):
    size = 200 * 1024 * 1024
    head = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.xlsx"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    tail = b"\r\n--x--\r\n"

    class Body(Endless):
        def read(self, wanted: int = -1) -> bytes:
            if self.at < len(head):
                self.at = len(head)
                return head
            return super().read(wanted)

    body = Body(len(head) + size)
    tracemalloc.start()
    begun = time.perf_counter()
    answer = client.generic(
        "POST",
        desk.page,
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(len(head) + size + len(tail)),
        **{"wsgi.input": body},
    )
    seconds = time.perf_counter() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 200
    assert "10MBを超えています" in answer.content.decode()
    assert body.at == len(head) + size  # read to its end, so that the browser shows the answer
    assert seconds < SECONDS * 2
    assert peak < BYTES
    nothing_is_saved(sheet_city)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x81\x00\xff\xfe" * 10, "a.csv", "文字コード"),
        ("氏名,電話\r\n山田,1\r\n".encode(), "a.csv", "四半期の入力シートではありません"),
        (b"", "a.csv", "空"),
        ("\n".join(["照合キー,照合番号,名称,実績値,取組状況", *["k,v,n,1,t"] * 6000]).encode(), "a.csv", "行が多すぎます"),
        ((",".join(["x"] * 300) + "\n").encode(), "a.csv", "列が多すぎます"),
        (("照合キー,照合番号\n" + '"' + "x" * 200_000).encode(), "a.csv", "行目"),
        ("照合番号,名称,実績値,取組状況\nv0:a,n,1,t".encode(), "a.csv", "照合キー"),
    ],
)  # fmt: skip
def test_a_bad_csv_is_refused_with_a_sentence(desk, sheet_city, content, name, words):
    answer = desk.upload(content, name)
    assert answer.status_code == 200
    assert words in refusals(answer) + str(answer.context["form"].errors)
    nothing_is_saved(sheet_city)


@pytest.mark.parametrize("name", ["notes.docx", "photo.png", "sheet", "sheet.xlsx.bak", "page.html"])
def test_a_file_of_another_kind_is_refused_by_its_ending(desk, sheet_city, name):
    assert "拡張子が .xlsx でも .csv でもありません。" in refusals(desk.upload(desk.sheet(), name))
    nothing_is_saved(sheet_city)


def test_an_old_workbook_is_told_how_to_be_saved(desk):
    assert "古い形式" in refusals(desk.upload(b"\xd0\xcf\x11\xe0" + b"x" * 600, "sheet.xls"))


def test_a_plan_workbook_is_recognised(desk, sheet_city, client):
    client.force_login(sheet_city.manager)
    book = client.get(reverse("admin:plans_plan_workbook", args=[sheet_city.plan.pk]))
    content = b"".join(book.streaming_content) if book.streaming else book.content
    assert "これは計画ブックです。四半期のシートを選んでください。" in refusals(desk.upload(content))


def test_a_file_must_be_chosen(desk):
    answer = desk.client.post(desk.page, {})
    assert answer.status_code == 200
    assert "ファイルを選んでください" in answer.content.decode()


def test_an_upload_that_is_small_enough_passes_the_cap(desk):
    answer = desk.client.post(desk.page, {"file": SimpleUploadedFile("a.xlsx", b"x" * (MAX_UPLOAD - 1))})
    assert "10MBを超えています" not in answer.content.decode()
