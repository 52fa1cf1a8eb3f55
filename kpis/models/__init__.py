"""What a city measures and how it is going: indicators, targets, values, reviews, reports, marks."""

from .entry import PeriodEntry, State
from .excluded_period import ExcludedPeriod
from .indicator import Indicator
from .measurement import ActionProgress, Measurement
from .report import Report, ReportFile
from .review import Reminder, Review, ReviewPolicy, default_due_on, policy_of
from .scale import PlanRating, RatingBand, RatingScale
from .self_assessment import AssessmentAspect, AssessmentMark, AssessmentScale, SelfAssessment
from .series_break import SeriesBreak
from .standing import PlanStanding, Standing
from .target import Target

__all__ = [
    "ActionProgress",
    "AssessmentAspect",
    "AssessmentMark",
    "AssessmentScale",
    "ExcludedPeriod",
    "Indicator",
    "Measurement",
    "PeriodEntry",
    "PlanRating",
    "PlanStanding",
    "RatingBand",
    "RatingScale",
    "Reminder",
    "Report",
    "ReportFile",
    "Review",
    "ReviewPolicy",
    "SelfAssessment",
    "SeriesBreak",
    "Standing",
    "State",
    "Target",
    "default_due_on",
    "policy_of",
]
