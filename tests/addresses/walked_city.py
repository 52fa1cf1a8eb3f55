"""The city whose addresses are walked: one row of every type, marked so that a page that shows too much is noticed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from kpis.models import Measurement, RatingScale, ReviewPolicy
from plans.access import city_path
from plans.ledger.revising import begin_ledgers
from plans.models import Emblem, Membership, NationalPriority, SitePage, Translation
from tests.cities import SMALL_CITY_DAY, SmallCity, build_small_city
from tests.factories import being_entered, freeze_today, make_full_plan, make_indicator

from .table import TYPES

MARK = "北山"  # stands in every row of the city
SECRET = "窓口課の下書き"  # stands in the section's reports, which are not public yet
NOTE = "窓口課の庁内メモ"  # never stands in any file

# Statements that change what is the city's: sessions and the count of wrong passwords are not.
WRITES = re.compile(r'\s*(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(?!django_session|axes_|signin_)')


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Key (name, else whole route) and whole route of every address below the resolver."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield pattern.name or route, route


def all_routes() -> list[tuple[str, str]]:
    return list(routes(get_resolver()))


@cache
def staff_routes() -> dict[str, str]:
    return {key: route for key, route in all_routes() if route.startswith("admin/")}


@dataclass
class WalkedCity:
    """The city's rows, one of every type by `app_model`, and a report that waits for approval."""

    small_city: SmallCity
    rows: dict[str, models.Model]
    submitted: Measurement

    def address(self, key: str) -> str:
        """The address with that key, of the city's own row."""
        return self.fill(key, staff_routes()[key])

    def fill(self, key: str, route: str) -> str:
        plan = self.rows["plans_plan"]
        values = {
            "content_type_id": ContentType.objects.get_for_model(plan).pk,
            "app_label": "kpis",
            "url": "no/such/page",
            "key": "csv",
        }
        pk = plan.pk if key == "view_on_site" else self.pk_of(key)
        path = re.sub(r"\(\?P<(\w+)>.*?\)", lambda found: str(values.get(found[1], pk)), route)
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], pk)), path)
        return "/" + path.replace("^", "").replace("$", "")

    def pk_of(self, key: str) -> int | None:
        names = [name for name in TYPES if key.startswith((f"{name}_", f"admin/{name.replace('_', '/')}/"))]
        return self.rows[max(names, key=len)].pk if names else None

    def client(self, role: str) -> Client:
        client = Client()
        if role != "visitor":
            client.force_login(self.small_city.user(role))
        return client


def settle() -> WalkedCity:
    small_city = build_small_city()
    full = make_full_plan(small_city.city, "full-plan", 1)
    begin_ledgers()
    being_entered()
    waiting = make_indicator(small_city.plan, "1-2")
    waiting.departments.add(small_city.section)
    ReviewPolicy.objects.create(plan=small_city.plan)
    texts = {"progress_comment": SECRET, "issues_comment": SECRET, "internal_note": NOTE}
    draft = small_city.value("draft", value=7654321, **texts)
    Translation.objects.create(municipality=small_city.city, language="en", original="窓口", text="Counter")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    Emblem.objects.create(municipality=small_city.city, picture=drawing)
    submitted = small_city.value("submitted", indicator=waiting, **texts)
    progress = small_city.progress("draft", comment=SECRET, internal_note=NOTE)
    rows: dict[str, models.Model] = {
        "auth_user": small_city.user("approver"),
        "plans_membership": Membership.objects.get(user__username="approver"),
        "plans_nationalpriority": NationalPriority.objects.first(),
        "plans_sitepage": SitePage.objects.filter(language="ja").first(),
        "kpis_ratingscale": RatingScale.objects.first(),
        "plans_municipality": small_city.city,
        "plans_department": small_city.section,
        "plans_plan": full,
        "kpis_review": small_city.review,
        "kpis_measurement": draft,
        "kpis_actionprogress": progress,
    }
    for model in admin.site._registry:
        path = city_path(model)
        if path is not None and model is not Membership:
            own = model._base_manager.filter(**{path: small_city.city.pk})
            _mark(own)
            rows.setdefault(f"{model._meta.app_label}_{model._meta.model_name}", own.order_by("pk").first())
    return WalkedCity(small_city, rows, submitted)


def _mark(rows: models.QuerySet) -> None:
    """Gives the rows the city's mark where their pages show it."""
    names = {described.name for described in rows.model._meta.fields}
    shown = next(
        (name for name in ("title", "name", "office", "reason", "overall_comment") if name in names), ""
    )
    if shown:
        rows.update(**{shown: f"{MARK}のもの"})


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str
    changed: bool

    @property
    def is_open(self) -> bool:
        """Answered with a page, or led on to another one than the sign-in or the admin's first page."""
        if self.status in (301, 302):
            closed = self.location.startswith(reverse("admin:login")) or self.location == reverse(
                "admin:index"
            )
            return not closed
        return self.status in (200, 422)

    @property
    def is_refused(self) -> bool:
        return not self.is_open and self.status in (302, 400, 401, 403, 404, 405)


def stored() -> dict[str, list[tuple]]:
    """Every row of the database but what signing in writes, as the database holds it."""
    found = {}
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models():
            meta = model._meta
            if meta.app_label in ("sessions", "axes", "signin"):
                continue
            columns = (quoted(field.column) for field in meta.concrete_fields if field.name != "last_login")
            cursor.execute(
                f"SELECT {', '.join(columns)} FROM {quoted(meta.db_table)} ORDER BY {quoted(meta.pk.column)}"  # noqa: S608
            )
            found[meta.label] = cursor.fetchall()
    return found


class Visit:
    """Somebody's requests, each undone after it has been answered. `before`: what was stored when the walk began."""

    def __init__(self, city: WalkedCity, role: str, before: dict[str, list[tuple]]):
        self.client = city.client(role)
        self.before = before

    def ask(self, method: str, address: str, data: dict | None = None) -> Answer:
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            reset_queries()  # the log of queries has an end: behind it nothing would be counted
            with CaptureQueriesContext(connection) as asked:
                answer = getattr(self.client, method)(address, data or {})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            wrote = any(WRITES.match(query["sql"]) for query in asked)
            changed = wrote and stored() != self.before
            transaction.set_rollback(True)
        self.client.cookies = cookies
        text = body.decode("utf-8", "replace")
        return Answer(answer.status_code, answer.get("Location", ""), text, changed)


@contextmanager
def settled_city(blocker) -> Iterator[WalkedCity]:
    """The city, settled once for all tests of a file on its day; it is gone when they are done."""
    with blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            freeze_today(patch, SMALL_CITY_DAY)
            city = settle()
        yield city
        transaction.set_rollback(True)
