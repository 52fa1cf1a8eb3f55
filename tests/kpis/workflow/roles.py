"""Who may run reviews, and who may not, among the people of the small city."""

from plans.era import Quarter

RUNNERS = ("manager", "superuser")
OTHERS = (
    "editor",
    "approver",
    "foreign manager",
    "foreign editor",
    "nobody",
    "switched off",
    "former editor",
)
NOW = Quarter(2025, 2)  # SMALL_CITY_DAY lies in it
