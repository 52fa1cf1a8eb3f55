"""A bureau whose section is about to pass to a new one: the section to 市民課."""

from dataclasses import dataclass
from datetime import date

from kpis.workflow.reorganisation import Options, reorganise
from plans.models import Department
from tests.cities import BureauCity

DAY = date(2025, 4, 1)
BEFORE = date(2025, 3, 31)


@dataclass
class Halls:
    bureau_city: BureauCity
    new: Department  # 市民課, without dates

    def run(self, mapping=None, *, by="manager", **options):
        return reorganise(
            self.bureau_city.city,
            mapping or {self.bureau_city.section: self.new},
            by=self.bureau_city.user(by),
            from_day=DAY,
            options=Options(**options),
        )
