"""Who may open which address of the admin and the staff's screens: plans/access.py, spelled out address by address.

Roles are accounts of tests/cities.py; all rows belong to the first of its two cities, and the reports to
one of its sections.
"""

from dataclasses import dataclass, field

OUTSIDE = {"visitor", "switched off"}
IDLE = {"nobody", "former editor"}
FOREIGN = {"foreign editor", "foreign manager"}
OTHERS = {"editor of others", "approver of others"}  # of the same city, in another department
CITY = {"editor", "approver", "manager", "superuser"} | OTHERS
STAFF = IDLE | FOREIGN | CITY
ROLES = sorted(OUTSIDE | STAFF)

SUPERUSER = {"superuser"}
MANAGERS = {"manager", "superuser"}
READERS = {"editor", "approver", "manager", "superuser"}  # of the section's reports
WRITERS = {"editor", "manager", "superuser"}
DECIDERS = {"approver", "manager", "superuser"}
CITY_WRITERS = WRITERS | {"editor of others"}
CITY_DECIDERS = DECIDERS | {"approver of others"}
MEMBERS = CITY | FOREIGN  # a list, or a form of a new row, shows everybody their own
ALL_MANAGERS = MANAGERS | {"foreign manager"}
ALL_WRITERS = CITY_WRITERS | FOREIGN
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Line:
    """Who may open the address, and whose POST may change something; everybody else's changes nothing.

    `sends`: whose POST is answered though it changes nothing, where there is nothing to open.
    """

    get: set[str]
    post: set[str] = field(default_factory=set)
    sends: set[str] = field(default_factory=set)


def plan_part(*, export: bool = False) -> dict[str, Line]:
    """Rows of a plan: read by the city's staff, kept by its manager."""
    lines = {
        "changelist": Line(MEMBERS, MANAGERS),
        "add": Line(ALL_MANAGERS, ALL_MANAGERS),
        "change": Line(CITY, MANAGERS),
        "delete": Line(MANAGERS, MANAGERS),
        "history": Line(CITY),
    }
    return lines | ({"export": Line(MEMBERS)} if export else {})


def promised(*, export: bool = False) -> dict[str, Line]:
    """Rows that the public knows: their page of deletion says that they stay."""
    return plan_part(export=export) | {"delete": Line(MANAGERS, sends=MANAGERS)}


def report() -> dict[str, Line]:
    """Reports: read, written and decided on by departments; begun ones deleted by the manager."""
    return {
        "changelist": Line(MEMBERS),
        "add": Line(ALL_WRITERS, ALL_WRITERS),
        "change": Line(READERS, WRITERS),
        "delete": Line(MANAGERS, MANAGERS),
        "history": Line(READERS),
        "export": Line(MEMBERS),
        "verb": Line(NOBODY, WRITERS | DECIDERS),
    }


def shared() -> dict[str, Line]:
    """What all cities share, and accounts."""
    return dict.fromkeys(("changelist", "add", "change", "delete", "history"), Line(SUPERUSER, SUPERUSER))


# One line per type of row; its pages follow from what it is.
TYPES: dict[str, dict[str, Line]] = {
    "auth_user": shared() | {"password_change": Line(SUPERUSER, SUPERUSER)},
    "plans_municipality": plan_part() | {name: Line(SUPERUSER, SUPERUSER) for name in ("add", "delete")},
    "plans_department": plan_part() | {"delete": Line(NOBODY)},  # it is in charge of an indicator
    "plans_plan": promised(),
    "plans_revision": plan_part()
    | {name: Line(NOBODY) for name in ("add", "delete")}
    | {"changelist": Line(MEMBERS), "change": Line(CITY), "history": Line(CITY)},
    "plans_statement": promised(export=True),
    "plans_goal": promised(export=True),
    "plans_action": promised(export=True),
    "plans_scheduletrack": promised(export=True),
    "plans_scheduleitem": promised(export=True),
    "plans_committee": plan_part(export=True),
    "plans_seat": plan_part(),
    "plans_plandepartment": plan_part(),
    "plans_term": plan_part(export=True),
    "plans_emblem": plan_part(),
    "plans_translation": plan_part(export=True),
    "plans_sourcedocument": plan_part(export=True),
    "plans_planrelation": plan_part(export=True),
    "plans_sourcenote": plan_part(export=True),
    "plans_nationalpriority": shared(),
    "plans_sitepage": shared(),
    "plans_membership": shared(),
    "kpis_indicator": promised(export=True),
    "kpis_target": promised(export=True),
    "kpis_planrating": plan_part(),
    "kpis_assessmentscale": plan_part(export=True),
    "kpis_assessmentaspect": plan_part(export=True),
    "kpis_ratingscale": shared(),
    "kpis_measurement": report(),
    "kpis_actionprogress": report(),
    "kpis_review": plan_part(export=True),
    "kpis_reviewpolicy": plan_part(export=True),
}

