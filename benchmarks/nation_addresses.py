"""The addresses that benchmarks/nation.py walks: of the public, and of the staff's rooms. A new page gets its line here."""

# Of the citizen. {city}, {plan}: address names; {goal}, {action}, {indicator}: codes.
PUBLIC = (
    "/",
    "/?prefecture=北海道&samples=1",
    "/?q=見本0001&samples=1",
    "/search/",
    "/search/?q=オンライン",
    "/search/?q=書かない窓口",
    "/search/?q=ないことば",
    "/search/?q=オンライン&plan={city}/{plan}",
    "/about/",
    "/accessibility/",
    "/method/",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/no-such-city/",
    "/{city}/",
    "/{city}/no-such-plan/",
    "/{city}/{plan}/",
    "/{city}/{plan}/?at={quarter}",
    "/{city}/{plan}/map/",
    "/{city}/{plan}/actions/",
    "/{city}/{plan}/values/",
    "/{city}/{plan}/glossary/",
    "/{city}/{plan}/schedule/",
    "/{city}/{plan}/organization/",
    "/{city}/{plan}/sources/",
    "/{city}/{plan}/changes/",
    "/{city}/{plan}/goals/{goal}/",
    "/{city}/{plan}/actions/{action}/",
    "/{city}/{plan}/kpis/",
    "/{city}/{plan}/kpis/?sort=verdict&group=late",
    "/{city}/{plan}/kpis/{indicator}/",
    "/{city}/{plan}/kpis/{indicator}/chart.svg",
    "/{city}/{plan}/kpis/{indicator}/data.csv",
    "/{city}/{plan}/kpis/scorecard.csv",
    "/{city}/{plan}/kpis/values.csv",
    "/{city}/{plan}/reports/",
)
# Of the staff, by who asks. {review}: id of the open review.
EVERYBODY = ("/admin/",)
STAFF = {
    "editor": (*EVERYBODY, "/admin/kpis/review/{review}/entry/", "/admin/kpis/review/{review}/status/"),
    "approver": (*EVERYBODY, "/admin/kpis/review/{review}/approval/", "/admin/kpis/review/{review}/status/"),
    "manager": (
        *EVERYBODY,
        "/admin/kpis/review/{review}/entry/",
        "/admin/kpis/review/{review}/upload/",
        "/admin/kpis/review/{review}/status/",
        "/admin/kpis/review/{review}/reminders/",
        "/admin/kpis/review/{review}/report/",
    ),
    "superuser": (*EVERYBODY, "/admin/?city={city}", "/admin/kpis/review/{review}/status/"),
}
# Lists and forms of the admin, for whoever may see them: `kpis/admin/`, `plans/admin/`.
_LISTS = (
    "plans/municipality", "plans/plan", "plans/goal", "plans/statement", "plans/action", "plans/department",
    "kpis/indicator", "kpis/target", "kpis/measurement", "kpis/actionprogress", "kpis/review",
)  # fmt: skip
_ROWS = (
    "plans/municipality/{city_id}", "plans/plan/{plan_id}", "plans/goal/{goal_id}", "plans/action/{action_id}",
    "kpis/indicator/{indicator_id}", "kpis/target/{target_id}", "kpis/measurement/{measurement_id}",
)  # fmt: skip
_FORMS = ("plans/goal", "plans/action", "kpis/indicator", "kpis/target", "kpis/measurement")
_OF_THE_CITY = (
    *(f"/admin/{name}/?city={{city}}" for name in _LISTS),
    *(f"/admin/{name}/change/" for name in _ROWS),
    *(f"/admin/{name}/add/?city={{city}}" for name in _FORMS),
    "/admin/kpis/measurement/?city={city}&q=見本",
    "/admin/change-records/",
)
ADMIN: dict[str, tuple[str, ...]] = {
    "manager": _OF_THE_CITY,
    "superuser": (
        *_OF_THE_CITY,
        *(f"/admin/{name}/" for name in _LISTS),
        "/admin/plans/membership/?city={city}",
        "/admin/sign-ins/",
    ),
}


def addresses() -> list[tuple[str, str]]:
    """Who asks, and for what."""
    found = [("citizen", address) for address in PUBLIC]
    for table in (STAFF, ADMIN):
        found += [(person, address) for person, own in table.items() for address in own]
    return found


def words_of(review) -> dict[str, object]:
    """What fills the addresses: of the plan of that review (kpis.Review) a row of each kind."""
    plan = review.plan
    goal, action, indicator = (rows.first() for rows in (plan.goals, plan.actions, plan.indicators))
    return {
        "city": plan.municipality.slug, "plan": plan.slug, "review": review.pk, "quarter": f"{plan.starts_on.year + 1}-Q4",
        "goal": goal.code, "action": action.code, "indicator": indicator.code, "indicator_id": indicator.pk,
        "plan_id": plan.pk, "goal_id": goal.pk, "action_id": action.pk, "city_id": plan.municipality_id,
        "measurement_id": indicator.measurements.first().pk, "target_id": indicator.targets.first().pk,
    }  # fmt: skip
