"""The file itself: a zip whose first entry is the header, whose comment is the SHA-256 of all that stands before it."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from plans.migrating.names import known
from plans.os_reasons import why

from .errors import BackupError
from .tables import pairs

FORMAT = "dxportal-backup"
FORMAT_VERSION = 1
HEADER = f"{FORMAT}.json"
CONTENTS = "contents.json"
_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
_MARK = b"sha256:"
_DIGEST = 64
_COMMENT = len(_MARK) + _DIGEST
_TAIL = 22 + _COMMENT  # the end record of a zip, and its comment
_PIECE = 1 << 20
# What reading a file brings whose checksum fits and whose content is nobody's backup.
WRONG = (zipfile.BadZipFile, ValueError, LookupError, TypeError, AttributeError)


def table_entry(table: str) -> str:
    return f"tables/{table}.jsonl"


class Writer:
    """Writes a backup into an open file, entry by entry."""

    def __init__(self, file: IO[bytes], header: dict):
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._zip.comment = _MARK + b"0" * _DIGEST
        try:
            self._put(
                HEADER, {"format": FORMAT, "format_version": FORMAT_VERSION} | header, zipfile.ZIP_STORED
            )
        except BaseException:
            self.abandon()
            raise

    def _put(self, name: str, value: Any, compression: int = zipfile.ZIP_DEFLATED) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        self._zip.writestr(_entry(name, compression), text)

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        with self._zip.open(_entry(table_entry(name)), "w", force_zip64=True) as entry:
            yield entry

    def abandon(self) -> None:
        """Lets go of the file without writing an end to it."""
        self._zip.fp = None

    def finish(self, contents: dict) -> None:
        """The end of the file: what it holds, and its checksum."""
        self._put(CONTENTS, contents)
        self._zip.close()
        self._file.flush()
        digest = checksum(self._file)
        self._file.seek(-_DIGEST, os.SEEK_END)
        self._file.write(digest.encode())


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry


def checksum(file: IO[bytes]) -> str:
    """SHA-256 of everything before the checksum."""
    file.seek(0, os.SEEK_END)
    left = file.tell() - _DIGEST
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


class Archive:
    """A backup that has been found whole, and of a version that this portal can read."""

    def __init__(self, file: IO[bytes], name: str):
        _require_whole(file, name)
        self.name = name
        try:
            self._zip = zipfile.ZipFile(file)
            self.header: dict = json.loads(self._zip.read(HEADER))
            version = self.header["format_version"]
            newer = version > FORMAT_VERSION or pairs(self.header["migrations"]) - known()
            self.contents: dict[str, dict] = {} if newer else json.loads(self._zip.read(CONTENTS))["tables"]
        except WRONG:
            raise damaged(name) from None
        if newer:
            raise BackupError(
                _(
                    "「%(name)s」は、新しい版のポータル（%(version)s）で作られたバックアップです。"
                    "その版以降のポータルで復元してください。"
                )
                % {"name": name, "version": self.header.get("product_version", "")}
            )

    def rows(self, table: str) -> Iterator[list]:
        with self._zip.open(table_entry(table)) as entry:
            for line in entry:
                yield json.loads(line)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The backup in that file. Raises BackupError where it is damaged, cut off, foreign or newer."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupError(
            _("「%(name)s」を開けません（%(why)s）。") % {"name": path, "why": why(error)}
        ) from None
    with file:
        yield Archive(file, path.name)


def is_backup(path: Path) -> bool:
    """Whether the file begins as a backup does."""
    with path.open("rb") as file:
        return _begins(file.read(len(_LOCAL) + 26 + len(HEADER)))


def _begins(head: bytes) -> bool:
    return head.startswith(_LOCAL) and head[30:] == HEADER.encode()


def _require_whole(file: IO[bytes], name: str) -> None:
    if not _begins(file.read(30 + len(HEADER))):
        raise BackupError(_("「%s」は、このポータルのバックアップではありません。") % name)
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _TAIL, 0))
    tail = file.read()
    if not tail.startswith(_END) or not tail[22:].startswith(_MARK):
        raise BackupError(
            _("「%s」は、途中で切れているか、終わりが壊れています。別のバックアップを使ってください。") % name
        )
    if checksum(file).encode() != tail[-_DIGEST:]:
        raise damaged(name)


def damaged(name: str) -> BackupError:
    return BackupError(
        _("「%s」は壊れています（中身かチェックサムが合いません）。別のバックアップを使ってください。") % name
    )
