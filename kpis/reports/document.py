"""A snapshot as the formats read it: every list resolved, nothing computed anew, nothing asked of the database."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.documents.csv_files import SAMPLE
from kpis.documents.recorded_words import recorded_words
from kpis.judging.terms import TROUBLED, Kind
from kpis.models import Report
from kpis.models.report import report_key, revision_label
from kpis.reports.snapshot.build import rendered
from kpis.reports.snapshot.former import as_current
from kpis.reports.snapshot.types import FrozenGroupCount, FrozenIndicator, FrozenReport, Named, Snapshot
from plans.joining import listed, sentences

from .errors import require_intact
from .words import Words, words_of

DRAFT = "案"
PLAN_CHANGES = "計画の変更"
NO_PLAN_CHANGES = "計画の内容の変更はありません。"
PLAN_CHANGES_ABOVE = "計画の内容の変更は、「前回から変わったこと」にあります。"
OF_THE_PLAN = ("definition", "target", "baseline")


@dataclass(frozen=True)
class GoalSection:
    """A goal with the actions and indicators of its line in the plan's table."""

    label: str
    subtitle: str
    is_whole_part: bool
    actions: list[Named]
    rows: list[FrozenIndicator]

    def named(self, goal_word: str) -> str:
        """施策 窓口を変える: with the plan's word for such goals, unless the goal is the table's own."""
        return f"{goal_word} {self.label}".strip() if self.label and not self.is_whole_part else self.label

    @property
    def action_names(self) -> str:
        return "、".join(action["label"] for action in self.actions)


@dataclass(frozen=True)
class IndicatorTable:
    """What stands under one root of the hierarchy."""

    id: str
    title: str
    subtitle: str
    goal_word: str
    blocks: list[GoalSection]

    @property
    def rows(self) -> list[FrozenIndicator]:
        return [row for block in self.blocks for row in block.rows]


