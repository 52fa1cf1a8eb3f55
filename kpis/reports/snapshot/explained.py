"""Why something differs from the report before: of each change the kind and the reason that the ledger gives."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from plans.ledger.reading import LedgerLine
from plans.models import RevisionKind

from .changes import name_of_target
from .types import ReportChange


def explained(
    rows: Iterable[ReportChange], lines: Sequence[LedgerLine], ids: dict[str, int]
) -> list[ReportChange]:
    """The changes of indicators with what the ledger's lines say of the same field. `ids`: of indicators, by code."""
    by_id: dict[int, list[LedgerLine]] = {}
    for line in lines:
        if line.revision.subject_model == "kpis.indicator":
            by_id.setdefault(line.revision.subject_id, []).append(line)
    return [_explained(row, by_id.get(ids.get(row["code"], 0), ())) for row in rows]


def _explained(row: ReportChange, lines: Sequence[LedgerLine]) -> ReportChange:
    if row["about"] != "indicator" or row["kind"] not in ("definition", "target", "baseline", "text"):
        return row
    mine = [line for line in lines if any(_tells(item.field, row) for item in line.items)]
    if not mine:
        return row
    kinds = [line.kind_label for line in mine if line.revision.kind != RevisionKind.TARGET]
    kinds = [kind for kind in dict.fromkeys(kinds) if kind != row["kind_label"]]
    label = row["kind_label"]
    if kinds:
        label = _("%(item)s（%(kind)s）") % {"item": label, "kind": "・".join(kinds)}
    reasons = dict.fromkeys(text for text in (row["reason"], *map(_reason, mine)) if text)
    return {**row, "kind_label": label, "reason": "\n".join(reasons)}


def _reason(line: LedgerLine) -> str:
    factor = _("%s で換算。") % line.factor_text if line.factor_text else ""
    return f"{factor}{line.revision.reason}"


def _tells(field: str, row: ReportChange) -> bool:
    """Whether a change of that field of the ledger is what the row tells."""
    part, _colon, which = field.partition(":")
    if row["kind"] == "baseline":
        return part.startswith("baseline_")
    if row["kind"] == "target" and part == "target":
        return row["kind_label"] == name_of_target(which)
    names = {
        "name": _("指標名"),
        "unit": _("単位"),
        "kind": _("測り方"),
        "steps": _("段階と予定の月"),
        "strict": _("目標の値ちょうど"),
        "path": _("目標までの道筋"),
        "direction": _("目指す向き"),
        "series": _("値の種類"),
        "frequency": _("報告の頻度"),
        "margin": _("誤差の幅"),
        "excludedperiod": _("判定から除く期間"),
        "seriesbreak": _("数え方の変更"),
        "lower": _("保つ範囲"),
        "upper": _("保つ範囲"),
        "definition": _("説明・数え方"),
        "target_wording": _("計画に書かれた目標"),
        "data_source": _("数値の出どころ"),
        "goal": _("目標（柱など）"),
        "comparability_note": _("比べるときの注意"),
        "decimals": _("小数点以下の桁数"),
    }
    return names.get(part) == row["kind_label"]
