"""How large an invented nation is, when its quarters lie, and what its cities are called."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from plans.era import Quarter
from plans.models import Municipality
from plans.prefectures import PREFECTURES

SLUG = "mihon-"  # mihon-0001
EVERY_CITY = 1741  # municipalities of Japan
KINDS = (("市", "し"), ("町", "ちょう"), ("村", "むら"))
_PREFECTURES = tuple(PREFECTURES)
MANY_INDICATORS, MANY_QUARTERS = 1000, 40
PLANS_YEARS = 5
DUE_AFTER = timedelta(
    days=75
)  # the values of the open quarter, so that its review is under way most of the time
# Of every city: departments, plan and its first revision, words, goals, actions and their links, schedule, committee, review.
ROWS_OF_PLAN = 170
ACTIONS, ACTION_QUARTERS = 12, 4
OPEN_VALUES = 20  # of the quarter under review, on their way to approval


@dataclass(frozen=True)
class Shape:
    """The nation that one call lays. The same shape gives the same rows, ids aside."""

    municipalities: int
    indicators: int
    quarters: int
    seed: int
    open_quarter: Quarter  # under review; the approved values lie before it

    @classmethod
    def of(cls, today: date, *, municipalities: int, indicators: int, quarters: int, seed: int) -> "Shape":
        """`today` places it: the quarter that ended last is under review."""
        return cls(
            municipalities, indicators, quarters, seed, Quarter.from_index(Quarter.of(today).index - 1)
        )

    @property
    def approved_quarters(self) -> list[Quarter]:
        last = self.open_quarter.index
        return [Quarter.from_index(index) for index in range(last - self.quarters, last)]

    @property
    def first_year(self) -> int:
        """The fiscal year in which every plan begins."""
        return self.approved_quarters[0].year

    @property
    def starts_on(self) -> date:
        return Quarter(self.first_year, 1).first_day

    @property
    def ends_on(self) -> date:
        return Quarter(max(self.first_year + PLANS_YEARS - 1, self.open_quarter.year), 4).last_day

    @property
    def values(self) -> int:
        """Approved values of a city."""
        return self.indicators * self.quarters

    @property
    def rows_of_city(self) -> int:
        """About so many rows a city has, those of its history included."""
        promised = self.indicators * 4  # itself, its department, its targets
        return 2 * (ROWS_OF_PLAN + promised + self.values + ACTIONS * ACTION_QUARTERS + OPEN_VALUES)

    @property
    def told(self) -> str:
        """Stands in every plan: by it a nation is known again."""
        return (
            f"見本の計画です。指標{self.indicators}件、{self.approved_quarters[0].label}から{self.quarters}四半期分の"
            f"架空の値があります（組{self.seed}）。"
        )

    def moment(self, quarter: Quarter) -> datetime:
        """When the values of that quarter were decided on."""
        day = quarter.last_day + timedelta(days=20)
        return timezone.make_aware(datetime.combine(day, time(9)))


def slug_of(number: int) -> str:
    return f"{SLUG}{number:04d}"


def city_of(number: int) -> Municipality:
    """見本0001市, in one of the prefectures by turns; not stored."""
    kind, kana = KINDS[number % len(KINDS)]
    return Municipality(
        slug=slug_of(number),
        name=f"見本{number:04d}{kind}",
        name_kana=f"みほん{number:04d}{kana}",
        name_en=f"Sample {number:04d} (fictional)",
        prefecture=_PREFECTURES[(number - 1) % len(_PREFECTURES)],
        is_fictional=True,
        order=100 + number,
    )


def stored() -> QuerySet[Municipality]:
    """The cities of a nation that stand in the database."""
    return Municipality.objects.filter(slug__regex=rf"^{SLUG}[0-9]{{4}}$", is_fictional=True)
