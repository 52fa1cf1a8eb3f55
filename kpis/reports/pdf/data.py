"""What the PDF's template prints: finished texts and pictures, in the order of its pages.

The template (typst/) only sets them; it holds no words of its own. Tables and their cells: cells.py.
"""

from django.utils.translation import gettext as _

from kpis.charts.palette import LOOK_OF_STATUS
from kpis.reports.chart_pictures import can_be_drawn, picture_of
from kpis.reports.document import DRAFT, PLAN_CHANGES, Document, GoalSection
from kpis.reports.indicator_words import own_figure, previous_name
from kpis.reports.snapshot.types import FrozenCorrections, FrozenIndicator

from . import cells
from .annex import method, quality
from .cells import Data
from .drawings import picture_data
from .glyphs import breakable

# A report of hundreds of pages helps nobody: what is beyond these is told in tables only.
MOST_CARDS = 60
MOST_CHARTS = 60
LONG_CARD = 700  # letters; a longer card may run over a page's end
LONGEST_RUNNING = 78  # letters of the title that stand over every page


def template_data(document: Document) -> Data:
    """All that the template reads, as plain data."""
    cards = document.exceptions[:MOST_CARDS]
    return {
        "meta": _meta(document),
        "words": _words(document),
        "cover": _cover(document),
        "counts": _counts(document),
        "actions_counts": _actions_counts(document),
        "moves": _moves(document),
        "exceptions": _exceptions(document, cards),
        "tables": _tables(document, cells.Unrepeated.of(document.snapshot, (row["code"] for row in cards))),
        "actions": _actions(document),
        "charts": _charts(document, {row["code"] for row in cards}),
        "quality": quality(document),
        "method": method(document),
    }


def _meta(document: Document) -> Data:
    report, city = document.report, document.snapshot["city"]
    return {
        "title": document.title,
        "author": report["published_by"] or city["name"],
        "running": shorten(document.title.removeprefix("".join(f"【{mark}】" for mark in document.marks))),
        "marks": document.marks,
        "watermark": DRAFT if document.is_draft else "",
        "foot": _("SHA-256 %s…（全体は最後のページ）") % document.checksum[:12]
        if document.checksum
        else _("公表前の案です"),
    }


def shorten(title: str) -> str:
    """The title in one line."""
    return title if len(title) <= LONGEST_RUNNING else title[: LONGEST_RUNNING - 1] + "…"


def _words(document: Document) -> Data:
    """Headings, and what stands where there is nothing to tell."""
    progress = _progress_words(document)
    return {
        "overall": _("総括"),
        "counts": _("判定の内訳"),
        "actions_counts": _("%(word)sの%(progress)s") % progress,
        "exceptions": _("対応が必要な指標"),
        "rest": _("そのほかの、対応が必要な指標"),
        "overdue": _("更新遅れの指標"),
        "overdue_lead": _("報告の期限から14日たっても値が登録されていません。"),
        "tables": _("指標の一覧"),
        "actions": _("%(word)sの%(progress)s（一覧）") % progress,
        "charts": _("グラフ"),
        "quality": _("データの質"),
        "method": _("判定の方法"),
        "verdicts": _("判定の種類（上から順に当てはめます）"),
        "notes": _("そのほかの決まり"),
        "proof": _("この報告の確かめ方"),
    }


def _progress_words(document: Document) -> dict[str, str]:
    """取組, 進み具合: what the plan and the rules of the report's time call them."""
    return {"word": document.snapshot["plan"]["words"]["action"], "progress": document.words.progress}


def _cover(document: Document) -> Data:
    snapshot, report = document.snapshot, document.report
    return {
        "over": f"{snapshot['city']['name']} {report['title']}",
        "title": breakable(snapshot["plan"]["full_title"]),
        "quarter": f"{report['label']}（{report['months_label']}）",
        "marks": [*document.marks, *([document.revision_label] if document.revision_label else [])],
        # The band above names plan and quarter already.
        "lines": [
            [term, breakable(text)]
            for term, text in document.cover
            if term not in (_("計画"), _("対象の四半期"))
        ],
        "overall": breakable(report["overall_comment"]),
    }


def _counts(document: Document) -> Data:
    counts = document.snapshot["counts"]
    pieces = [{"key": row["key"], "label": row["label"], "count": row["count"]} for row in document.groups]
    return {
        "pieces": pieces if counts["rated"] else [],
        "alt": _("判定の内訳の帯グラフです。") + _pieces_text(pieces),
        "sentence": document.counts_sentence,
        "troubled": [
            [
                _("%(label)s %(count)d件") % {"label": label, "count": len(names)},
                breakable("、".join(names)),
            ]
            for label, names in document.troubled
        ],
    }


def _actions_counts(document: Document) -> Data | None:
    """None where the plan has no actions."""
    actions = document.snapshot["actions"]
    words = _progress_words(document)
    if not actions["total"]:
        return None
    if not actions["counts"]:
        told = _("%(word)s%(count)d件の%(progress)sは、まだ報告されていません。")
        return {"pieces": [], "alt": "", "sentence": told % (words | {"count": actions["total"]})}
    pieces = [
        {"key": LOOK_OF_STATUS[row["status"]], "label": row["label"], "count": row["count"]}
        for row in actions["counts"]
    ]
    if actions["unknown"]:
        pieces.append({"key": "none", "label": _("報告なし"), "count": actions["unknown"]})
    return {
        "pieces": pieces,
        "alt": _("%(word)sの%(progress)sの帯グラフです。") % words + _pieces_text(pieces),
        "sentence": "",
    }


def _pieces_text(pieces: list[Data]) -> str:
    return "、".join(_("%(label)s%(count)d件") % row for row in pieces) + "。"


