"""What the formats say of an indicator in the same words: its comments by name, and what to know of its value."""

import re

from django.utils.translation import gettext as _

from .snapshot.types import FrozenIndicator

_WESTERN = re.compile("（[0-9]+年度）")


def comments_by_name(row: FrozenIndicator) -> list[tuple[str, str]]:
    """取組状況, 課題 and 今後の対応, each blank where nobody wrote any."""
    found = row["comments"]
    return [
        (_("取組状況"), found["progress"] if found else ""),
        (_("課題"), found["issues"] if found else ""),
        (_("今後の対応"), found["response"] if found else ""),
    ]


def comments_note(row: FrozenIndicator) -> str:
    """（令和7年度第1四半期の報告） where the comments are not of this quarter; blank without any."""
    found = row["comments"]
    is_told = any(text for _name, text in comments_by_name(row))
    return f"（{found['note']}）" if found and found["note"] and is_told else ""


def around_value(row: FrozenIndicator) -> list[str]:
    """What a reader must know of the newest value: the year at this pace, not final, revised, a newer one, none at all."""
    value = row["value"]
    if value is None:
        return row["value_notes"]
    found = (
        _("年換算 %s") % value["annualized_text"] if value["annualized_text"] else "",
        value["status_label"] if value["status"] != "A" else "",
        _("改定") if value["revision"] > 1 else "",
        *row["value_notes"],
    )
    return [text for text in found if text]


def in_short(label: str) -> str:
    """令和7年度第3四半期, without the western year in the middle."""
    return _WESTERN.sub("", label)
