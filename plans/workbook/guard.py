"""Looks at an uploaded workbook before any parser does: a hostile or mistaken file is refused with a sentence.

An .xlsx is a zip of XML files. What a zip says about itself is not believed: its directory is checked first, then
every part is unpacked in small pieces within a budget of bytes and elements, and nothing is kept.
"""

import codecs
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from .limits import MB, Extent, Limits, UnreadableFile, too_large
from .scan import Budget, broken, parse
from .scanners import MAIN, SheetScanner, StringScanner

__all__ = ["Extent", "Limits", "UnreadableFile", "check_workbook"]

CHUNK = 64 * 1024
END_RECORD = b"PK\x05\x06"
END_LENGTH = 22
LOCATOR_64 = b"PK\x06\x07"
ENTRY_LENGTH = 512  # of the directory, on average: 46 bytes and a name
WORKBOOK, TYPES, RELATIONS = "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
# Where the parts stand that are found by their kind.
KINDS = {"template.main+xml": WORKBOOK, "sheet.main+xml": WORKBOOK, "sharedStrings+xml": STRINGS}
XML_ENDINGS = (".xml", ".rels")
# Parts that nothing here reads: pictures, the printer's settings, the boxes of comments.
IGNORED_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".svg", ".vml", ".bin")
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

SAVE_AS = "Excelで開き、「Excel ブック (*.xlsx)」で保存し直してください。"


