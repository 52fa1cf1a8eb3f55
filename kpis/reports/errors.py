"""What can go wrong when a report is written, or read again."""

from django.utils.translation import gettext as _

from kpis.models import Report


class ReportError(ValueError):
    """A file that cannot be made; its text is for people."""


class AlteredReportError(ReportError):
    """What is stored of a published report is not what was published: it is not served."""

    def __init__(self, report: Report):
        form = _(
            "%sの報告は、保存されている内容が公表したときと違うため、表示していません。"
            "もとに戻すまで、お待ちください。"
        )
        super().__init__(form % report.label)


def require_intact(report: Report) -> None:
    """Raises AlteredReportError."""
    if not report.is_intact:
        raise AlteredReportError(report)