# One line per other address, by its name, else by its route.
ROOMS: dict[str, Line] = {
    "index": Line(STAFF),
    "login": Line(OUTSIDE, sends=STAFF),
    "logout": Line(NOBODY, sends=STAFF),
    "password_change": Line(STAFF, STAFF),
    "password_change_done": Line(STAFF),
    "jsi18n": Line(STAFF),
    "autocomplete": Line(NOBODY),
    "view_on_site": Line(CITY),  # leads to the public page of a row that one may see
    "app_list": Line(MEMBERS),
    "admin/(?P<url>.*)$": Line(NOBODY),
    "one-time-code": Line(STAFF, STAFF),
    "change-records": Line(ALL_MANAGERS),
    "change-records-csv": Line(ALL_MANAGERS),
    "sign-ins": Line(SUPERUSER, SUPERUSER),
    "kpis_review_room": Line(CITY),
    "kpis_review_entry": Line(CITY_WRITERS, WRITERS),
    "kpis_review_preview": Line(NOBODY, sends=CITY_WRITERS),
    "kpis_review_paste": Line(NOBODY, sends=CITY_WRITERS),
    "kpis_review_upload": Line(CITY_WRITERS, WRITERS),
    "kpis_review_sheet": Line(CITY_WRITERS),
    "kpis_review_sheet_csv": Line(CITY_WRITERS),
    "kpis_review_approval": Line(CITY_DECIDERS, DECIDERS),
    "kpis_review_status": Line(CITY, MANAGERS),
    "kpis_review_report": Line(MANAGERS, MANAGERS),
    "kpis_review_report_preview": Line(MANAGERS),
    "kpis_review_report_draft": Line(MANAGERS),
    "kpis_review_reminders": Line(MANAGERS, MANAGERS),
    "kpis_reorganisation": Line(ALL_MANAGERS, ALL_MANAGERS),
    "plans_plan_lint": Line(MANAGERS),
    "plans_plan_workbook": Line(CITY),
    "plans_plan_workbook_upload": Line(ALL_MANAGERS, ALL_MANAGERS),
    "plans_plan_workbook_template": Line(ALL_MANAGERS),
}

TABLE: dict[str, Line] = (
    ROOMS
    | {f"{name}_{page}": line for name, pages in TYPES.items() for page, line in pages.items()}
    # Django's old addresses of rows only lead on to …/change/, which asks for itself.
    | {f"admin/{name.replace('_', '/', 1)}/<path:object_id>/": Line(STAFF) for name in TYPES}
    # … but a review's leads to its rooms.
    | {"admin/kpis/review/<path:object_id>/": ROOMS["kpis_review_room"]}
)

# A plan may be related to any public plan, another city's too: the form names them.
OFFERS_PUBLIC_PLANS = {"plans_planrelation_add"}

# Addresses for everybody; the tests of the public pages walk them.
PUBLIC = {
    "feed", "plan-feed", "indicator-feed", "calendar", "sitemap", "sitemap-part", "security-txt",
    "home", "search", "about", "accessibility", "method", "healthz", "readyz", "robots", "municipality", "overview", "goal",
    "action", "map", "goals", "actions", "values", "glossary", "schedule", "organization", "sources", "source-notes", "scorecard",
    "changes", "changes-csv", "changes-compared", "scorecard-csv", "scorecard-xlsx", "kpi-values-csv", "indicator", "indicator-chart", "indicator-csv",
    "site-card", "plan-card", "indicator-card", "indicator-picture", "emblem", "city-colour",
    "reports", "report-comparison", "report",
    "report-file", "report-revision", "report-revision-file",
}  # fmt: skip
