"""What differs between two snapshots: verdicts, targets, baselines, values of earlier periods, actions. Pure: no ORM."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.terms import GROUP_OF, WORST_FIRST, Frequency, Group, Kind, Path
from plans.joining import listed, with_remark

from .types import (
    About,
    ChangeCount,
    ChangeCourse,
    ChangeKind,
    FactsMeasurement,
    FactsTarget,
    FrozenBaseline,
    FrozenCorrections,
    FrozenIndicator,
    Named,
    ReportChange,
    Standing,
)

BETTER: Final = "better"
WORSE: Final = "worse"
OTHER: Final = "other"
# From worst to best; a verdict that is not here says nothing about how it goes.
RANKS: dict[str, int] = {
    verdict: rank
    for rank, verdict in enumerate(each for each in WORST_FIRST if GROUP_OF[each] is not Group.NONE)
}
ACTION_RANKS = {"delayed": 0, "not-started": 1, "as-planned": 2, "completed": 3}


def changes(before: Standing, after: Standing) -> list[ReportChange]:
    """From one snapshot to a later one, in the plan's order."""
    return [*_of_scale(before, after), *_of_indicators(before, after), *_of_actions(before, after)]


def with_summary(rows: list[ReportChange]) -> FrozenCorrections:
    """The changes with how many there are of each kind."""
    return {"summary": summary(rows), "rows": rows}


def summary(rows: Iterable[ReportChange]) -> list[ChangeCount]:
    """How many of each kind, in the order in which a reader looks; kinds that do not occur are left out."""
    rows = list(rows)
    wanted: tuple[tuple[ChangeKind, ChangeCourse | None, str], ...] = (
        ("verdict", BETTER, _("判定が上がった指標")),
        ("verdict", WORSE, _("判定が下がった指標")),
        ("verdict", OTHER, _("判定の有無が変わった指標")),
        ("definition", None, _("指標の決め方の変更")),
        ("target", None, _("目標の変更")),
        ("baseline", None, _("基準値の変更")),
        ("value", None, _("値の改定")),
        ("added", None, _("加わった指標・取組")),
        ("removed", None, _("なくなった指標・取組")),
        ("action", BETTER, _("取組の前進")),
        ("action", WORSE, _("取組の遅れ")),
        ("action", OTHER, _("取組のその他の変化")),
        ("text", None, _("記載の訂正")),
    )
    found: list[ChangeCount] = []
    for kind, course, label in wanted:
        count = sum(row["kind"] == kind and course in (None, row["course"]) for row in rows)
        if count:
            found.append({"kind": kind, "course": course or OTHER, "label": label, "count": count})
    return found


def _of_scale(before: Standing, after: Standing) -> Iterator[ReportChange]:
    """Another scale of marks: the marks of both snapshots cannot be compared."""
    was, now = before["scale"], after["scale"]
    if (was and was["code"]) != (now and now["code"]):
        row: Named = {"code": "", "label": _("市の印")}
        names = [scale["name"] if scale else _("なし") for scale in (was, now)]
        yield change("report", row, "definition", _("印の決め方"), OTHER, *names)


def _of_indicators(before: Standing, after: Standing) -> Iterator[ReportChange]:
    old = {row["code"]: row for row in before["indicators"]}
    new = {row["code"]: row for row in after["indicators"]}
    for code, row in new.items():
        if code not in old:
            yield change("indicator", row, "added", _("新しい指標"), after=row["sentence"])
            continue
        yield from _of_indicator(old[code], row)
    for code, row in old.items():
        if code not in new:
            yield change("indicator", row, "removed", _("指標の廃止"), before=row["sentence"])


def _of_indicator(old: FrozenIndicator, new: FrozenIndicator) -> Iterator[ReportChange]:
    yield from _of_definition(old, new)
    if old["verdict"] != new["verdict"]:
        course = _course(RANKS, old["verdict"], new["verdict"]) if counts_alike(old, new) else OTHER
        yield change(
            "indicator", new, "verdict", _("判定"), course, old["verdict_label"], new["verdict_label"],
            new["sentence"],
        )  # fmt: skip
    yield from _of_targets(old, new)
    yield from _of_baseline(old, new)
    yield from _of_values(old, new)


def is_converted(old: FrozenIndicator, new: FrozenIndicator) -> bool:
    """Whether the same thing stands in another unit (件 → 千件): then no figure is another because its number is."""
    return old["unit"] != new["unit"] and _break_periods(old) == _break_periods(new)


def _break_periods(row: FrozenIndicator) -> list[str]:
    return [part["period"] for part in row["facts"].get("breaks", [])]


