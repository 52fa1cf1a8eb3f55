"""A small site in which every verb of the workflow has something to do, and the verbs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Indicator, Measurement, Report, Review, ReviewPolicy
from kpis.reports.formats import file_of
from kpis.reports.publishing import publish, publish_correction
from kpis.workflow import entries, meanings, promises, reminder_sending, reviews
from kpis.workflow.locking import Refused
from kpis.workflow.reorganisation import Options, reorganise
from plans.era import Quarter
from plans.kinds import Ending
from plans.models import Department, Municipality, Plan
from plans.models.versions import StaleRow
from plans.removal import remove_cities
from tests.cities import PERIOD, build_sheet_city
from tests.factories import guarded, make_indicator, make_member, make_plan, make_target, make_term

NOW = "2025-07-10T09:00:00+09:00"
DAY = date(2025, 7, 1)
YEAR = Period.parse("2027")
REFUSALS = (Refused, ValidationError, PermissionDenied, StaleRow)


def lay() -> None:
    """Instead of all cities one, with a report in every state and a review at every stage."""
    remove_cities(Municipality.objects.all())
    city = build_sheet_city()
    judge = make_member(city.city, "approver", "judge")
    Department.objects.create(municipality=city.city, code="new", name="市民課")
    for indicator, state in ((city.forms, "draft"), (city.share, "submitted"), (city.rate, "submitted")):
        value = {"numerator": 1, "denominator": 4} if indicator == city.share else {"value": 40}
        row = entries.save_entry(Measurement(indicator=indicator, period=PERIOD, **value), by=city.editor)
        if state == "submitted":
            entries.submit(row, by=city.editor)
    for stage in ("ready", "closed", "published"):
        _quarter(stage, city.city, city.window, city.manager, judge)
    make_target(city.books, "2027", 900, "2024-04-01")
    make_term(city.plan, "a", "用語")
    plan = make_plan(city.city, "new", starts_on=date(2023, 4, 1))
    make_indicator(plan, "1").departments.add(city.window)
    ReviewPolicy.objects.create(plan=plan, opens_automatically=True)
    get_user_model().objects.update(email="dx@example.jp")
    guarded()


def _quarter(stage: str, city: Municipality, window: Department, manager: AbstractUser, judge: AbstractUser):
    plan = make_plan(city, stage, starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    indicator = make_indicator(plan, "1")
    indicator.departments.add(window)
    review = Review.objects.create(plan=plan, period=PERIOD, due_on=date(2025, 7, 30))

    def approved(**fields: object) -> None:
        row = Measurement(indicator=indicator, period=PERIOD, **fields)
        entries.approve(entries.submit(entries.save_entry(row, by=manager), by=manager), by=judge)

    approved(value=5)
    if stage != "ready":
        review = reviews.close_review(review, by=manager)
    if stage == "published":
        publish(review, by=manager)
        approved(value=6, revision=2, revision_reason="数え直したため")


def _user(name: str) -> AbstractUser:
    return get_user_model().objects.get(username=name)


def _indicator(code: str) -> Indicator:
    return Indicator.objects.get(plan__slug="smart-plan", code=code)


def _value(code: str) -> Measurement:
    return Measurement.objects.get(indicator=_indicator(code), period=PERIOD)


def _review(stage: str) -> Review:
    return Review.objects.get(plan__slug=stage)


def _commented() -> Review:
    review = _review("ready")
    review.overall_comment = "おおむね順調です。"
    return review


def _given(reason: str = "見直したため。") -> dict:
    return {"reason": reason, "by": _user("kanri")}


def _pass_on() -> None:
    places = {row.code: row for row in Department.objects.all()}
    reorganise(
        Municipality.objects.get(),
        {places["window"]: places["new"]},
        by=_user("kanri"),
        from_day=DAY,
        options=Options(start_new=True, carry_members=True),
    )


def _send() -> None:
    settings.MAIL_CONFIGURED, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    reminder_sending.send(
        _review("smart-plan"), by=_user("kanri"), at=timezone.now(), site="https://dx.example.jp"
    )


VERBS: dict[str, Callable[[], object]] = {
    "lay": lay,
    "enter": lambda: entries.save_entry(
        Measurement(indicator=_indicator("2-1"), period=PERIOD, value=3), by=_user("honda")
    ),
    "submit": lambda: entries.submit(_value("1-1"), by=_user("ueda")),
    "recall": lambda: entries.recall(_value("1-2"), by=_user("ueda")),
    "approve": lambda: entries.approve(_value("1-2"), by=_user("judge")),
    "send back": lambda: entries.send_back(_value("1-3"), by=_user("judge"), reason="確かめてください"),
    "mark missing": lambda: entries.mark_missing(
        _indicator("2-1"), Period.parse(PERIOD), **_given("調査なし")
    ),
    "open": lambda: reviews.open_review(
        Plan.objects.get(slug="smart-plan"), Quarter.parse("2025-Q2"), by=_user("kanri")
    ),
    "close": lambda: reviews.close_review(_review("ready"), by=_user("kanri")),
    "reopen": lambda: reviews.reopen_review(_review("closed"), **_given()),
    "comment": lambda: reviews.change_review(_commented(), by=_user("kanri")),
    "publish": lambda: publish(_review("closed"), by=_user("kanri")),
    "correct": lambda: publish_correction(_review("published"), **_given()),
    "keep a file": lambda: file_of(Report.objects.get(), "csv"),
    "move a target": lambda: promises.change_target(
        _indicator("2-1"), YEAR, Decimal(950), effective_from=DAY, **_given()
    ),
    "withdraw a target": lambda: promises.withdraw_target(
        _indicator("2-1"), YEAR, effective_from=DAY, **_given()
    ),
    "convert": lambda: meanings.convert_unit(
        _indicator("2-1"), "千件", Fraction(1, 1000), decimals=2, effective_on=DAY, **_given()
    ),
    "redefine": lambda: meanings.redefine(
        _indicator("2-1"),
        {"baseline_value": None, "baseline_period": ""},
        from_period=Period.parse("2025-Q2"),
        targets={YEAR: Decimal(9)},
        effective_on=DAY,
        **_given(),
    ),
    "end": lambda: promises.end(
        _indicator("2-1"), last_period="2025-Q2", ending=Ending.ABOLISHED, effective_on=DAY, **_given()
    ),
    "reorganise": _pass_on,
    "send reminders": _send,
    "remind": lambda: reminder_sending.record_printed(
        _review("smart-plan"), by=_user("kanri"), at=timezone.now()
    ),
}
