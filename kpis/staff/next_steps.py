"""What comes after: who else decides on a report, and what a correction means for a report that is published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kpis.judging.periods import Period, quarter_of
from kpis.models import PeriodEntry, Report, Review, State
from kpis.workflow.entries import deciders
from kpis.workflow.four_eyes import other_deciders
from plans.access import Right, departments_of, may
from plans.models import Plan
from plans.people_names import person_name

SHOWN_PEOPLE = 5


@dataclass(frozen=True)
class NextStep:
    """In sentences; `url`: where the user does it, blank where somebody else does."""

    sentences: tuple[str, ...]
    url: str = ""
    label: str = ""

    @property
    def message(self) -> str:
        """With its link, for the messages above a page."""
        text = "".join(self.sentences)
        return format_html('{} <a href="{}">{}</a>', text, self.url, self.label) if self.url else text


def next_steps(
    rows: Iterable[PeriodEntry], user: AbstractUser, plan: Plan, touched: Mapping[PeriodEntry, set[int]]
) -> dict[PeriodEntry, NextStep]:
    """Of those reports of the plan of which there is something to say. A constant number of queries.

    `touched`: whose hands each went through; none where the plan lets people approve their own.
    """
    rows = list(rows)
    submitted = [row for row in rows if row.state == State.SUBMITTED]
    people = other_deciders(submitted, plan, touched) if submitted else {}
    reports = _reports(plan) if any(row.is_correction for row in rows) else {}
    runs = may(user, Right.RUN_REVIEWS, plan.municipality_id)
    found = {}
    for row in rows:
        steps = []
        if row in people and not _decides(row, user, touched):
            steps.append(NextStep((_who(people[row]),)))
        report = reports.get(str(quarter_of(Period.parse(row.period)))) if row.is_correction else None
        if report is not None:
            steps.extend(_of_report(row, *report, runs=runs))
        if steps:
            sentences = tuple(sentence for step in steps for sentence in step.sentences)
            found[row] = NextStep(sentences, steps[-1].url, steps[-1].label)
    return found


def _decides(row: PeriodEntry, user: AbstractUser, touched: Mapping[PeriodEntry, set[int]]) -> bool:
    has_right = may(user, Right.DECIDE_ENTRIES, row.plan.municipality_id, departments_of(row))
    return has_right and touched.get(row, set()).isdisjoint(deciders(row, user))


def _reports(plan: Plan) -> dict[str, tuple[Review, datetime | None]]:
    """By quarter the closed reviews of the plan, and when the newest report of each was published."""
    published = dict(
        Report.objects.filter(review__plan=plan).newest_revisions().values_list("review_id", "published_at")
    )
    closed = plan.reviews.exclude(state=Review.State.OPEN)
    return {review.period: (review, published.get(review.pk)) for review in closed}


def _of_report(
    row: PeriodEntry, review: Review, published_at: datetime | None, *, runs: bool
) -> Iterator[NextStep]:
    """What becomes of the quarter's report. `runs`: whether the user is the one who publishes."""
    address = reverse("admin:kpis_review_report", args=[review.pk])
    approved = row.state == State.APPROVED
    if published_at is None:
        if not approved:
            return
        sentence = _("%sの報告はまだ公表していません。公表すると、この内容が載ります。") % review.label
        yield NextStep((sentence,), *((address, _("報告の画面を開く")) if runs else ()))
    elif not approved:
        sentence = _(
            "%sの報告は公表済みです。承認しても報告は前のままで、計画管理者が訂正版を公表すると載ります。"
        )
        yield NextStep((sentence % review.label,))
    elif row.decided_at is None or row.decided_at >= published_at:
        sentence = _("公表した%sの報告は、前のままです。") % review.label
        way = _("次は、訂正版を公表します。") if runs else _("計画管理者が訂正版を公表すると載ります。")
        yield NextStep((sentence, way), *((f"{address}#correct", _("訂正版の画面を開く")) if runs else ()))


def _who(people: list[AbstractUser]) -> str:
    if not people:
        return _(
            "承認できる人がほかにいません。「担当者の役割」に、承認者か計画管理者を加えてもらってください。"
        )
    names = "、".join(map(person_name, people[:SHOWN_PEOPLE]))
    more = len(people) - SHOWN_PEOPLE
    if more > 0:
        names = _("%(names)sほか%(count)d人") % {"names": names, "count": more}
    return _("承認を待っています。承認できる人: %s。") % names
