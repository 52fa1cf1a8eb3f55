"""The files kept of a report: each with the checksum of its making, and made anew where it is another one by now."""

import io
import logging
import zipfile
from collections.abc import Iterable

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from kpis.models import Report, ReportFile
from kpis.models.stored_checksum import checksum_of
from plans.database_trouble import trouble_of

ZIP = "zip"
log = logging.getLogger(__name__)


def kept_file(report: Report, key: str) -> bytes | None:
    """The file as it was made, or the page; None where none is kept, or what is kept is damaged."""
    rows = ReportFile.objects.filter(report=report, format=key)
    row = rows.values_list("content", "checksum").first()
    if row is None:
        return None
    content, checksum = bytes(row[0]), row[1]
    if checksum_of(content) != checksum:
        log.warning("%s kept of the report %s is damaged: it is made anew", key, report.key)
        return None
    return content


def keep(report: Report, key: str, content: bytes) -> bytes:
    """Another process may have been first: then its file is the one. A damaged one is replaced."""
    try:
        with transaction.atomic():
            ReportFile.objects.create(report=report, format=key, content=content)
    except IntegrityError:
        kept = kept_file(report, key)
        return _replace(report, key, content) if kept is None else kept
    except DatabaseError as error:
        _not_kept(report, key, error)
    return content


def _replace(report: Report, key: str, content: bytes) -> bytes:
    values = {"content": content, "checksum": checksum_of(content), "made_at": timezone.now()}
    try:
        ReportFile.objects.filter(report=report, format=key).update(**values)
    except DatabaseError as error:
        _not_kept(report, key, error)
    return content


def _not_kept(report: Report, key: str, error: DatabaseError) -> None:
    """A busy or read-only database: this reader is served all the same."""
    is_known = trouble_of(error) is not None
    log.warning("%s of the report %s could not be kept", key, report.key, exc_info=not is_known)


def files_in_zip(report: Report, keys: Iterable[str]) -> dict[str, bytes]:
    """The files in the zip that is kept, by format; none where there is no zip, or none that can be read."""
    content = kept_file(report, ZIP)
    if content is None:
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError):
        return {}
    known = tuple(keys)
    fitting = {name: [key for key in known if name.endswith(f".{key}")] for name in files}
    return {max(found, key=len): files[name] for name, found in fitting.items() if found}
