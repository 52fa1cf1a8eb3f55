"""The strip of verdicts on an indicator's page: each period judged as the page of that day judges it."""

import pickle
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kpis.judging.course import Course, Station, course_of, grain_of
from kpis.judging.course_sentences import since_sentence, station_label
from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Evaluation
from kpis.judging.terms import Frequency, Group
from kpis.models import Indicator
from plans.era import Quarter, fiscal_year_wareki, wareki_year
from plans.ledger.as_of import KEPT, undo
from plans.ledger.promised import label_of
from plans.models import Revision, RevisionKind

from .assessment import Assessment
from .stored_facts import facts_of

MOST = 24  # cells: six years of quarters; the sentence looks at all of them


@dataclass(frozen=True)
class Cell:
    """One period: `name` within its year (Q3, 上, blank for a year); `query` leads to the page of that day."""

    key: str
    name: str
    label: str  # 令和7年度第3四半期
    verdict: str
    query: str = ""
    is_now: bool = False


@dataclass(frozen=True)
class Year:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Strip:
    sentence: str
    years: tuple[Year, ...]
    is_cut: bool  # older cells are left out

    @property
    def looks(self) -> list[Group]:
        """The groups that occur, best first: what the signs mean."""
        found = {cell.key for year in self.years for cell in year.cells}
        return [group for group in Group if group.key in found]


def strip_of(assessment: Assessment, choices: Collection[Quarter] = ()) -> Strip | None:
    """None where it was never judged. `choices`: quarters of which the page can be looked at. One query."""
    facts = assessment.facts
    course = course_of(facts, assessment.at, _Judge(assessment))
    if course is None:
        return None
    return Strip(
        sentence=since_sentence(facts, course),
        years=_years(assessment, course, choices),
        is_cut=len(course.stations) > MOST,
    )


class _Judge:
    """How the indicator stood on a day, asked from the oldest to the newest."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._revisions = _revisions(assessment)
        self._facts = {0: assessment.facts}  # by how many revisions are undone

    def __call__(self, day: date) -> Evaluation | None:
        if day == self._assessment.at:
            return self._assessment.evaluation
        later = [row for row in self._revisions if row.effective_on > day]
        if any(row.kind == RevisionKind.ADDITION for row in later):
            return None
        if len(later) not in self._facts:
            # A copy of its own: undoing changes the row and what hangs on it.
            row: Indicator = pickle.loads(pickle.dumps(self._assessment.indicator))  # noqa: S301 ours, of just now
            row.seen_on = day
            undo(row, later)
            self._facts[len(later)] = facts_of(row)
        return evaluate(self._facts[len(later)], day)


def _revisions(assessment: Assessment) -> list[Revision]:
    """What was changed of the indicator up to the day looked at, newest first: what `as_of` would undo."""
    indicator = assessment.indicator
    if not indicator.pk or not assessment.facts.known(assessment.at):
        return []
    rows = indicator.plan.revisions.filter(
        subject_model=label_of(Indicator), subject_id=indicator.pk, effective_on__lte=assessment.at
    )
    return list(rows.exclude(kind__in=KEPT).newest_first())


def _years(assessment: Assessment, course: Course, choices: Collection[Quarter]) -> tuple[Year, ...]:
    by_year: dict[int, list[Cell]] = {}
    for station in course.stations[-MOST:]:
        by_year.setdefault(station.period.year, []).append(_cell(assessment, station, choices))
    is_calendar = any(station.period.is_calendar for station in course.stations)
    return tuple(
        Year(
            wareki_year(date(year, 12, 31)) if is_calendar else fiscal_year_wareki(year),
            tuple(cells),
        )
        for year, cells in by_year.items()
    )


def _cell(assessment: Assessment, station: Station, choices: Collection[Quarter]) -> Cell:
    quarter = Quarter.of(station.day)
    is_chosen = station.day == quarter.last_day and quarter in choices and not station.is_now
    return Cell(
        key=station.group.key,
        name=_name(assessment, station),
        label=station_label(assessment.facts, station),
        verdict=station.evaluation.label,
        query=f"?at={quarter}" if is_chosen else "",
        is_now=station.is_now,
    )


def _name(assessment: Assessment, station: Station) -> str:
    """Q3, 上期; a year has no name within itself."""
    if station.period.quarter is None:
        return ""
    if grain_of(assessment.facts.frequency) is Frequency.HALF_YEARLY:
        return _("上期") if station.period.quarter == 2 else _("下期")
    return f"Q{station.period.quarter}"
