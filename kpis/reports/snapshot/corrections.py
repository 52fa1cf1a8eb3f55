"""What a correction changes in the report before it: all that differs of the same quarter. Pure: no ORM."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from .changes import OTHER, change, changes
from .types import About, FrozenAction, FrozenIndicator, ReportChange, Snapshot

Row = TypeVar("Row", FrozenIndicator, FrozenAction)

# Of the report itself, not of what it tells; and what other quarters' reports bring about.
_ITS_OWN = frozenset({"report", "changes", "plan_changes", "corrections", "is_draft", "schema_version"})
_OF_OTHER_QUARTERS = frozenset({"previous", "previous_status", "previous_status_label"})


def corrections(before: Snapshot, after: Snapshot) -> list[ReportChange]:
    """From a report to its correction: what `changes` tells, every text, and one row for whatever else differs."""
    found = [
        *changes(before, after),
        *_texts(before["indicators"], after["indicators"], "indicator", _indicator_texts),
        *_texts(before["actions"]["rows"], after["actions"]["rows"], "action", _action_texts),
        *_of_the_whole(before, after),
    ]
    if not found and _told(before) != _told(after):
        found.append(_whole(_("そのほかの記載"), _("訂正前"), _("訂正後")))
    return found


def _indicator_texts(row: FrozenIndicator) -> dict[str, str]:
    """What people read of an indicator beside its figures, by what it is called."""
    comments, value, baseline = row["comments"], row["value"], row["baseline"]
    return {
        _("説明・数え方"): row["definition"],
        _("計画に書かれた目標"): row["target_wording"],
        _("数値の出どころ"): row["data_source"],
        _("目標（柱など）"): row["goal_label"],
        _("比べるときの注意"): row["comparability_note"],
        _("小数点以下の桁数"): str(row["decimals"]),
        _("基準値の注記"): baseline["note"] if baseline else "",
        _("値の日付"): (value and value["as_of"]) or "",
        _("市の印"): f"{row['mark']} {row['mark_label']}".strip(),
        _("担当"): row["owner"],
        _("担当部署"): "、".join(row["departments"]),
        _("取組状況"): comments["progress"] if comments else "",
        _("課題"): comments["issues"] if comments else "",
        _("今後の対応"): comments["response"] if comments else "",
        _("根拠資料のアドレス"): comments["evidence_url"] if comments else "",
        _("自己評価"): "\n".join(
            f"{own['label']}: {own['text']}（{own['reason']}）" for own in row.get("self_assessments", [])
        ),
    }


def _action_texts(row: FrozenAction) -> dict[str, str]:
    return {
        _("取組名"): row["label"],
        _("取組状況"): row["comment"],
        _("担当"): row["owner"],
        _("担当部署"): "、".join(row["departments"]),
    }


def _texts(
    before: Sequence[Row], after: Sequence[Row], about: About, read: Callable[[Row], dict[str, str]]
) -> Iterator[ReportChange]:
    old = {row["code"]: read(row) for row in before}
    for row in after:
        for name, text in read(row).items():
            was = old.get(row["code"], {}).get(name, text)
            if was != text:
                yield change(about, row, "text", name, OTHER, was, text)


def _of_the_whole(before: Snapshot, after: Snapshot) -> Iterator[ReportChange]:
    for name, was, now in (
        (_("総括"), before["report"]["overall_comment"], after["report"]["overall_comment"]),
        (_("計画の題名"), before["plan"]["full_title"], after["plan"]["full_title"]),
        (_("市区町村の名称"), before["city"]["name"], after["city"]["name"]),
    ):
        if was != now:
            yield _whole(name, was, now)


def _whole(name: str, was: str, now: str) -> ReportChange:
    return change("report", {"code": "", "label": name}, "text", name, OTHER, was, now)


def _told(value: object) -> object:
    """What the report tells of its own quarter."""
    if isinstance(value, dict):
        left_out = _ITS_OWN | _OF_OTHER_QUARTERS if "schema_version" in value else _OF_OTHER_QUARTERS
        return {key: _told(part) for key, part in value.items() if key not in left_out}
    return [_told(part) for part in value] if isinstance(value, list) else value
