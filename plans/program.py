"""Which program this is: what it works out, and keeps, holds for as long as nothing of it changes."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

PARTS = ("dxportal", "plans", "kpis", "templates")
SUFFIXES = {".py", ".html", ".svg", ".txt", ".mo", ".json"}


@cache
def program_print() -> str:
    """64 hexadecimal digits of the code, the templates and the language; read once in a process.

    Asked for when a process starts: later the files may already be those of the next version.
    """
    digest = hashlib.sha256(settings.LANGUAGE_CODE.encode())
    base = Path(settings.BASE_DIR)
    for path in sorted(
        path for part in PARTS for path in (base / part).rglob("*") if path.suffix in SUFFIXES
    ):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
