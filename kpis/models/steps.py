"""The steps of a milestone as they are written: a line each, the planned time before the name (2026-03 検討)."""

import re

from django.utils.translation import gettext as _

from kpis.judging.known import Step
from kpis.judging.periods import Period
from plans.translations.said import said
from plans.typed_periods import read_period

LONGEST = 60  # characters of a step's name
# What stands before a line of a list: ・, ①, 2.
_MARKS = re.compile(r"^[\s・●○\-–—*]*(?:[0-9０-９]{1,2}(?:[.．]\s+|[)）]\s*)|[①-⑳]\s*)?")
_PARTS = re.compile(r"(?P<planned>.*?[\d０-９元年度月末])[\s:：、,]+(?P<title>\D.*)")


def read_steps(text: str) -> tuple[Step, ...]:
    """The steps that are written, blank lines left out. Raises ValueError with a sentence that names the line."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    return tuple(_step(number, line) for number, line in lines if line)


def _step(number: int, line: str) -> Step:
    words = {"number": number, "line": line[:40]}
    parts = _PARTS.fullmatch(_MARKS.sub("", line))
    if parts is None:
        raise ValueError(
            _(
                "%(number)d行目（%(line)s）は、「2026年3月 検討」のように、予定の月と段階の名前を書いてください。"
            )
            % words
        )
    title = " ".join(parts["title"].split())
    if len(title) > LONGEST:
        words["longest"] = LONGEST
        raise ValueError(
            _("%(number)d行目（%(line)s）の段階の名前は、%(longest)d字までにしてください。") % words
        )
    try:
        planned = Period.parse(read_period(parts["planned"]))
    except ValueError as error:
        raise ValueError(_("%(number)d行目（%(line)s）: %(why)s") % (words | {"why": error})) from None
    return Step(title, planned)


def write_steps(steps: tuple[Step, ...]) -> str:
    """As they are stored: 2026-03 検討"""
    return "\n".join(f"{step.planned} {step.title}" for step in steps)


def stored_steps(text: str) -> tuple[Step, ...]:
    """Back from `write_steps`, the names in the page's language. Whatever else somebody wrote past the model is no step."""
    found = []
    for line in text.splitlines():
        planned, _space, title = line.strip().partition(" ")
        try:
            found.append(Step(said(title.strip()) or planned, Period.parse(planned)))
        except ValueError:
            continue
    return tuple(found)
