"""Whole numbers in what a browser sends: ids and versions, which nobody types."""

LONGEST = 18  # digits; the database holds no longer ones


def sent_number(text: str) -> int | None:
    """The number, or None for anything that is none or that no row can have."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