def _moves(document: Document) -> list[Data]:
    """What changed: against the report that this one corrects, and against the quarter before."""
    snapshot, found = document.snapshot, []
    if snapshot["corrections"] is not None:
        none = _("前の版と違うところはありません。")
        found.append(_move(_("訂正したところ"), document.report["reason"], snapshot["corrections"], none))
    none = _("判定・目標・過去の値・取組の状況に、変わったところはありません。")
    none = none if snapshot["changes"]["against"] else ""
    found.append(_move(_("前回から変わったこと"), document.against_sentence, snapshot["changes"], none))
    if snapshot["plan_changes"] is not None:
        found.append(_move(PLAN_CHANGES, "", snapshot["plan_changes"], document.no_plan_changes))
    return found


def _move(title: str, lead: str, part: FrozenCorrections, none: str) -> Data:
    return {
        "title": title,
        "lead": breakable(lead),
        "summary": [{"label": row["label"], "count": str(row["count"])} for row in part["summary"]],
        "table": cells.changes_table(part["rows"]) if part["rows"] else None,
        "none": "" if part["rows"] else none,
    }


def _exceptions(document: Document, shown: list[FrozenIndicator]) -> Data:
    rest = document.exceptions[len(shown) :]
    nothing = not document.exceptions and not document.overdue
    return {
        "none": _("遅れ・注意・更新遅れの指標はありません。") if nothing else "",
        "cards": [_card(document, row) for row in shown],
        "rest": cells.attention_table(rest, document.words) if rest else None,
        "rest_lead": _("多いため、%d件は表で示します。") % len(rest) if rest else "",
        "overdue": cells.overdue_table(document.overdue) if document.overdue else None,
    }


def _card(document: Document, row: FrozenIndicator) -> Data:
    value, target, previous = row["value"], row["target"], row["previous"]
    numbers = (
        (_("今回"), value and value["text"], value and value["label"]),
        (document.words.expected, row["expected_text"], None),
        (_("目標"), target and target["text"], target and target["label"]),
        (previous_name(row), previous and previous["text"], previous and previous["label"]),
    )
    parts = cells.comment_parts(row, always=(_("課題"), _("今後の対応")))
    parts.append([_("担当"), breakable(row["owner"] or _("記載なし"))])
    return {
        "name": breakable(row["label"]),
        "status": cells.status(row),
        "mark": _("市の印 %s") % f"{row['mark']} {row['mark_label']}".strip()
        if document.snapshot["scale"] and row["mark"]
        else "",
        "numbers": [[term, breakable(text or cells.NONE), label or ""] for term, text, label in numbers],
        "notes": [breakable(note) for note in _notes(row)],
        "plain": breakable(row["citizen_sentence"]),
        "sentence": breakable(row["sentence"]),
        "overdue": breakable(row["overdue_text"]),
        "parts": parts,
        "is_long": sum(len(text) for _term, text in parts) > LONG_CARD,
        "picture": _picture(document, row),
    }


def _notes(row: FrozenIndicator) -> list[str]:
    """What stands below the numbers: the newest period's own figure, 年換算, a newer value that is not judged."""
    value, found = row["value"], []
    if value and value["own_text"]:
        found.append(own_figure(value))
    if value and value["annualized_text"]:
        found.append(_("年換算 %s") % value["annualized_text"])
    return [*found, *row["value_notes"]]


def _picture(document: Document, row: FrozenIndicator) -> Data | None:
    """The indicator's chart; None without a value."""
    picture = picture_of(document, row)
    return None if picture is None else picture_data(picture)


def _tables(document: Document, usual: cells.Unrepeated) -> Data:
    """The plan's own tables, then KGIs and references."""
    found = [
        {
            "title": breakable(table.title or _("指標")),
            "subtitle": breakable(table.subtitle),
            "table": cells.indicator_table(
                [(_band(block, table.goal_word), block.rows) for block in table.blocks], usual
            ),
        }
        for table in document.tables
    ]
    for title, rows in ((_("KGI（最終目標）"), document.kgis), (_("参考指標"), document.references)):
        if rows:
            table = cells.indicator_table([(None, rows)], usual)
            found.append({"title": title, "subtitle": "", "table": table})
    return {
        "none": "" if document.snapshot["indicators"] else _("この計画には、指標が登録されていません。"),
        "tables": found,
    }


def _band(block: GoalSection, goal_word: str) -> list[str] | None:
    """What stands over a goal's rows: the goal, and its actions."""
    if not block.label and not block.actions:
        return None
    return [breakable(block.named(goal_word)), breakable(block.action_names)]


def _actions(document: Document) -> Data | None:
    rows, word = document.snapshot["actions"]["rows"], document.snapshot["plan"]["words"]["action"]
    return {"table": cells.action_table(rows, word)} if rows else None


def _charts(document: Document, shown: set[str]) -> Data | None:
    """The charts that the exceptions have not shown."""
    rows = [
        row
        for row in document.snapshot["indicators"]
        if can_be_drawn(document, row) and row["code"] not in shown
    ]
    if not rows:
        return None
    left_out = len(rows) - MOST_CHARTS
    return {
        "lead": _("対応が必要な指標のグラフは、その指標のところにあります。") if shown else "",
        "more": _("多いため、はじめの%(most)d件を示します（ほかに%(rest)d件）。")
        % {"most": MOST_CHARTS, "rest": left_out}
        if left_out > 0
        else "",
        "rows": [
            {
                "name": breakable(row["label"]),
                "status": cells.status(row),
                "picture": _picture(document, row),
            }
            for row in rows[:MOST_CHARTS]
        ],
    }
