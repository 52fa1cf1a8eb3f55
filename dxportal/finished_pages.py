"""Which answers are pages that may still be written into: readings above kanji, marks of a text's language."""

from django.http import HttpResponseBase


def is_page(response: HttpResponseBase) -> bool:
    """Whether somebody reads it in the browser. A file that is saved stays as it is, byte for byte."""
    headers = response.headers
    is_html = headers.get("Content-Type", "").startswith("text/html")
    return (
        is_html
        and not response.streaming
        and not headers.get("Content-Disposition", "").startswith("attachment")
    )
