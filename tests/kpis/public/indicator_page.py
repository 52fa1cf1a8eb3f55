"""How a reader takes an indicator's page apart, and a rate on its way."""

from tests.factories import make_indicator, make_measurement, make_target
from tests.reading import Page, text_of


def table(page: Page, section: str) -> list[list[str]]:
    """The body of the table in that section, as text; a period by its long name, as it is read aloud."""
    if section == "chart" and not page.has_section("chart"):
        section = "promise"  # below two points the numbers stand there
    body = next(page.section(section).iter("tbody"))
    return [[_cell(cell) for cell in line if cell.tag in ("th", "td")] for line in body.iter("tr")]


def _cell(cell) -> str:
    long = [part for part in cell.iter("span") if part.get("class") == "long-name"]
    return text_of(long[0] if long else cell)


def numbers(page: Page) -> dict[str, str]:
    """The pair of value and target, and what the calculation names."""
    lists = list(page.section("verdict").iter("dl"))
    return {
        text_of(term): text_of(told)
        for facts in lists
        for term, told in zip(facts.iter("dt"), facts.iter("dd"), strict=True)
    }


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