def counts_alike(old: FrozenIndicator, new: FrozenIndicator) -> bool:
    """Whether both count the same thing: else neither their values nor their verdicts can be compared."""
    was, now = (
        (
            row["unit"],
            row["facts"].get("kind", "number"),
            row["facts"]["direction"],
            row["facts"]["series"],
            _break_periods(row),
        )
        for row in (old, new)
    )
    return was == now


def _of_definition(old: FrozenIndicator, new: FrozenIndicator) -> Iterator[ReportChange]:
    """What is counted and how. Compared by what it is, not by its name: the portal may have learnt a better one."""
    was, now = old["facts"], new["facts"]
    margin = was["margin"] if is_converted(old, new) else now["margin"]
    for name, before, after, told_before, told_after in (
        (_("指標名"), old["label"], new["label"], old["label"], new["label"]),
        (_("単位"), old["unit"], new["unit"], old["unit"], new["unit"]),
        (_("測り方"), _kind(old), _kind(new), _kind(old), _kind(new)),
        (_("段階と予定の月"), _steps(old), _steps(new), _steps(old), _steps(new)),
        (_("目標の値ちょうど"), _strict(old), _strict(new), _strict(old), _strict(new)),
        (_("目標までの道筋"), _path(old), _path(new), _path(old), _path(new)),
        (_("目指す向き"), was["direction"], now["direction"], old["direction_label"], new["direction_label"]),
        (_("値の種類"), was["series"], now["series"], old["series_label"], new["series_label"]),
        (_("報告の頻度"), was["frequency"], now["frequency"], old["frequency_label"], new["frequency_label"]),
        (_("誤差の幅"), was["margin"], margin, _margin(old), _margin(new)),
        (_("判定から除く期間"), _excluded(old), _excluded(new), _excluded(old), _excluded(new)),
        (_("数え方の変更"), _breaks(old), _breaks(new), _breaks(old), _breaks(new)),
    ):
        if before != after:
            yield change("indicator", new, "definition", name, OTHER, told_before, told_after)


def _kind(row: FrozenIndicator) -> str:
    return str(Kind(row["facts"].get("kind", "number")).label)


def _path(row: FrozenIndicator) -> str:
    return str(Path(row["facts"].get("path", "linear")).label)


def _strict(row: FrozenIndicator) -> str:
    return _("含まない") if row["facts"].get("strict") else _("含む")


def _steps(row: FrozenIndicator) -> str:
    """検討（令和8年3月）、試行（令和9年3月）"""
    frequency = Frequency(row["facts"]["frequency"])
    return listed(
        with_remark(step["title"], Period.parse(step["planned"]).short_label_at(frequency))
        for step in row["facts"].get("steps", [])
    ) or _("なし")


def _margin(row: FrozenIndicator) -> str:
    margin = row["facts"]["margin"]
    return f"±{margin}{row['unit']}" if margin != "0" else _("なし")


def _breaks(row: FrozenIndicator) -> str:
    """令和8年度第1四半期から（窓口も数えるため）"""
    frequency = Frequency(row["facts"]["frequency"])
    found = []
    for part in row["facts"].get("breaks", []):
        words = {"from": Period.parse(part["period"]).short_label_at(frequency), "reason": part["reason"]}
        found.append((_("%(from)sから（%(reason)s）") if part["reason"] else _("%(from)sから")) % words)
    return "、".join(found) or _("なし")


def _excluded(row: FrozenIndicator) -> str:
    """令和2年度（感染症の流行）、令和3年度"""
    frequency = Frequency(row["facts"]["frequency"])
    return "、".join(
        Period.parse(part["period"]).short_label_at(frequency)
        + (_("（%s）") % part["reason"] if part["reason"] else "")
        for part in row["facts"]["excluded"]
    ) or _("なし")


def _of_targets(old: FrozenIndicator, new: FrozenIndicator) -> Iterator[ReportChange]:
    was_range, new_range = ((row["facts"]["lower"], row["facts"]["upper"]) for row in (old, new))
    converted = is_converted(old, new)
    if was_range != new_range and not converted:
        texts = [row["target"]["text"] if row["target"] else _("なし") for row in (old, new)]
        yield change("indicator", new, "target", _("保つ範囲"), OTHER, *texts)
    before, after = _targets_in_force(old), _targets_in_force(new)
    for period in sorted(before.keys() | after.keys()):
        was, now = before.get(period), after.get(period)
        if (was and was["value"]) == (now and now["value"]):
            continue
        if converted and was and now and was["effective_from"] == now["effective_from"]:
            continue
        text = now["text"] if now else _("取り下げ")
        reason = now["reason"] if now else ""
        name = name_of_target(period)
        yield change(
            "indicator", new, "target", name, OTHER, was["text"] if was else _("なし"), text, reason
        )  # fmt: skip


