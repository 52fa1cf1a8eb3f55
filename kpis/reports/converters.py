"""What stands in the addresses of reports."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from .formats import FORMATS
from .kept_files import ZIP


class QuarterConverter(StringConverter):  # type: ignore[misc] # Django has no types
    """2025-Q3"""

    regex = "[12][0-9]{3}-Q[1-4]"


class FileConverter(StringConverter):  # type: ignore[misc] # Django has no types
    """The ending of a report's file: pdf, xlsx, actions.csv …"""

    regex = "|".join(key.replace(".", r"\.") for key in sorted((*FORMATS, ZIP), key=len, reverse=True))


def register() -> None:
    register_converter(QuarterConverter, "quarter")
    register_converter(FileConverter, "report_file")
