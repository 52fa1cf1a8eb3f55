from .indicator import Indicator, Target
from .measurement import ActionProgress, Measurement, PeriodEntry, State
from .scale import PlanRating, RatingBand, RatingScale

__all__ = [
    "ActionProgress",
    "Indicator",
    "Measurement",
    "PeriodEntry",
    "PlanRating",
    "RatingBand",
    "RatingScale",
    "State",
    "Target",
]
