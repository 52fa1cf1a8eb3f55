"""Words that every format prints beside an indicator's numbers, or where one is missing. `row`: as in the snapshot."""

from django.utils.translation import gettext as _

from kpis.judging import sentences
from kpis.judging.terms import ObservationStatus, Verdict


def absent_text(row: dict) -> str:
    """What stands in the place of a value: 実績未登録, 算定不可"""
    return sentences.absent_text(Verdict(row["verdict"]))


def value_marks(row: dict) -> list[str]:
    """What the value is not: final, or as first reported."""
    value = row["value"]
    status = "" if value["status"] == ObservationStatus.NORMAL else value["status_label"]
    return [text for text in (status, _("改定") if value["revision"] > 1 else "") if text]


def baseline_when(row: dict) -> str:
    """令和4年度, 仮 令和4年度; blank without a baseline."""
    baseline = row["baseline"]
    if not baseline:
        return ""
    return _("仮 %s") % baseline["label"] if baseline["is_provisional"] else baseline["label"]