@dataclass(frozen=True)
class Document:
    """One report or draft. `text` is the snapshot byte for byte, `checksum` its SHA-256 (blank for a draft)."""

    snapshot: Snapshot
    text: str
    checksum: str = ""
    published_at: datetime | None = None

    @classmethod
    def of_report(cls, report: Report) -> "Document":
        """Raises AlteredReportError."""
        require_intact(report)
        return cls(
            as_current(json.loads(report.content)), report.content, report.checksum, report.published_at
        )

    @classmethod
    def of_draft(cls, snapshot: Snapshot) -> "Document":
        return cls(snapshot, rendered(snapshot))

    @property
    def report(self) -> FrozenReport:
        return self.snapshot["report"]

    @property
    def words(self) -> Words:
        """The terms of the rules by which it was judged."""
        return words_of(self.snapshot["rule_version"])

    @property
    def key(self) -> str:
        """2025-Q3, 2025-Q3-r2"""
        return report_key(self.report["period"], self.report["revision"])

    @property
    def file_name(self) -> str:
        """Without an ending: mihon-dx-plan-2025-Q3, …-r2, …-draft."""
        name = f"{self.snapshot['city']['slug']}-{self.snapshot['plan']['slug']}-{self.key}"
        return f"{name}-draft" if self.is_draft else name

    @property
    def is_draft(self) -> bool:
        return self.snapshot["is_draft"]

    @property
    def is_sample(self) -> bool:
        return self.snapshot["is_sample"]

    @property
    def marks(self) -> list[str]:
        """What must not be overlooked, on every page and in every file: サンプル, 案."""
        return [mark for mark, holds in ((SAMPLE, self.is_sample), (DRAFT, self.is_draft)) if holds]

    @property
    def revision_label(self) -> str:
        return revision_label(self.report["revision"])

    @property
    def plan_name(self) -> str:
        """The plan with its city; 見本市DX推進計画 names it already."""
        city, plan = self.snapshot["city"]["name"], self.snapshot["plan"]["full_title"]
        return plan if plan.startswith(city) else f"{city} {plan}"

    @property
    def title(self) -> str:
        """【サンプル】【案】見本市 DX推進計画 四半期報告 令和7年度（2025年度）第3四半期 訂正版 第2版"""
        marks = "".join(f"【{mark}】" for mark in self.marks)
        words = [
            self.plan_name,
            self.report["title"],
            self.report["label"],
            self.revision_label,
        ]
        return marks + " ".join(word for word in words if word)

    @cached_property
    def by_code(self) -> dict[str, FrozenIndicator]:
        return {row["code"]: row for row in self.snapshot["indicators"]}

    @cached_property
    def cover(self) -> list[tuple[str, str]]:
        """The cover's lines: what is told of the report as a whole."""
        report, day = self.report, self.report["at"]["label"]
        lines = [
            (_("計画"), self.plan_name),
            (_("計画の期間"), self.snapshot["plan"]["term_label"]),
            (_("対象の四半期"), f"{report['label']}（{report['months_label']}）"),
            (_("基準日"), _("%s（四半期の途中）") % day if report["is_running"] else day),
            (_("会議の日"), report["meeting_on"]["label"] if report["meeting_on"] else ""),
            (_("公表日"), report["published_on"]["label"] if report["published_on"] else _("公表前の案です")),
            (pgettext("by whom", "公表"), report["published_by"]),
            (_("版"), self.revision_label),
            (_("訂正の理由"), report["reason"]),
            (_("期間の外"), _("計画の期間の外の四半期です。") if report["is_outside_term"] else ""),
            (
                pgettext("a remark", "注意"),
                _("架空の市の見本です。実在の市の値ではありません。") if self.is_sample else "",
            ),
        ]
        return [(term, text) for term, text in lines if text]

    @cached_property
    def exceptions(self) -> list[FrozenIndicator]:
        """Late and at-risk indicators, the worst first."""
        return [row for row in self._exceptions if row["group"] in TROUBLED]

    @cached_property
    def overdue(self) -> list[FrozenIndicator]:
        """更新遅れ only: nothing says how they are going."""
        return [row for row in self._exceptions if row["group"] not in TROUBLED]

    @cached_property
    def _exceptions(self) -> list[FrozenIndicator]:
        return [self.by_code[code] for code in self.snapshot["exceptions"]]

    @cached_property
    def tables(self) -> list[IndicatorTable]:
        """The KPIs in the plan's own tables; KGIs and references have their own."""
        return self._tables("kpi")

    @cached_property
    def kgis(self) -> list[FrozenIndicator]:
        return [row for row in self.snapshot["indicators"] if row["role"] == "kgi"]

    @cached_property
    def references(self) -> list[FrozenIndicator]:
        return [row for row in self.snapshot["indicators"] if row["role"] == "reference"]

    def _tables(self, role: str) -> list[IndicatorTable]:
        found = []
        for part in self.snapshot["parts"]:
            blocks = []
            for block in part["blocks"]:
                rows = [self.by_code[code] for code in block["indicators"]]
                rows = [row for row in rows if row["role"] == role]
                if rows:
                    blocks.append(
                        GoalSection(
                            block["label"], block["subtitle"], block["is_whole_part"], block["actions"], rows
                        )
                    )
            if blocks:
                found.append(
                    IndicatorTable(part["id"], part["title"], part["subtitle"], part["goal_word"], blocks)
                )
        return found

    @cached_property
    def groups(self) -> list[FrozenGroupCount]:
        """The groups that occur, best first."""
        return [row for row in self.snapshot["counts"]["groups"] if row["count"]]

    @cached_property
    def counts_sentence(self) -> str:
        counts = self.snapshot["counts"]
        if not counts["rated"]:
            return self.words_sentence or _("数値目標で判定する指標はありません。")
        text = (
            _(
                "指標%(total)d件のうち、数値や段階の目標のあるものは%(rated)d件です。そのうち%(judged)d件を判定しました。"
            )
            if any(row["facts"]["kind"] == Kind.MILESTONE.value for row in self.snapshot["indicators"])
            else _(
                "指標%(total)d件のうち、数値目標のあるものは%(rated)d件です。そのうち%(judged)d件を判定しました。"
            )
        )
        text %= counts | {"total": counts["total"] + self._words_total}
        text += _("更新遅れは%d件です。") % counts["stale"] if counts["stale"] else ""
        return sentences(text, self.words_sentence)

    @cached_property
    def words_sentence(self) -> str:
        """Targets in words, which are counted apart; blank where there is none, and in reports of before."""
        counts = [
            _("%(group)s%(count)s") % {"group": row["label"], "count": row["count"]}
            for row in self.snapshot["counts"]["words"]
        ]
        if not counts:
            return ""
        return _("言葉の目標の指標%(total)d件は、%(counts)sです。") % {
            "total": self._words_total,
            "counts": listed(counts),
        }

    @property
    def _words_total(self) -> int:
        return sum(row["count"] for row in self.snapshot["counts"]["words"])

    @cached_property
    def troubled(self) -> list[tuple[str, list[str]]]:
        """What a reader must know first: the names of what is missed, late and at risk, by group, the worst first."""
        found: dict[str, list[str]] = {group.value: [] for group in TROUBLED}
        for row in self.exceptions:
            found[row["group"]].append(row["label"])
        counted = self.snapshot["counts"]
        labels = {row["group"]: row["label"] for row in (*counted["groups"], *counted["words"])}
        return [(labels[group], names) for group, names in found.items() if names]

    @cached_property
    def against_sentence(self) -> str:
        """What the changes are measured against."""
        against = self.snapshot["changes"]["against"]
        if against is None:
            return _("比べられる前の四半期はありません。")
        if against["is_published"]:
            text = _("%(label)sの報告と比べています。")
            if against["revision_label"]:
                text = _("%(label)sの報告（%(revision_label)s）と比べています。")
            if against["rule_version"] != self.snapshot["rule_version"]:
                text += _(
                    "その報告は、判定の決まりの第%(rule_version)d版で判定しました。決まりの違いで判定が変わることがあります。"
                )
            names = {name: recorded_words(str(against[name])) for name in ("label", "revision_label")}
            return text % {**against, **names}
        text = _("前の四半期（%s）の末の値と比べています。その四半期の報告は公表されていません。")
        return text % recorded_words(against["label"])

    @property
    def plan_changes_title(self) -> str:
        return PLAN_CHANGES

    @property
    def no_plan_changes(self) -> str:
        """Where the section is empty; early reports may tell of changes in the section before it only."""
        is_above = any(row["kind"] in OF_THE_PLAN for row in self.snapshot["changes"]["rows"])
        return PLAN_CHANGES_ABOVE if is_above else NO_PLAN_CHANGES

    @property
    def published_label(self) -> str:
        return f"{timezone.localtime(self.published_at):%Y-%m-%d %H:%M}" if self.published_at else ""
