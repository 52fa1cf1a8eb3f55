"""Drawing a chart of some facts, and finding parts of it, for tests."""

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal

from kpis.charts import Figure, figure
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.forecast import forecast
from tests.kpis.judging.factories import facts

SVG = "{http://www.w3.org/2000/svg}"
AT = date(2025, 9, 30)


def draw(known: Facts, at: date = AT, **more) -> Figure:
    found = evaluate(known, at)
    given = {"title": "指標", "uid": "chart-1", "forecast": forecast(known, found)} | more
    return figure(known, found, at=at, **given)


def rendered(drawn: Figure) -> str:
    return drawn.svg


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 what we wrote ourselves


def parts(drawn: Figure, part: str) -> list:
    return [path for path in drawn.paths if path.part == part]


def texts(drawn: Figure, part: str) -> list[str]:
    return [text.text for text in drawn.texts if text.part == part]


def decimals(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, numbers))


LEVEL = facts(
    "increase",
    "level",
    "quarterly",
    base=("2022", 10),
    targets={"2025": 40, "2027": 60},
    values={"2023-Q1": 12, "2023-Q2": 14, "2023-Q4": 20, "2024-Q1": 22, "2024-Q2": 25},
    unit="件",
)
FLOW = facts(
    "increase",
    "flow",
    "quarterly",
    base=("2022", 100),
    targets={"2026": 200},
    values={"2023-Q1": 30, "2023-Q2": 30, "2023-Q3": 30, "2023-Q4": 30, "2024-Q1": 33, "2024-Q2": 33},
    unit="件",
)
