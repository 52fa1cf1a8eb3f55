"""A second line in a picture: drawn apart from the first, named in the legend, told in words."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.charts import figure
from kpis.charts.beside import Beside, told_apart
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Observation
from kpis.judging.periods import Period
from kpis.judging.terms import Direction, Frequency, Series

DAY = date(2025, 8, 1)


def facts(*values: str, series: Series = Series.LEVEL) -> Facts:
    return Facts(
        direction=Direction.MONITOR,
        series=series,
        frequency=Frequency.YEARLY,
        unit="%",
        observations=tuple(
            Observation(Period(2022 + number), Decimal(value)) for number, value in enumerate(values)
        ),
    )


def drawn(own: Facts, other: Facts, name: str = "県平均", *, wide: bool = True):
    beside = Beside(own_name="市", name=name, facts=other)
    return figure(own, evaluate(own, DAY), title="比べる", at=DAY, uid="x", wide=wide, beside=beside)


def parts(found, name: str) -> list:
    return [path for path in found.paths if path.part == name]


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("series", [Series.LEVEL, Series.FLOW])
def test_both_lines_are_drawn_and_named(series, wide):
    found = drawn(facts("50", "55", "61", series=series), facts("60", "61", "62", series=series), wide=wide)
    assert len(parts(found, "beside")) == 3
    assert len(parts(found, "beside-line")) == 1
    texts = [text.text for text in found.texts]
    assert {"市", "県平均", "62%"} <= set(texts)
    assert "比べる相手「県平均」の最新の値は62%（令和6年度" in found.description


def test_the_axis_reaches_the_second_line_too():
    found = drawn(facts("50", "55"), facts("950", "980"))
    ticks = [text.text for text in found.texts if text.part == "tick"]
    assert "1,000" in ticks


def test_without_a_second_line_nothing_is_said_of_one():
    own = facts("50", "55")
    found = figure(own, evaluate(own, DAY), title="比べる", at=DAY, uid="x")
    assert not parts(found, "beside")
    assert "比べる相手" not in found.description


def test_long_names_keep_what_tells_them_apart():
    begin = "Share of visitors with a booking"
    names = told_apart((f"{begin} (Mihon City)", f"{begin} (prefecture's average)"), 14)
    assert names == ("…(Mihon City)", "…(prefecture's average)")
    assert told_apart(("市", "県平均"), 14) == ("市", "県平均")
