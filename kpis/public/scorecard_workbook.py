"""The KPI・KGI table as Excel, with the rows a visitor filtered: a sheet to print, and one for machines.

Its looks are those of the quarterly report's workbook.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.as_of import JudgedDay
from kpis.assessment.assessing import has_marks
from kpis.assessment.assessment import Assessment
from kpis.assessment.scorecard import SORTS, ScorecardFilter, goal_choices, group_choices, role_choices
from kpis.documents.clean_texts import clean
from kpis.documents.csv_files import SAMPLE, SCORECARD_COLUMNS, scorecard_rows
from kpis.documents.xlsx.book import Book, BookProperties
from kpis.documents.xlsx.data_sheet import data_table
from kpis.documents.xlsx.printed_sheet import Cell, Content, PrintedSheet
from kpis.documents.xlsx.styles import BOX, CENTRE, SMALL
from kpis.reports.snapshot.indicator import indicator_entry
from kpis.reports.xlsx import indicator_cells
from plans.era import Quarter
from plans.joining import listed, side_by_side, with_remark
from plans.models import Plan
from plans.tree import plan_tree

LISTING, DATA = "指標一覧", "データ"


def write_scorecard(
    plan: Plan, rows: Iterable[Assessment], now: JudgedDay, wish: ScorecardFilter | None = None
) -> bytes:
    """The workbook's bytes. `rows`: as chosen and sorted by `wish`, which the sheet names in words."""
    rows = list(rows)
    book = Book(_properties(plan, now))
    _listing(book, plan, rows, wish or ScorecardFilter())
    _data(book, plan, rows)
    return book.close()


def wish_words(plan: Plan, wish: ScorecardFilter) -> str:
    """判定: 遅れ、役割: KPI（取組指標）。遅れているものからの順。 Blank where the table stands as in the plan."""
    goals = goal_choices(plan_tree(plan), wish.goal, timezone.localdate()) if wish.goal else []
    asked = (
        (_("判定"), wish.group, group_choices()),
        (plan.words["pillar"], wish.goal, goals),
        (_("役割"), wish.role, role_choices()),
    )
    parts = [
        _("%(name)s: %(value)s") % {"name": name, "value": dict(choices)[value]}
        for name, value, choices in asked
        if value
    ]
    if wish.sort != "plan":
        parts.append(_("並び順: %s") % SORTS[wish.sort])
    return listed(parts)


def _properties(plan: Plan, now: JudgedDay) -> BookProperties:
    """What the workbook's titles and marks are made of."""
    city, kind = clean(plan.municipality.name), _("KPI・KGIの進み具合")
    title = clean(plan.full_title)
    name = title if title.startswith(city) else f"{city} {title}"
    marks = [SAMPLE] if plan.municipality.is_fictional else []
    period = str(now.quarter or now.at)
    return BookProperties(
        title="".join(f"【{mark}】" for mark in marks)
        + " ".join([name, kind, _("%sの時点") % now.day_label]),
        subject=f"{title} {kind}",
        author=city,
        company=city,
        category=kind,
        keywords=[*marks, _("DX計画"), _("指標"), period],
        created=datetime.combine(now.at, time()),
        marks=marks,
        custom={"報告の期間": period, "版": 1},
    )


def _listing(book: Book, plan: Plan, rows: Sequence[Assessment], wish: ScorecardFilter) -> None:
    with_marks = has_marks(rows)
    columns = _columns(_goal_word(plan, rows), with_marks)
    paper = PrintedSheet(book, LISTING, list(columns.values()))
    paper.title(LISTING)
    paper.paragraph(_count_words(plan, rows, wish))
    paper.head(list(columns), repeat=True, freeze=3)
    for row in rows:
        entry = clean(indicator_entry(row, Quarter.of(row.at), None))
        paper.line(_contents(entry, with_marks))
    if not rows:
        paper.paragraph(_("条件に合う指標はありません。"))
    paper.close()


def _count_words(plan: Plan, rows: Sequence[Assessment], wish: ScorecardFilter) -> str:
    count = _("%(count)d件のうち%(shown)d件を載せています") % {
        "count": plan.indicators.shown().count(),
        "shown": len(rows),
    }
    asked = wish_words(plan, wish)
    text = with_remark(count, asked)
    if plan.municipality.is_fictional:
        text += "\n" + _("架空の市の見本です。実在の市の値ではありません。")
    return clean(text)


def _goal_word(plan: Plan, rows: Sequence[Assessment]) -> str:
    """What the plan calls the goals that occur: 柱・施策."""
    kinds = dict.fromkeys(row.indicator.goal.kind for row in rows if row.indicator.goal)
    words_of_plan = plan.words
    return side_by_side(words_of_plan[kind] for kind in kinds) or words_of_plan["pillar"]


def _columns(goal_word: str, with_marks: bool) -> dict[str, float]:
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
        _("値"): 8.5,
        _("値の期間"): 12.5,
        _("計画どおりなら"): 8.5,
        _("目標までの到達率"): 7.5,
        _("判定"): 10,
    }
    if with_marks:
        found[_("市の印")] = 7
    return found | {_("判定の理由"): 46}


def _contents(row: dict, with_marks: bool) -> list[Content]:
    baseline, target = row["baseline"], row["target"]
    provisional = _("（仮）") if baseline and baseline["is_provisional"] else ""
    role = "" if row["role"] == "kpi" else f"\n（{row['role_label']}）"
    found = [
        Cell(row["number"] or row["code"], CENTRE),
        Cell(row["goal_label"], BOX | {"font_size": 9}),
        row["name"] + role,
        Cell(row["unit"], CENTRE),
        indicator_cells.baseline(row),
        indicator_cells.when(baseline["label"], provisional) if baseline else Cell("", SMALL),
        indicator_cells.target(row),
        indicator_cells.when(target["label"]) if target else Cell("", SMALL),
        indicator_cells.value(row),
        indicator_cells.value_when(row),
        indicator_cells.expected(row),
        indicator_cells.attainment(row),
        indicator_cells.verdict(row),
    ]
    if with_marks:
        found.append(Cell(row["mark"], CENTRE | {"bold": True}))
    told = row["citizen_sentence"] + row["sentence"] + row["overdue_text"]
    return [*found, Cell(told, BOX | {"font_size": 9})]


def _data(book: Book, plan: Plan, rows: Sequence[Assessment]) -> None:
    data_table(book, DATA, SCORECARD_COLUMNS, map(clean, scorecard_rows(plan, rows)))
