"""What a snapshot says, for tests."""

import csv
import io

from kpis.models import Report
from kpis.reports.document import Document


def entry(found: dict | Report | Document, code: str) -> dict:
    """What a snapshot, a report or a document says of that indicator."""
    if isinstance(found, Report):
        found = Document.of_report(found)
    snapshot = found.snapshot if isinstance(found, Document) else found
    return next(row for row in snapshot["indicators"] if row["code"] == code)


def note(found: dict, key: str) -> dict[str, str]:
    """What the snapshot's notes on the data's quality say under that key, by indicator."""
    rows = next(part["rows"] for part in found["quality"] if part["key"] == key)
    return {row["code"]: row["text"] for row in rows}


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them; it needs the byte order mark."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
