"""What passes from one department to its successor in a reorganisation."""

from dataclasses import dataclass
from datetime import date

from kpis.models import Indicator
from plans.models import Action, Department, Membership, PlanDepartment


@dataclass(frozen=True)
class Move:
    """What passes from one department to its successor."""

    old: Department
    successor: Department
    indicators: tuple[Indicator, ...]
    led: tuple[Action, ...]
    supported: tuple[Action, ...]
    members: tuple[Membership, ...]
    old_until: date | None  # the old department's new last day; None: unchanged
    new_from: date | None  # the successor's new first day; None: unchanged
    was_there: bool  # a first day was wanted, but the successor has stood for something before
    below: tuple[Department, ...]  # departments below the old one that stay as they are
    listed: tuple[
        PlanDepartment, ...
    ]  # places among the departments of a plan that stay: each plan's own words

    @property
    def is_empty(self) -> bool:
        return not (self.indicators or self.led or self.supported or self.members)
