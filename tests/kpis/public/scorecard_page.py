"""How a reader takes the table of KPIs and KGIs apart, and an indicator of it."""

from tests.factories import make_indicator, make_measurement, make_target
from tests.reading import Page, text_of

TABLE = "/kitayama/smart-plan/kpis/"


def has_class(element, name: str) -> bool:
    return name in (element.get("class") or "").split()


def lines(page: Page) -> list:
    """The table rows with an indicator, in the page's order."""
    return [tr for tr in page.main.iter("tr") if any(has_class(th, "kpi-name") for th in tr.iter("th"))]


def name_of(line) -> str:
    head = next(th for th in line.iter("th") if has_class(th, "kpi-name"))
    return text_of(next(head.iter("a")))


def names(page: Page) -> list[str]:
    return [name_of(line) for line in lines(page)]


def cell(line, kind: str) -> str:
    return text_of(next(td for td in line.iter("td") if has_class(td, f"kpi-{kind}")))


def row_of(page: Page, name: str) -> dict[str, str]:
    line = next(line for line in lines(page) if name_of(line) == name)
    return {kind: cell(line, kind) for kind in ("value", "target", "verdict", "trend")}


def make_on_the_way(plan, code, value, goal=None, **fields):
    """60 at the end of FY2022 → 80 at the end of FY2026: 70 is expected at the end of FY2024."""
    fields = {"baseline_value": 60, "baseline_period": "2022", "unit": "%", "frequency": "yearly"} | fields
    row = make_indicator(plan, code, goal, **fields)
    make_target(row, "2026", 80)
    if value is not None:
        make_measurement(row, "2024", value)
    return row
