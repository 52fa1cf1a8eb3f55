"""The fictional city as it is stored, and read from a file."""

from django.apps import apps

from kpis.models import ReportFile
from plans.models import (
    Acting,
    ChangeRecord,
    ContentVersion,
    SiteAct,
)


def stored() -> dict[str, int]:
    """How many rows of each kind; what is kept of a report for its next reader can be made again, and does not count.

    Nor does the record of changes, which tells of every run.
    """
    telling = (Acting, ChangeRecord, ContentVersion, SiteAct)
    kinds = [model for model in apps.get_models() if model not in (ReportFile, *telling)]
    return {model.__name__: model._default_manager.count() for model in kinds}
