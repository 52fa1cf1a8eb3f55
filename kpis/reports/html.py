"""A report as HTML: the body of its page, and the same as one file that needs nothing else."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from kpis.documents.recorded_words import recorded_words

from .chart_pictures import picture_of
from .document import Document
from .judged_again import said_part, said_sentences, with_said
from .snapshot.types import FrozenGroupCount

BAR_WIDTH = 1000  # of the bar's own units
ADDRESS = re.compile(r"url\([^)]*\)")  # the frame's pictures, which the file does not have
STYLES = ("tokens", "shared", "base", "parts", "kpis", "reports", "print")


def body(document: Document, *, is_linked: bool = True) -> SafeString:
    """What the page says of the report. `is_linked`: names lead to the indicators' pages of the portal."""
    snapshot = document.snapshot
    sentences = said_sentences(document)
    exceptions = [
        {**with_said(row, sentences), "picture": picture_of(document, row)} for row in document.exceptions
    ]
    context = {
        "document": document,
        "words": document.words,
        "snapshot": snapshot,
        "report": document.report,
        "is_linked": is_linked,
        "told": {row["code"] for row in document.exceptions},  # whose issue and response stand in a card
        # Heading and notice say these already.
        "cover": [
            (term, text)
            for term, text in document.cover
            if text not in (document.plan_name, document.report["reason"], document.revision_label)
        ],
        "changes": said_part(snapshot["changes"], sentences),
        "corrections": said_part(snapshot.get("corrections"), sentences),
        "bar": bar(snapshot["counts"]["groups"]),
        "exceptions": exceptions,
        "overdue": [with_said(row, sentences) for row in document.overdue],
        "tables": document.tables,
        "verdict_rules": [
            {name: recorded_words(str(text)) for name, text in rule.items()}
            for rule in snapshot["method"]["verdicts"]
        ],
        "quiet_notes": [note["label"] for note in snapshot["quality"] if not note["rows"]],
    }
    return render_to_string("kpis/reports/_body.html", context)


def bar(groups: Sequence[FrozenGroupCount]) -> list[dict[str, str]]:
    """The counts as pieces of one bar, best first; none without any."""
    total = sum(group["count"] for group in groups)
    pieces, x = [], 0.0
    for group in groups:
        width = BAR_WIDTH * group["count"] / total if total else 0
        if width:
            pieces.append({"key": group["key"], "x": f"{x:.1f}", "width": f"{width:.1f}"})
        x += width
    return pieces


def write_html(document: Document) -> bytes:
    """One file with its styles and charts inside: to be kept on a shared drive and printed."""
    styles = "\n".join(
        (Path(settings.BASE_DIR) / "static" / "css" / f"{name}.css").read_text(encoding="utf-8")
        for name in STYLES
    )
    # Our own style sheets, not anybody's words. Only this file has them inside: it is saved, never shown as a page.
    styles = mark_safe(f"<style>{ADDRESS.sub('none', styles)}</style>")  # noqa: S308
    context = {"document": document, "styles": styles, "body": body(document, is_linked=False)}
    return render_to_string("kpis/reports/file.html", context).encode()
