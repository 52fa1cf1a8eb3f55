"""The workbook of a report: its properties are those of the report."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.documents.xlsx.book import Book, BookProperties
from kpis.reports.document import Document


class ReportBook(Book):
    """A workbook about one document."""

    def __init__(self, document: Document):
        self.document = document
        super().__init__(_properties(document))


def _properties(document: Document) -> BookProperties:
    report, city = document.report, document.snapshot["city"]["name"]
    custom: dict[str, str | int] = {"報告の期間": report["period"], "版": report["revision"]}
    if document.checksum:
        custom["snapshot_sha256"] = document.checksum
    return BookProperties(
        title=document.title,
        subject=f"{document.snapshot['plan']['full_title']} {report['title']}",
        author=report["published_by"] or city,
        company=city,
        category=report["title"],
        keywords=[*document.marks, _("DX計画"), _("指標"), report["period"]],
        comments=report["reason"],
        created=_moment(document),
        marks=document.marks,
        revision_label=document.revision_label,
        custom=custom,
    )


def _moment(document: Document) -> datetime:
    """When it was published; of a draft the day on which it stands."""
    if document.published_at:
        return timezone.localtime(document.published_at).replace(tzinfo=None, microsecond=0)
    return datetime.combine(date.fromisoformat(document.report["at"]["date"]), time())
