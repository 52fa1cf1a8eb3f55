"""The KPI・KGI table as Excel, with the rows a visitor filtered: a sheet to print, and one for machines.

Its looks are those of the quarterly report's workbook.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kpis.assessment.as_of import Moment
from kpis.assessment.assessment import Standing
from kpis.assessment.scorecard import SORTS, Wish, goal_choices, group_choices, role_choices
from kpis.documents.csv_files import SCORECARD_COLUMNS, scorecard_rows
from kpis.documents.xlsx.book import Book
from kpis.documents.xlsx.looks import BOX, CENTRE, SMALL
from kpis.documents.xlsx.paper import Cell, Content, Paper
from kpis.reports.document import Document
from kpis.reports.snapshot.indicator import indicator_entry
from kpis.reports.snapshot.taking import clean
from kpis.reports.xlsx import words
from kpis.reports.xlsx.data import data_table
from plans.era import Quarter, date_label
from plans.models import Plan
from plans.tree import plan_tree

LISTING, DATA = "指標一覧", "データ"


def write_scorecard(plan: Plan, rows: Iterable[Standing], now: Moment, wish: Wish | None = None) -> bytes:
    """The workbook's bytes. `rows`: as chosen and sorted by `wish`, which the sheet names in words."""
    rows = list(rows)
    book = Book(_document(plan, now))
    _listing(book, plan, rows, wish or Wish())
    _data(book, plan, rows)
    return book.close()


def wish_words(plan: Plan, wish: Wish) -> str:
    """判定: 遅れ、役割: KPI（取組指標）。遅れているものからの順。 Blank where the table stands as in the plan."""
    goals = goal_choices(plan_tree(plan), wish.goal) if wish.goal else []
    asked = (
        (_("判定"), wish.group, group_choices()),
        (plan.words["pillar"], wish.goal, goals),
        (_("役割"), wish.role, role_choices()),
    )
    parts = [f"{name}: {dict(choices)[value]}" for name, value, choices in asked if value]
    if wish.sort != "plan":
        parts.append(_("並び順: %s") % SORTS[wish.sort])
    return "、".join(parts)


def _document(plan: Plan, now: Moment) -> Document:
    """What the workbook's titles, marks and properties are made of."""
    day = f"{now.quarter.label}{_('末')}" if now.quarter else date_label(now.at)
    city = plan.municipality
    snapshot = {
        "is_draft": False,
        "is_sample": city.is_fictional,
        "city": {"slug": city.slug, "name": city.name},
        "plan": {"slug": plan.slug, "full_title": plan.full_title},
        "report": {
            "title": _("KPI・KGIの進みぐあい"),
            "label": _("%sの時点") % day,
            "period": str(now.quarter or now.at),
            "at": {"date": now.at.isoformat(), "label": date_label(now.at)},
            "revision": 1,
            "reason": "",
            "published_by": "",
        },
        "indicators": [],
    }
    return Document.of_draft(clean(snapshot))


def _listing(book: Book, plan: Plan, rows: Sequence[Standing], wish: Wish) -> None:
    has_marks = any(row.scale is not None and row.scale.metric.value != "group" for row in rows)
    columns = _columns(_goal_word(plan, rows), has_marks)
    paper = Paper(book, LISTING, list(columns.values()))
    paper.title(LISTING)
    paper.paragraph(_count_words(plan, rows, wish))
    paper.head(list(columns), repeat=True, freeze=3)
    for row in rows:
        entry = clean(indicator_entry(row, Quarter.of(row.at), None))
        paper.line(_contents(entry, has_marks))
    if not rows:
        paper.paragraph(_("条件に合う指標はありません。"))
    paper.close()


def _count_words(plan: Plan, rows: Sequence[Standing], wish: Wish) -> str:
    count = _("%(count)d件のうち%(shown)d件を載せています") % {
        "count": plan.indicators.count(),
        "shown": len(rows),
    }
    asked = wish_words(plan, wish)
    text = f"{count}（{asked}）" if asked else count
    if plan.municipality.is_fictional:
        text += "\n" + _("架空の市の見本です。実在の市の値ではありません。")
    return clean(text)


def _goal_word(plan: Plan, rows: Sequence[Standing]) -> str:
    """What the plan calls the goals that occur: 柱・施策."""
    kinds = dict.fromkeys(row.indicator.goal.kind for row in rows if row.indicator.goal)
    words_of_plan = plan.words
    return "・".join(words_of_plan[kind] for kind in kinds) or words_of_plan["pillar"]


def _columns(goal_word: str, has_marks: bool) -> dict[str, float]:
    """Headings with their widths in characters."""
    found = {
        "No.": 6.5,
        goal_word: 20,
        _("指標"): 27,
        _("単位"): 6,
        _("基準値"): 8.5,
        _("基準の時点"): 9.5,
        _("目標値"): 8.5,
        _("目標の期限"): 9.5,
        _("現在の値"): 8.5,
        _("値の時点"): 10.5,
        _("期待値"): 8.5,
        _("進捗率"): 7.5,
        _("判定"): 10,
    }
    if has_marks:
        found[_("市の印")] = 7
    return found | {_("判定の理由"): 46}


def _contents(row: dict, has_marks: bool) -> list[Content]:
    baseline, target = row["baseline"], row["target"]
    provisional = _("（仮）") if baseline and baseline["is_provisional"] else ""
    role = "" if row["role"] == "kpi" else f"\n（{row['role_label']}）"
    found = [
        Cell(row["number"] or row["code"], CENTRE),
        Cell(row["goal_label"], BOX | {"font_size": 9}),
        row["name"] + role,
        Cell(row["unit"], CENTRE),
        words.baseline(row),
        words.when(baseline["label"], provisional) if baseline else Cell("", SMALL),
        words.target(row),
        words.when(target["label"]) if target else Cell("", SMALL),
        words.value(row),
        words.value_when(row),
        words.expected(row),
        words.attainment(row),
        words.verdict(row),
    ]
    if has_marks:
        found.append(Cell(row["mark"], CENTRE | {"bold": True}))
    return [*found, Cell(row["sentence"], BOX | {"font_size": 9})]


def _data(book: Book, plan: Plan, rows: Sequence[Standing]) -> None:
    data_table(book, DATA, SCORECARD_COLUMNS, map(clean, scorecard_rows(plan, rows)))
