"""How a reader takes an indicator's page apart, and a rate on its way."""

from tests.factories import make_indicator, make_measurement, make_target
from tests.reading import Page, text_of


def table(page: Page, section: str) -> list[list[str]]:
    """The body of the table in that section, as text."""
    body = next(page.section(section).iter("tbody"))
    return [[text_of(cell) for cell in line if cell.tag in ("th", "td")] for line in body.iter("tr")]


def numbers(page: Page) -> dict[str, str]:
    facts = next(dl for dl in page.section("verdict").iter("dl"))
    return dict(zip(map(text_of, facts.iter("dt")), map(text_of, facts.iter("dd")), strict=True))


def make_rate(plan, **fields):
    """60 % at the end of FY2022 → 80 % at the end of FY2026; 62 % at the end of FY2023, 66 % of FY2024."""
    row = make_indicator(
        plan,
        "k",
        **{"frequency": "yearly", "unit": "%", "baseline_value": 60, "baseline_period": "2022"} | fields,
    )
    make_target(row, "2026", 80, "2023-04-01")
    make_measurement(row, "2023", 62)
    make_measurement(row, "2024", 66)
    return row
