"""The PDF's last parts: what is to be known of the data, how the verdicts came about, how to check the report."""

from django.utils.translation import gettext as _

from kpis.reports.document import Document

from . import cells
from .cells import Data
from .glyphs import breakable


def quality(document: Document) -> Data:
    notes = document.snapshot["quality"]
    quiet = "、".join(note["label"] for note in notes if not note["rows"])
    return {
        "lead": _("すべての値は、使い方を示すための作りものです。") if document.is_sample else "",
        "notes": [
            {
                "title": _("%(label)s（%(count)d件）") % {"label": note["label"], "count": len(note["rows"])},
                "rows": [[breakable(row["label"]), breakable(row["text"])] for row in note["rows"]],
            }
            for note in notes
            if note["rows"]
        ],
        "none": _("次のものはありません: %s") % quiet if quiet else "",
    }


def method(document: Document) -> Data:
    snapshot, rules = document.snapshot, document.snapshot["method"]
    scale = snapshot["scale"]
    return {
        "idea": rules["idea"],
        "verdicts": cells.verdict_table(rules["verdicts"]),
        "marks_title": _("市の印: %(name)s（%(metric_label)s）") % scale if scale else "",
        "marks": cells.mark_table(rules["marks"]) if scale and rules["marks"] else None,
        "notes": rules["notes"],
        "sections": [[row["title"], row["text"]] for row in rules["sections"]],
        "versions": _("判定の決まりの版 %(rule)s・報告の形式の版 %(schema)s")
        % {"rule": snapshot["rule_version"], "schema": snapshot["schema_version"]},
        "proof": _proof(document),
        "checksum": document.checksum,
        "commands": [
            f"sha256sum {document.file_name}.json",
            f"certutil -hashfile {document.file_name}.json SHA256",
        ]
        if document.checksum
        else [],
    }


def _proof(document: Document) -> str:
    if not document.checksum:
        return _(
            "公表前の案です。公表した報告には、内容が変わっていないことを確かめる値（SHA-256）が付きます。"
        )
    return (
        _(
            "この報告のすべての値は、JSONファイル（%s.json）と同じです。ファイルの値（SHA-256）を計算し、次と同じなら、公表のときから変わっていません。"
        )
        % document.file_name
    )
