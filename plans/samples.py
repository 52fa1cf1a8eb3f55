"""The fictional city's years: its fixture counts them from the plan's start, loading places them.

`{{FY1}}` is the plan's first fiscal year as a number (2024), `{{FY1+1}}` the calendar year after it,
`{{W1}}` the same year in the Japanese era (令和6年).
"""

import re
from datetime import date

from .era import fiscal_year_of, wareki_year
from .models import Municipality

TOKEN = re.compile(r"\{\{(FY|W)(-?\d+)(?:\+(\d+))?\}\}")


def place_years(text: str, *, today: date) -> str:
    """Put real years for the tokens, so that today lies in the plan's third year."""
    first = fiscal_year_of(today) - 2

    def year(match: re.Match) -> str:
        number = first + int(match[2]) - 1 + int(match[3] or 0)
        return str(number) if match[1] == "FY" else wareki_year(date(number, 12, 31))

    return TOKEN.sub(year, text)


def clear_samples() -> int:
    """Remove every fictional city with all that belongs to it; returns how many there were."""
    cities = Municipality.objects.filter(is_fictional=True)
    count = cities.count()
    cities.delete()
    return count
