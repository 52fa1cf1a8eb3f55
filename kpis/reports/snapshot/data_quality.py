"""What a reader must know of a report's data: missing, late, provisional, revised. Pure: no ORM."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.staleness import GRACE
from kpis.judging.terms import Frequency, ObservationStatus
from plans.era import date_label

from .indicator import MISSING, UNREPORTED, is_rated_kind
from .types import FrozenIndicator, QualityNote, QualityRow

PROVISIONAL = (
    ObservationStatus.PROVISIONAL,
    ObservationStatus.ESTIMATED,
    ObservationStatus.UNVALIDATED,
)


def notes(indicators: list[FrozenIndicator]) -> list[QualityNote]:
    """One list per question, each with the indicators it concerns and what there is to say of them.

    All are always there, but what plans have whose indicators are worked out from others.
    """
    rows = [row for row in indicators if is_rated_kind(row)]
    composed = [row for row in rows if "composition" in row]
    found = [
        _note("unreported", _("この四半期の値が未報告"), rows, _unreported),
        _note("missing", _("値なし（理由あり）"), rows, _missing),
        _note("stale", _("更新遅れ（報告の期限から%d日を過ぎても値がない）") % GRACE.days, rows, _stale),
        _note("late", _("締切の後に提出された値"), rows, _late),
        _note("provisional", _("速報値・推計値・未確認の値"), rows, _provisional),
        _note("revised", _("改定された値"), rows, _revised),
        _note("dated_after", _("報告の基準日より後の日付の値（判定に含めていません）"), rows, _dated_after),
        _note("excluded", _("判定から除いた期間"), rows, _excluded),
        _note("comparability", _("比べるときの注意"), rows, lambda row: row["comparability_note"]),
        _note("later", _("判定に使っていない新しい値（目標の期限の後など）"), rows, _later),
    ]
    label = _("ほかの指標から計算した値")
    return [*found, _note("composed", label, composed, lambda row: row["composition"])] if composed else found


def _note(
    key: str, label: str, rows: list[FrozenIndicator], say: Callable[[FrozenIndicator], str]
) -> QualityNote:
    found: list[QualityRow] = [
        {"code": row["code"], "label": row["label"], "text": text} for row in rows if (text := say(row))
    ]
    return {"key": key, "label": label, "rows": found}


def _unreported(row: FrozenIndicator) -> str:
    due = row["due"]
    return _("%sの承認された値がありません。") % due["label"] if due and due["state"] == UNREPORTED else ""


def _missing(row: FrozenIndicator) -> str:
    due = row["due"]
    return f"{due['label']}: {due['reason']}" if due and due["state"] == MISSING else ""


def _stale(row: FrozenIndicator) -> str:
    if not row["stale"]:
        return ""
    value = row["value"]
    last = _("最後の値は%sです。") % value["label"] if value else _("値が一度も登録されていません。")
    return row["overdue_text"] + last


def _late(row: FrozenIndicator) -> str:
    due = row["due"]
    return _("締切の%d日後に提出されました。") % due["days_late"] if due and due["days_late"] else ""


def _provisional(row: FrozenIndicator) -> str:
    """Of all its values, those not yet final: they may still move."""
    found = [
        f"{each['label']} {each['text']}（{each['status_label']}）"
        for each in row["facts"]["measurements"]
        if each["status"] in PROVISIONAL
    ]
    return "、".join(found)


def _revised(row: FrozenIndicator) -> str:
    found = [
        _("%(label)s 第%(number)d版 %(text)s（%(reason)s）")
        % {"label": each["label"], "number": each["revision"], "text": each["text"], "reason": each["reason"]}
        for each in row["facts"]["measurements"]
        if each["revision"] > 1
    ]
    return "、".join(found)


def _dated_after(row: FrozenIndicator) -> str:
    due = row["due"]
    return (
        _("%(label)sの値の日付は、%(day)sです。")
        % {"label": due["label"], "day": date_label(date.fromisoformat(due["as_of_after"]))}
        if due and due["as_of_after"]
        else ""
    )


def _excluded(row: FrozenIndicator) -> str:
    frequency = Frequency(row["facts"]["frequency"])
    found = (
        f"{Period.parse(each['period']).label_at(frequency)}: {each['reason']}"
        for each in row["facts"]["excluded"]
    )
    return "、".join(found)


def _later(row: FrozenIndicator) -> str:
    return row["value"]["later_text"] if row["value"] else ""