def name_of_target(period: str) -> str:
    """目標（2026年度）, of a calendar year 目標（2026年）, of a quarter or month 目標（2026-Q2）"""
    if "-" in period:
        return _("目標（%s）") % period
    return (
        _("目標（%s年）") % period[1:] if Period.parse(period).is_calendar else _("目標（%s年度）") % period
    )


def _targets_in_force(row: FrozenIndicator) -> dict[str, FactsTarget]:
    """By period the decision that holds on the snapshot's day: they stand oldest first."""
    return {target["period"]: target for target in row["facts"]["targets"]}


def _of_baseline(old: FrozenIndicator, new: FrozenIndicator) -> Iterator[ReportChange]:
    """A baseline changed, set for the first time, or taken away. A provisional one (仮の基準) comes and goes by itself."""
    was, now = (row["baseline"] if _is_settled(row["baseline"]) else None for row in (old, new))
    is_same = is_converted(old, new) and (was and was["period"]) == (now and now["period"])
    if (was and was["value"]) != (now and now["value"]) and not is_same:
        texts = [_baseline_text(row["baseline"]) for row in (old, new)]
        yield change("indicator", new, "baseline", _("基準値"), OTHER, *texts)


def _baseline_text(baseline: FrozenBaseline | None) -> str:
    if baseline is None:
        return _("なし")
    return _("%s（仮）") % baseline["text"] if baseline["is_provisional"] else baseline["text"]


def _is_settled(baseline: FrozenBaseline | None) -> bool:
    return baseline is not None and not baseline["is_provisional"]


def _of_values(old: FrozenIndicator, new: FrozenIndicator) -> Iterator[ReportChange]:
    """Values of periods that had ended then: corrected, entered late, or taken out. What the time since brought is none."""
    before, after = ({row["period"]: row for row in each["facts"]["measurements"]} for each in (old, new))
    converted = is_converted(old, new)
    for period, row in sorted((before | after).items()):
        was, now = before.get(period), after.get(period)
        if was is None and _spoken_of(row) > old["facts"]["at"]:
            continue
        if was and now and _reported(was) == _reported(now):
            continue
        if converted and was and now and (was["revision"], was["status"]) == (now["revision"], now["status"]):
            continue
        was_text, now_text = (_with_status(each) if each else _("なし") for each in (was, now))
        name, reason = _("%sの値") % row["label"], now["reason"] if now else ""
        yield change("indicator", new, "value", name, OTHER, was_text, now_text, reason)


def _reported(row: FactsMeasurement) -> tuple[str | None, ...]:
    return row["value"], row["numerator"], row["denominator"], row["status"]


def _spoken_of(row: FactsMeasurement) -> str:
    """The day of which the value speaks, as the snapshot writes days."""
    return row["as_of"] or Period.parse(row["period"]).last_day.isoformat()


def _with_status(row: FactsMeasurement) -> str:
    return (
        f"{row['text']}（{row['status_label']}）"
        if row["status_label"] and row["status"] != "M"
        else row["text"]
    )


def _of_actions(before: Standing, after: Standing) -> Iterator[ReportChange]:
    old = {row["code"]: row for row in before["actions"]["rows"]}
    new = {row["code"]: row for row in after["actions"]["rows"]}
    for code, row in new.items():
        if code not in old:
            yield change("action", row, "added", _("新しい取組"), after=row["status_label"])
        elif old[code]["status"] != row["status"]:
            course = _course(ACTION_RANKS, old[code]["status"], row["status"])
            yield change(
                "action", row, "action", _("進み具合"), course, old[code]["status_label"], row["status_label"],
                row["comment"],
            )  # fmt: skip
    for code, row in old.items():
        if code not in new:
            yield change("action", row, "removed", _("取組の廃止"), before=row["status_label"])


def _course(ranks: Mapping[str, int], before: str, after: str) -> ChangeCourse:
    if before not in ranks or after not in ranks:
        return OTHER
    return BETTER if ranks[after] > ranks[before] else WORSE


def change(
    about: About,
    row: Named,
    kind: ChangeKind,
    kind_label: str,
    course: ChangeCourse = OTHER,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> ReportChange:
    labels: dict[tuple[ChangeKind, ChangeCourse], str] = {
        ("verdict", BETTER): _("上がった"),
        ("verdict", WORSE): _("下がった"),
        ("action", BETTER): _("進んだ"),
        ("action", WORSE): _("遅れた"),
    }
    return {
        "about": about,
        "code": row["code"],
        "label": row["label"],
        "kind": kind,
        "kind_label": kind_label,
        "course": course,
        "course_label": labels.get((kind, course), ""),
        "before": before,
        "after": after,
        "reason": reason,
    }
