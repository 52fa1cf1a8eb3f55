"""What the fictional city shows on a day, as plain values: loaded once for all tests that look at it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.utils import timezone

from kpis.assessment.stored_facts import facts_of
from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.terms import Verdict
from kpis.models import ActionProgress, Indicator, Measurement, Review, State
from kpis.workflow.due_items import due_items, due_items_of
from plans.access import Right
from plans.models import Revision

# The first day, those around the 20th on which the reports on a quarter appear, the middle and the last day.
DAYS = [date(2027, 4, 1), date(2027, 4, 19), date(2027, 4, 20), date(2027, 12, 31), date(2028, 3, 31)]
STAFF = ("mihon-manager", "mihon-approver", "mihon-editor", "mihon-editor2", "mihon-deputy")


@dataclass(frozen=True)
class Day:
    """What stands in the database after `load_samples` on that day."""

    evaluations: dict[str, Evaluation]
    last_days: list[date]  # of the periods reported on
    known_on: list[date]
    effective_from: list[date]
    ledger: list[tuple[str, date, date]]  # kind, since when, recorded when
    statuses: set[str]
    reviews: list[Review]  # oldest first
    blocking: list[str]  # what keeps a review from closing that is closed
    open_states: dict[str, set[str]]  # of the open review: departments by the state of their report
    unanswered: set[str]  # of the open review: indicators without an approved report
    to_fill: dict[str, Counter]  # by account: states of what waits for its department
    to_decide: dict[str, Counter]  # by account: indicators' and actions' reports that wait for its decision

    @property
    def verdicts(self) -> dict[str, Verdict]:
        return {code: found.verdict for code, found in self.evaluations.items()}


def indicators():
    return Indicator.objects.filter(plan__municipality__slug="mihon").with_figures().select_related("plan")


def mihon_progress():
    return ActionProgress.objects.filter(action__plan__municipality__slug="mihon")


def look_at(day: date) -> Day:
    """The city as it has just been loaded; today must be that day."""
    reports = [*Measurement.objects.filter(indicator__plan__municipality__slug="mihon"), *mihon_progress()]
    facts = {indicator.code: facts_of(indicator) for indicator in indicators()}
    return Day(
        evaluations={code: evaluate(known, day) for code, known in facts.items()},
        last_days=[Period.parse(row.period).last_day for row in reports],
        known_on=[row.known_on for known in facts.values() for row in known.observations],
        effective_from=[
            row.effective_from for known in facts.values() for row in known.targets if row.effective_from
        ],
        ledger=[
            (row.kind, row.effective_on, timezone.localdate(row.recorded_at))
            for row in Revision.objects.filter(plan__municipality__slug="mihon")
        ],
        statuses=set(mihon_progress().filter(state=State.APPROVED).values_list("status", flat=True)),
        **_cycle(),
    )


def _cycle() -> dict:
    reviews = list(
        Review.objects.filter(plan__municipality__slug="mihon").select_related("plan").order_by("period")
    )
    newest = next(review for review in reviews if review.is_open)
    states: dict[str, set[str]] = {}
    for due_item in due_items(newest):
        states.setdefault(due_item.state, set()).update(
            department.code for department in due_item.departments
        )
    people = {user.username: user for user in get_user_model().objects.filter(username__in=STAFF)}
    return {
        "reviews": reviews,
        "blocking": [
            f"{review.period} {due_item.owner}"
            for review in reviews
            if not review.is_open
            for due_item in due_items(review)
            if due_item.blocks_closing
        ],
        "open_states": states,
        "unanswered": {
            due_item.owner.code
            for due_item in due_items(newest)
            if due_item.is_value and not due_item.is_answered
        },
        "to_fill": {
            name: Counter(
                due_item.state
                for due_item in due_items_of(user, newest, Right.WRITE_ENTRIES)
                if due_item.waits_for_department
            )
            for name, user in people.items()
        },
        "to_decide": {
            name: Counter(
                "value" if due_item.is_value else "progress"
                for due_item in due_items_of(user, newest, Right.DECIDE_ENTRIES)
                if due_item.waits_for_approval
            )
            for name, user in people.items()
        },
    }
