"""Where words are searched: each kind of row, its columns, the page that shows it, and the heading it stands under."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext_lazy

from kpis.models import ActionProgress, Indicator, Measurement
from plans import models


@dataclass(frozen=True)
class Section:
    """A heading of the results. `key`: its place on the page."""

    key: str
    label: str


INDICATORS = Section("indicators", gettext_lazy("指標（KPI・KGI）"))
GOALS = Section("goals", gettext_lazy("目標・柱"))
ACTIONS = Section("actions", gettext_lazy("取組"))
PLANS = Section("plans", gettext_lazy("計画"))
STATEMENTS = Section("statements", gettext_lazy("ビジョン・考え方"))
SCHEDULE = Section("schedule", gettext_lazy("スケジュール"))
PEOPLE = Section("people", gettext_lazy("推進体制"))
TERMS = Section("terms", gettext_lazy("用語"))
SOURCES = Section("sources", gettext_lazy("関係する計画・原本"))
SECTIONS = (INDICATORS, GOALS, ACTIONS, PLANS, STATEMENTS, SCHEDULE, PEOPLE, TERMS, SOURCES)


@dataclass(frozen=True)
class Reports:
    """What departments say of a row, period by period: only what is approved is public."""

    model: type[Model]
    owner: str
    columns: tuple[str, ...]  # in the order of the index


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of row."""

    model: type[Model]
    section: Section
    page: str
    title: str
    body: Mapping[str, str] = field(default_factory=dict)  # column: what it is called where it is quoted
    plan: str = "plan"
    anchor: str = ""  # attribute that names the row on a page shared with others
    own_page: bool = False
    departments: tuple[str, ...] = ()  # relations to those in charge, by which it is found too
    reports: Reports | None = None

    def place(self, row: Model) -> tuple[str, list[str]]:
        """The name of the row's page, and what its address takes beside the plan."""
        if isinstance(row, models.SourceNote):
            return row.place
        return self.page, [row.code] if self.own_page else []

    @property
    def own(self) -> tuple[str, ...]:
        """The row's own columns, in the order of its index (the migrations that lay `dx_words_…`)."""
        return tuple(name for name in (self.title, *self.body) if "__" not in name)

    @property
    def beside(self) -> list[str]:
        """What the row stands on, and is found by too: the track of an item, the department of a role."""
        return [name for name in (self.title, *self.body) if "__" in name]


_ = gettext_lazy
INDICATOR_KIND = Kind(
    Indicator,
    INDICATORS,
    "indicator",
    "name",
    {"target_wording": _("計画の言葉"), "definition": _("説明"), "data_source": _("数値の出どころ")},
    own_page=True,
    departments=("departments",),
    reports=Reports(Measurement, "indicator", ("progress_comment", "issues_comment", "response_comment")),
)
KINDS = (
    INDICATOR_KIND,
    Kind(models.Goal, GOALS, "goal", "title", {"subtitle": "", "summary": ""}, own_page=True),
    Kind(
        models.Action,
        ACTIONS,
        "action",
        "title",
        {"group": "", "summary": ""},
        own_page=True,
        departments=("lead_departments", "supporting_departments"),
        reports=Reports(ActionProgress, "action", ("comment",)),
    ),
    Kind(models.Plan, PLANS, "overview", "title", {"summary": ""}, plan=""),
    Kind(models.Statement, STATEMENTS, "values", "title", {"body": ""}, anchor="anchor"),
    Kind(models.ScheduleItem, SCHEDULE, "schedule", "title", {"track__title": ""}, anchor="anchor"),
    Kind(
        models.Committee,
        PEOPLE,
        "organization",
        "name",
        {"function": "", "secretariat": _("事務局")},
        anchor="anchor",
    ),
    Kind(
        models.Seat,
        PEOPLE,
        "organization",
        "office",
        {"role": "", "person": "", "function": ""},
        plan="committee__plan",
    ),
    Kind(models.PlanDepartment, PEOPLE, "organization", "department__name", {"role": ""}),
    Kind(
        models.Term,
        TERMS,
        "glossary",
        "name",
        {"original": "", "aliases": _("ほかの書き方"), "body": ""},
        anchor="anchor",
    ),
    Kind(models.PlanRelation, SOURCES, "sources", "title", {"wording": ""}, anchor="anchor"),
    Kind(models.SourceDocument, SOURCES, "sources", "title", {"description": ""}, anchor="anchor"),
    Kind(models.SourceNote, SOURCES, "sources", "title", {"found": "", "chosen": ""}, anchor="anchor"),
)
