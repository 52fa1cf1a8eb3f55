"""What a report calls its numbers: as they were called when the rules of its version were in force. Pure: no ORM."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Words:
    """The terms of one rule version, as headings of columns and rows."""

    expected: str
    attainment: str


def words_of(rule_version: int) -> Words:
    """The terms in which a report of that rule version explains itself."""
    if rule_version == 1:
        return Words(expected=_("期待値"), attainment=_("進捗率"))
    return Words(expected=_("計画どおりなら"), attainment=_("目標までの到達率"))
