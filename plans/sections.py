"""The tabs of a plan's pages. What a plan does not have is no tab; its page stays at its address and says so."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from .kinds import Publicity
from .models import Plan
from .models.living import Living


@dataclass(frozen=True)
class Section:
    """`page`: the address's name. `holds`: relations of a plan, of which one must have a row; none: always a tab."""

    page: str
    label: Callable[[Plan], str]
    holds: tuple[str, ...] = ()

    @property
    def annotation(self) -> str:
        return f"has_section_{self.page}"


SECTIONS = [
    Section("overview", lambda plan: _("概要")),
    Section("map", lambda plan: _("体系図"), ("goals", "actions", "statements")),
    Section("actions", lambda plan: plan.words["action"], ("actions",)),
    Section("schedule", lambda plan: _("スケジュール"), ("schedule_items",)),
    Section("organization", lambda plan: _("推進体制"), ("committees", "plan_departments")),
    Section("values", lambda plan: _("計画の言葉"), ("statements",)),
    Section("glossary", lambda plan: _("用語集"), ("terms",)),
    Section("sources", lambda plan: _("出典"), ("documents", "relations", "source_notes")),
]


def add_sections(*sections: Section, after: str) -> None:
    """For another app's pages of a plan: puts their tabs behind that one."""
    place = next(number for number, row in enumerate(SECTIONS, start=1) if row.page == after)
    SECTIONS[place:place] = sections


def with_sections(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The plans with what `sections_of` asks, in the same query."""
    itself = Plan.objects.filter(pk=OuterRef("pk"))
    return plans.annotate(
        **{
            row.annotation: Exists(itself.filter(reduce(or_, map(_holds, row.holds))))
            for row in SECTIONS
            if row.holds
        }
    )


def _holds(name: str) -> Q:
    """Whether the plan has a row there that the public knows."""
    first, _between, rest = name.partition("__")
    if not rest and issubclass(Plan._meta.get_field(first).related_model, Living):
        return Q(**{f"{name}__state": Publicity.PUBLIC})
    return Q(**{f"{name}__isnull": False})


def sections_of(plan: Plan, here: str = "") -> list[Section]:
    """The plan's tabs; `here`: the page one is on, which is always among them."""
    if not hasattr(plan, SECTIONS[-1].annotation):
        found = with_sections(Plan.objects.filter(pk=plan.pk)).first()
    else:
        found = plan
    return [
        row for row in SECTIONS if not row.holds or row.page == here or getattr(found, row.annotation, False)
    ]