def check_workbook(file: BinaryIO, limits: Limits = Limits()) -> dict[str, Extent]:  # noqa: B008 frozen
    """How far each sheet's values reach, by the sheet's title in the book's order.

    Raises UnreadableFile with Japanese sentences when the file is no workbook that may be read. The file is left at
    its start. Read on with `plans.workbook.cells.read_sheets`: what is checked here and what is read must agree.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.max_bytes:
        raise UnreadableFile([too_large(limits, size)])
    _check_signature(file, size)
    _check_directory(file, size, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            extents = _check_parts(_Archive(archive, limits), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise broken("zip") from error
    file.seek(0)
    return extents


def _check_signature(file: BinaryIO, size: int) -> None:
    """Other kinds of files, also under the name .xlsx, are answered with what they are."""
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK"):
        return
    if not size:
        sentence = _("ファイルが空です。ファイルを選び直してください。")
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        sentence = (
            _("パスワードの掛かったファイルは読み込めません。パスワードを外して保存し直してください。")
            if "EncryptedPackage".encode("utf-16-le") in file.read()
            else _("古い形式のExcelファイル（.xls）です。") + _(SAVE_AS)
        )
        file.seek(0)
    elif head.startswith(b"%PDF"):
        sentence = _("PDFファイルです。Excelのファイル（.xlsx）を選んでください。")
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        sentence = _("ウェブページかXMLのファイルです。") + _(SAVE_AS)
    elif _is_text(head):
        sentence = _("文字だけのファイル（CSVなど）です。") + _(SAVE_AS)
    else:
        sentence = _("Excelのファイル（.xlsx）ではありません。") + _(SAVE_AS)
    raise UnreadableFile([sentence])


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8-sig", "cp932"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _check_directory(file: BinaryIO, size: int, limits: Limits) -> None:
    """Before zipfile reads the directory: it must be short, and of the plain form that Excel writes."""
    file.seek(max(0, size - END_LENGTH - 0xFFFF))
    tail = file.read()
    file.seek(0)
    at = len(tail) - END_LENGTH
    if at < 0 or tail[at : at + 4] != END_RECORD or tail[-2:] != b"\0\0":
        at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < END_LENGTH or tail[max(0, at - 20) :].startswith(LOCATOR_64):
        raise broken("zip")
    entries, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if entries > limits.max_entries or length > limits.max_entries * ENTRY_LENGTH:
        raise UnreadableFile(
            [
                _("ファイルの部品が多すぎます（%s個まで）。シートや画像を減らしてください。")
                % limits.max_entries
            ]
        )


class _Archive:
    """The parts of the zip, unpacked piece by piece within the budget."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits):
        self.archive = archive
        self.limits = limits
        self.left = limits.max_unpacked
        parts = [info for info in archive.infolist() if not info.is_dir()]
        self.entries = {info.filename: info for info in parts}
        if len(self.entries) != len(parts):
            raise broken("zip")
        for name, info in self.entries.items():
            if info.flag_bits & 0x1:
                raise UnreadableFile(
                    [
                        _(
                            "パスワードの掛かったファイルは読み込めません。パスワードを外して保存し直してください。"
                        )
                    ]
                )
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise broken(name)
            if name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isprintable():
                raise broken(name[:50])
            self._check_size(info, info.file_size)
        if sum(info.file_size for info in self.entries.values()) > limits.max_unpacked:
            raise self._too_large()

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def chunks(self, name: str) -> Iterator[bytes]:
        info, read = self.entries[name], 0
        with self.archive.open(info) as part:
            while chunk := part.read(CHUNK):
                read += len(chunk)
                self.left -= len(chunk)
                if self.left < 0:
                    raise self._too_large()
                self._check_size(info, read)
                yield chunk

    def _check_size(self, info: zipfile.ZipInfo, unpacked: int) -> None:
        if unpacked > MB and unpacked > info.compress_size * self.limits.max_ratio:
            raise self._too_large()

    def _too_large(self) -> UnreadableFile:
        return UnreadableFile(
            [
                _(
                    "展開すると大きすぎるファイルです（%s MBまで）。元の様式をダウンロードし直し、"
                    "値だけを貼り付けてください。"
                )
                % (self.limits.max_unpacked // MB)
            ]
        )


def _check_parts(archive: _Archive, limits: Limits) -> dict[str, Extent]:
    _check_kind(archive)
    _check_names(archive)
    budget = Budget(limits)
    _check_types(archive, budget)
    sheets = _sheets(archive, budget)
    if STRINGS in archive:
        parse(STRINGS, archive.chunks(STRINGS), budget, scanner=StringScanner(budget))
    extents = {}
    for part, title in sheets.items():
        scanner = SheetScanner(title, part, budget)
        parse(part, archive.chunks(part), budget, scanner=scanner)
        extents[title] = scanner.extent
    done = {TYPES, WORKBOOK, RELATIONS, STRINGS, *sheets}
    for name in archive.entries:
        if name.endswith(XML_ENDINGS) and name not in done:
            parse(name, archive.chunks(name), budget, start=_check_link if name.endswith(".rels") else None)
    budget.raise_problems()
    return extents


def _check_kind(archive: _Archive) -> None:
    """Other kinds of zips are answered with what they are."""
    if "mimetype" in archive and "content.xml" in archive:
        raise UnreadableFile([_("LibreOfficeなどの形式（.ods）です。") + _(SAVE_AS)])
    if "xl/workbook.bin" in archive:
        raise UnreadableFile([_("バイナリ形式のExcelファイル（.xlsb）です。") + _(SAVE_AS)])
    if "word/document.xml" in archive or "ppt/presentation.xml" in archive:
        raise UnreadableFile(
            [_("WordかPowerPointのファイルです。Excelのファイル（.xlsx）を選んでください。")]
        )
    if TYPES not in archive or WORKBOOK not in archive or RELATIONS not in archive:
        raise UnreadableFile([_("Excelのファイル（.xlsx）ではありません。") + _(SAVE_AS)])


def _check_names(archive: _Archive) -> None:
    for name in archive.entries:
        low = name.lower()
        if "vbaproject" in low or low.startswith(("xl/macrosheets/", "xl/dialogsheets/")):
            raise _macros()
        if low.startswith("xl/externallinks/") or low in (
            "xl/connections.xml",
            "xl/volatiledependencies.xml",
        ):
            raise _external()
        if low.startswith(("xl/embeddings/", "xl/activex/")):
            raise UnreadableFile(
                [_("ほかのファイルやボタンが埋め込まれています。埋め込みを消してから保存し直してください。")]
            )
        if not low.endswith(XML_ENDINGS + IGNORED_ENDINGS):
            raise broken(name[:50])


def _macros() -> UnreadableFile:
    return UnreadableFile([_("マクロの入ったファイルは読み込めません。") + _(SAVE_AS)])


def _external() -> UnreadableFile:
    return UnreadableFile(
        [
            _(
                "ほかのファイルへのリンクがあります。Excelの「データ」→「リンクの編集」でリンクを解除し、"
                "値だけにして保存し直してください。"
            )
        ]
    )


def _check_types(archive: _Archive, budget: Budget) -> None:
    """The book is where this guard looks for it, and has no macros."""

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if "macroEnabled" in kind or "vbaProject" in kind:
            raise _macros()
        expected = next((part for ending, part in KINDS.items() if kind.endswith(ending)), None)
        if expected and name.endswith("Override") and attributes.get("PartName") != f"/{expected}":
            raise broken(TYPES)

    parse(TYPES, archive.chunks(TYPES), budget, start=start)


def _sheets(archive: _Archive, budget: Budget) -> dict[str, str]:
    """The titles of the sheets by the part in which each stands, in the book's order."""
    titles: list[tuple[str, str]] = []
    parts: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def book(name: str, attributes: dict[str, str]) -> None:
        if name == f"{STRICT} workbook":
            raise UnreadableFile([_("「完全 Open XML」形式のファイルです。") + _(SAVE_AS)])
        if name == f"{MAIN} sheet":
            titles.append((attributes.get("name", ""), attributes.get(f"{OFFICE} id", "")))

    def relation(name: str, attributes: dict[str, str]) -> None:
        _check_link(name, attributes)
        key, target = attributes.get("Id"), attributes.get("Target", "")
        if key is not None:
            if key in parts:
                raise broken(RELATIONS)
            parts[key] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            kinds[key] = attributes.get("Type", "").rsplit("/", 1)[-1]

    parse(WORKBOOK, archive.chunks(WORKBOOK), budget, start=book)
    parse(RELATIONS, archive.chunks(RELATIONS), budget, start=relation)
    found: dict[str, str] = {}
    for title, key in titles:
        part = parts.get(key, "")
        # Whatever is read as a sheet has to be among what this guard looks into.
        if part not in archive or not part.endswith(".xml") or part in found or title in found.values():
            raise broken(WORKBOOK)
        if kinds[key] == "worksheet":
            found[part] = title
    if not found:
        raise broken(WORKBOOK)
    return found


def _check_link(name: str, attributes: dict[str, str]) -> None:
    """Nothing is fetched from elsewhere. An address typed into a cell is a link to click, which is harmless."""
    if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
        raise _external()
