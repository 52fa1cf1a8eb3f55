"""What the formats say of an indicator in the same words: its comments by name, and what to know of its value."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.judging.terms import ObservationStatus, Verdict
from plans.joining import sentences

from .snapshot.types import FrozenIndicator, FrozenValue

_WESTERN = re.compile("（[0-9]+年度）")
_YEAR = re.compile("^[^ ]+年度(?=[第上下])")
_PAUSE = re.compile("(?<=年度)(?=[第上下])|(?<=年度・)|(?=（)")


def absent_text(row: FrozenIndicator) -> str:
    """What stands in the place of a value: 実績未登録, 算定不可"""
    if row["verdict"] != Verdict.NOT_EVALUABLE:
        return _("実績未登録")
    return row["verdict_label"]


def value_marks(row: FrozenIndicator) -> list[str]:
    """What the value is not: final, or as first reported."""
    value = row["value"]
    if value is None:
        return []
    status = "" if value["status"] == ObservationStatus.NORMAL.value else value["status_label"]
    return [text for text in (status, _("改定") if value["revision"] > 1 else "") if text]


def baseline_when(row: FrozenIndicator) -> str:
    """令和4年度, 仮 令和4年度; blank without a baseline."""
    baseline = row["baseline"]
    if not baseline:
        return ""
    return _("仮 %s") % baseline["label"] if baseline["is_provisional"] else baseline["label"]


def previous_name(row: FrozenIndicator) -> str:
    """What the value beside today's is called: of a year's sum it is that of the year before, not of the last report."""
    return _("前の年の同じ時期") if row["value"] and row["value"]["is_sum"] else pgettext("a report", "前回")


def previous_note(row: FrozenIndicator) -> str:
    """What stands below it: of a year's sum what it covers, else how the last report judged it."""
    previous = row["previous"]
    if previous is None:
        return ""
    return previous["label"] if row["value"] and row["value"]["is_sum"] else previous["verdict_label"]


def comments_by_name(row: FrozenIndicator) -> list[tuple[str, str]]:
    """取組状況, 課題 and 今後の対応, each blank where nobody wrote any."""
    found = row["comments"]
    return [
        (_("取組状況"), found["progress"] if found else ""),
        (_("課題"), found["issues"] if found else ""),
        (_("今後の対応"), found["response"] if found else ""),
    ]


def own_by_name(row: FrozenIndicator) -> list[tuple[str, str]]:
    """自己評価（総合評価）: the mark with its reason, and where it lies far from the verdict, that too."""
    return [
        (
            _("自己評価（%s）") % own["label"],
            sentences(
                _("%(mark)s（理由: %(reason)s）") % {"mark": own["text"], "reason": own["reason"]},
                own["difference"],
            ),
        )
        for own in row.get("self_assessments", [])
    ]


def comments_note(row: FrozenIndicator) -> str:
    """（令和7年度第1四半期の報告） where the comments are not of this quarter; blank without any."""
    found = row["comments"]
    is_told = any(text for _name, text in comments_by_name(row))
    return f"（{found['note']}）" if found and found["note"] and is_told else ""


def own_figure(value: FrozenValue) -> str:
    """令和7年度第4四半期 34.9時間: of a year's sum what its newest period brought by itself; blank where there is none."""
    return f"{value['own_label']} {value['own_text']}".strip()


def around_value(row: FrozenIndicator) -> list[str]:
    """What a reader must know of the newest value: the year at this pace, not final, revised, a newer one, none at all."""
    value = row["value"]
    if value is None:
        return row["value_notes"]
    found = (
        own_figure(value),
        _("年換算 %s") % value["annualized_text"] if value["annualized_text"] else "",
        *value_marks(row),
        *row["value_notes"],
    )
    return [text for text in found if text]


def in_short(label: str) -> str:
    """令和7年度第3四半期, without the western year in the middle."""
    return _WESTERN.sub("", label)


def around_value_in_lines(row: FrozenIndicator) -> list[str]:
    """The same for a narrow column, below what the value covers: the own figure does not repeat its year."""
    own = own_figure(row["value"]) if row["value"] else ""
    return [_YEAR.sub("", note) if note == own else in_lines(note) for note in around_value(row)]


def in_lines(period: str) -> str:
    """令和8年度 over 第1四半期, 令和7年度・ over 4四半期の合計: in a narrow place lines end where a reader pauses."""
    return _PAUSE.sub("\n", period)
