"""Facts as hypothesis draws them: any there may be, and levels and totals on their way to a target."""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kpis.judging.facts import Facts
from kpis.judging.known import Excluded, Observation, Point, TargetRow
from kpis.judging.periods import Period, periods_between
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Series

# The same examples on every run; a busy machine must not fail them.
PROFILE = settings(
    derandomize=True,
    max_examples=300,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
AT = date(2031, 3, 31)
SERIES, FREQUENCIES = st.sampled_from(list(Series)), st.sampled_from(list(Frequency))
WAYS = st.sampled_from([Direction.INCREASE, Direction.DECREASE])
FIRST, LAST = Period(2018, 1).index, Period(2031).index
INDEX = st.integers(FIRST, LAST)

NUMBERS = st.decimals(-10000, 10000, places=2)
WILD = st.one_of(
    NUMBERS,
    st.sampled_from(
        [Decimal(text) for text in ("0", "-0", "0E+30", "1E+300", "-1E+300", "1E-300", "-1E-300", "1")]
    ),
    st.builds(
        lambda digits, exponent: Decimal(digits).scaleb(exponent),
        st.integers(-999, 999),
        st.integers(-400, 400),
    ),
)
REPORTED = {one: periods_between(FIRST, LAST, one) for one in Frequency}
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def targets_of(numbers, *, nullable=False):
    value = st.one_of(st.none(), numbers) if nullable else numbers
    row = st.builds(
        TargetRow,
        st.builds(Period, st.integers(2019, 2032), st.sampled_from([None, 1, 2, 3, 4])),
        value,
        st.one_of(st.none(), DAYS) if nullable else st.none(),
    )
    return st.lists(
        row,
        min_size=0 if nullable else 1,
        max_size=4,
        unique_by=lambda row: (row.period.index, row.effective_from),
    ).map(tuple)


@st.composite
def observations(draw, frequency: Frequency, numbers):
    chosen = draw(st.lists(st.sampled_from(REPORTED[frequency]), max_size=8, unique=True))
    rows = []
    for period in chosen:
        as_of = draw(st.one_of(st.none(), DAYS))
        kind = draw(st.sampled_from(["value", "value", "parts", "missing"]))
        if kind == "value":
            rows.append(Observation(period, draw(numbers), as_of=as_of))
        elif kind == "parts":
            parts = draw(numbers), draw(st.one_of(st.just(Decimal(0)), numbers))
            rows.append(Observation(period, None, *parts, as_of=as_of))
        else:
            rows.append(Observation(period, status=ObservationStatus.MISSING, as_of=as_of))
    return tuple(rows)


@st.composite
def any_facts(draw, numbers):
    frequency = draw(FREQUENCIES)
    bounds = sorted([draw(numbers), draw(numbers)])
    has_range = draw(st.booleans())
    period = st.builds(Period, st.integers(2017, 2033), st.sampled_from([None, 1, 2, 3, 4]))
    return Facts(
        direction=draw(st.sampled_from(list(Direction))),
        series=draw(SERIES),
        frequency=frequency,
        targets=draw(targets_of(numbers, nullable=True)),
        observations=draw(observations(frequency, numbers)),
        unit=draw(st.sampled_from(["", "%", "件"])),
        baseline=draw(st.one_of(st.none(), st.builds(Point, period, numbers))),
        baseline_is_provisional=draw(st.booleans()),
        lower=bounds[0] if has_range else None,
        upper=bounds[1] if has_range else None,
        plan_start=draw(st.one_of(st.none(), DAYS)),
        plan_end=draw(st.one_of(st.none(), DAYS)),
        reporting_lag_days=draw(st.integers(0, 730)),
        margin=draw(st.one_of(st.just(Decimal(0)), st.decimals("0.01", 100, places=2))),
        first_period=draw(st.one_of(st.none(), period)),
        last_period=draw(st.one_of(st.none(), period)),
        excluded=draw(st.lists(st.builds(Excluded, period), max_size=2).map(tuple)),
        reporting_from=draw(st.one_of(st.none(), period)),
        due_month=draw(st.one_of(st.none(), st.integers(1, 12))),
    )


@st.composite
def ways(draw):
    """A way to go: direction, baseline in FY2020, targets on the far side of it, margin, value of a later quarter."""
    sign = draw(st.sampled_from([1, -1]))
    base, width = draw(NUMBERS), draw(st.decimals("0.01", 10000, places=2))
    others = draw(
        st.lists(st.tuples(st.integers(2021, 2029), NUMBERS), max_size=3, unique_by=lambda target: target[0])
    )
    targets = [*others, (2030, base + sign * width)]
    return {
        "sign": sign,
        "series": draw(st.sampled_from([Series.LEVEL, Series.CUMULATIVE])),
        "base": base,
        "targets": targets,
        "margin": draw(st.one_of(st.just(Decimal(0)), st.decimals("0.01", 5000, places=2))),
        "period": draw(
            st.sampled_from(periods_between(Period(2021, 1).index, Period(2030).index, Frequency.QUARTERLY))
        ),
    }
