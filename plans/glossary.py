"""Links the glossary's terms where they first occur in a page's text."""

import re
from functools import cached_property

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .models import Plan


class Glossary:
    """The terms of one plan, for one page: each term becomes a link the first time it occurs.

    Longer spellings win over shorter ones; a Latin term matches whole words only, so AI is not found in MAIL.
    """

    def __init__(self, plan: Plan):
        self.plan = plan
        self.linked: set[str] = set()

    @cached_property
    def codes(self) -> dict[str, str]:
        """Spelling → the term's code."""
        return {spelling: term.code for term in self.plan.terms.all() for spelling in term.spellings}

    @cached_property
    def pattern(self) -> re.Pattern | None:
        spellings = sorted(self.codes, key=len, reverse=True)
        return re.compile("|".join(map(_spelling_pattern, spellings))) if spellings else None

    @cached_property
    def address(self) -> str:
        return reverse("glossary", args=[self.plan.municipality.slug, self.plan.slug])

    def link(self, text: str, *, skip: str = "") -> SafeString:
        """The text as HTML with links; `skip` is the code of a term not to link (its own explanation)."""
        if self.pattern is None:
            return escape(text)
        parts, done = [], 0
        for match in self.pattern.finditer(text):
            code = self.codes[match[0]]
            if code == skip or code in self.linked:
                continue
            self.linked.add(code)
            parts += [
                escape(text[done : match.start()]),
                format_html('<a class="term" href="{}#term-{}">{}</a>', self.address, code, match[0]),
            ]
            done = match.end()
        return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 every part is escaped above


def _spelling_pattern(spelling: str) -> str:
    pattern = re.escape(spelling)
    if spelling[0].isascii() and spelling[0].isalnum():
        pattern = r"(?<![A-Za-z0-9])" + pattern
    if spelling[-1].isascii() and spelling[-1].isalnum():
        pattern += r"(?![A-Za-z0-9])"
    return pattern
