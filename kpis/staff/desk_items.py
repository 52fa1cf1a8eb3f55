"""The lines and lists of the desk, and how a report is called and found on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.judging.periods import Period, quarter_of
from kpis.judging.terms import Frequency
from kpis.models import Measurement, PeriodEntry, Review


@dataclass(frozen=True)
class DeskItem:
    """One line: what it is about, more about it, and where the work is done."""

    text: str
    url: str
    note: str = ""
    chip: str = ""
    chip_label: str = ""


@dataclass(frozen=True)
class DeskSection:
    """A list on the desk. `all_url`: where all of it is done; `empty`: what stands there when nothing waits."""

    id: str
    title: str
    items: tuple[DeskItem, ...]
    count: int
    note: str = ""
    all_url: str = ""
    all_label: str = ""
    empty: str = ""
    is_late: bool = False
    hidden: int | None = None  # lines left out, where a line stands for more than one

    @property
    def more(self) -> int:
        return self.count - len(self.items) if self.hidden is None else self.hidden


def subject(row: PeriodEntry) -> str:
    """指標名 令和7年度第3四半期（改定）"""
    frequency = Frequency(row.owner.frequency) if isinstance(row, Measurement) else Frequency.QUARTERLY
    label = Period.parse(row.period).short_label_at(frequency)
    return f"{row.owner}　{label}" + (_("（改定案）") if row.is_correction else "")


def place(row: PeriodEntry, reviews: Iterable[Review], name: str) -> str:
    """Where the row is worked on: the open review of its quarter, else its own page (no review asks for references)."""
    quarter = str(quarter_of(Period.parse(row.period)))
    kind = "value" if isinstance(row, Measurement) else "progress"
    for review in reviews:
        if getattr(row.owner, "is_reference", False):
            break
        if review.plan_id == row.plan.pk and review.period == quarter:
            key = row.pk if name == "kpis_review_approval" else row.owner.pk
            return f"{reverse(f'admin:{name}', args=[review.pk])}#{kind}-{key}"
    return reverse(f"admin:kpis_{row._meta.model_name}_change", args=[row.pk])
