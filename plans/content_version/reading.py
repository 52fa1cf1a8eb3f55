"""The versions as they are now, as this connection's transaction sees them.

Within one transaction a plan is counted once on PostgreSQL, and with each row on SQLite: compare versions of different
transactions only. Compare them for being equal; the larger is the later, but the steps between say nothing.
"""

from django.db import DEFAULT_DB_ALIAS, connections

from plans.models.content_version import EVERY, SITE

from .triggers import VERSIONS

OF_PLAN = f"SELECT coalesce(sum(version), 0) FROM {VERSIONS} WHERE plan_id = "  # noqa: S608
OF_ALL = f"SELECT coalesce(sum(version), 0) FROM {VERSIONS}"  # noqa: S608
BY_PLAN = f"SELECT plan_id, sum(version) FROM {VERSIONS} GROUP BY plan_id"  # noqa: S608


def version_of(plan_id: int = SITE, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """The version of one plan; by default of what belongs to no plan. 0: nothing was ever counted."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"{OF_PLAN} %s", [plan_id])
        return int(cursor.fetchone()[0])


def own_version_of(plan_id: int, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Of the rows of one plan alone, whatever happens to the site: with what may have changed every plan."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"{OF_PLAN} %s OR plan_id = {EVERY}", [plan_id])
        return int(cursor.fetchone()[0])


def version_with_site(plan_id: int, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Of one plan and of what belongs to no plan, such as translations: all that a page of the plan may show."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"{OF_PLAN} %s OR plan_id IN ({SITE}, {EVERY})", [plan_id])
        return int(cursor.fetchone()[0])


def version_of_all(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Of the site with every plan: another one whenever any of them changes."""
    with connections[using].cursor() as cursor:
        cursor.execute(OF_ALL)
        return int(cursor.fetchone()[0])


def versions_by_plan(*, using: str = DEFAULT_DB_ALIAS) -> dict[int, int]:
    """Of each plan by its id, with the site's under `SITE`."""
    with connections[using].cursor() as cursor:
        cursor.execute(BY_PLAN)
        return {plan_id: int(version) for plan_id, version in cursor.fetchall()}
