from .indicator import Indicator
from .measurement import ActionProgress, Measurement, PeriodEntry, State
from .scale import PlanRating, RatingBand, RatingScale
from .target import Target

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
