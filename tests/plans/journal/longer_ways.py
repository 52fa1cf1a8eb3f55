"""Ways of writing that take several steps or a screen of their own. Each yields, step by step, who did it.

None: nobody is known; Ellipsis: several did, or what came before is part of the step.
"""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator as Stored
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

import dxportal.urls  # noqa: F401 - made before passkeys are switched on: the other tests' addresses have none
from dxportal.signin import codes
from kpis.judging.periods import Period
from kpis.models import Measurement
from kpis.reports.publishing import publish, publish_correction
from kpis.workflow import entries, meanings, promises, reminder_sending, reviews
from kpis.workflow.reorganisation import Options, reorganise
from plans.era import Quarter
from plans.models import Committee, Department, Term
from plans.workbook.importing import import_workbook
from tests.cities import PERIOD
from tests.dxportal.signin.conftest import PASSWORD, code_now, is_in, sign_in
from tests.dxportal.signin.passkeys.authenticator import Authenticator
from tests.dxportal.signin.passkeys.conftest import elsewhere, enter, register
from tests.factories import make_indicator, make_member, make_plan, make_term
from tests.kpis.screens import Screen, key_of
from tests.kpis.sheets.sheets import Desk, filled
from tests.plans.ledger.forms import page_of, sent
from tests.plans.workbook.books import exported

if TYPE_CHECKING:
    from .life import Life

Steps = Iterator[Any]
DAY = date(2025, 7, 1)


class Way:
    """The steps one after another, from the beginning again once they are done."""

    def __init__(self, life: "Life", steps: Callable[["Life"], Steps]):
        self.life, self.steps, self.done = life, steps, 0
        self.under_way = steps(life)

    def __call__(self) -> Any:
        for who in self.under_way:
            return who
        self.done += 1
        self.under_way = self.steps(self.life)
        return next(self.under_way)

    def __repr__(self) -> str:
        return self.steps.__name__


def grid(life: "Life") -> Steps:
    life.signed_in(life.city.editor)
    screen = Screen(life.client, "entry", life.city.review).open()
    key = key_of(life.city.forms)
    if screen.has_field(f"{key}-value"):
        screen.type(key=key, value=str(life.dice.randrange(900))).save()
    yield life.city.editor


def sheet(life: "Life") -> Steps:
    life.signed_in(life.city.editor)
    desk = Desk(life.client, life.city.review)
    desk.bring_in(filled(desk.sheet(), {("電子申請の件数", "実績値"): life.dice.randrange(900)}))
    yield life.city.editor


def workbook(life: "Life") -> Steps:
    make_term(life.plan, life.new(), life.new())
    content = exported(life.plan)
    Term.objects.filter(plan=life.plan).delete()
    yield Ellipsis
    import_workbook(BytesIO(content), user=life.boss)
    yield life.boss


def fixture(life: "Life") -> Steps:
    code = life.new()
    file = life.folder / f"{code}.yaml"
    file.write_text(
        f"- model: plans.department\n  fields: {{municipality: [{life.city.city.slug}], code: '{code}', name: 課{code}}}\n"
    )
    call_command("load_plans", str(file), user="boss", yes=True, verbosity=0)
    yield life.boss


def rows_in_an_indicators_form(life: "Life") -> Steps:
    """Targets added below an indicator, then changed there."""
    row = make_indicator(life.plan, life.new())
    yield None
    grounds = {"revision_reason": "新しい目標を決めたため。"}
    new = {"period": "2027", "value": "90", "effective_from": "2025-04-01", "reason": "見直し"}
    _save(life, row, new={"targets": [new]}, **grounds)
    yield life.boss
    assert row.targets.count() == 1
    moved = new | {"value": "95", "effective_from": "2025-07-01"}
    _save(life, row, new={"targets": [moved]}, **grounds)
    assert row.targets.count() == 2
    yield life.boss


def rows_in_a_committees_form(life: "Life") -> Steps:
    """A seat added below a committee, renamed and taken away there."""
    row = Committee.objects.create(plan=life.plan, code=life.new(), name="会議")
    yield None
    _save(life, row, new={"seats": [{"code": "chair", "office": "市長", "order": "1"}]})
    seat = row.seats.get()
    yield life.boss
    _save(life, row, **{"seats-0-office": "副市長"})
    seat.refresh_from_db()
    assert seat.office == "副市長"
    yield life.boss
    _save(life, row, **{"seats-0-DELETE": "on"})
    assert not row.seats.exists()
    yield life.boss


def _save(life: "Life", row: Any, **changes: Any) -> None:
    life.signed_in(life.boss)
    answer = life.client.post(page_of(row), sent(life.client, row, **changes))
    assert answer.status_code == 302, answer.context["errors"]


def quarter(life: "Life") -> Steps:
    """A plan's quarter from its opening to the corrected report."""
    city, editor, manager = life.city, life.city.editor, life.city.manager
    plan = make_plan(city.city, life.new(), starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    row, other = make_indicator(plan, "1"), make_indicator(plan, "2")
    row.departments.add(city.window)
    yield None
    review = reviews.open_review(plan, Quarter.parse(PERIOD), by=manager)
    yield manager
    reminder_sending.record_printed(review, by=manager, at=timezone.now())
    yield manager
    value = entries.save_entry(Measurement(indicator=row, period=PERIOD, value=5), by=editor)
    yield editor
    value = entries.submit(value, by=editor)
    yield editor
    entries.approve(value, by=life.approver)
    yield Ellipsis  # the portal keeps the first value as the baseline
    entries.mark_missing(other, Period.parse(PERIOD), by=manager, reason="調査なし")
    yield manager
    review = reviews.close_review(review, by=manager)
    yield manager
    review = reviews.reopen_review(review, by=manager, reason="二課の値が誤り")
    yield manager
    review.overall_comment = "おおむね順調です。"
    review = reviews.change_review(review, by=manager)
    yield manager
    review = reviews.close_review(review, by=manager)
    yield manager
    publish(review, by=manager)
    yield manager
    again = Measurement(indicator=row, period=PERIOD, value=6, revision=2, revision_reason="数え直したため")
    again = entries.submit(entries.save_entry(again, by=editor), by=editor)
    yield editor
    entries.approve(again, by=life.approver)
    yield Ellipsis
    publish_correction(review, by=manager, reason="数え直しました")
    yield manager


def promise(life: "Life") -> Steps:
    """A target decided, moved and withdrawn; another unit; another thing that is counted; the end."""
    manager = life.city.manager
    row = make_indicator(life.plan, life.new(), baseline_value=3000, baseline_period="2023")
    yield None
    given = {"reason": "見直したため。", "by": manager}
    year = Period.parse("2027")
    promises.change_target(row, year, 5000, effective_from=date(2025, 4, 1), **given)
    yield manager
    row.refresh_from_db()
    meanings.convert_unit(row, "千件", Fraction(1, 1000), decimals=2, effective_on=DAY, **given)
    yield manager
    row.refresh_from_db()
    fields = {"baseline_value": None, "baseline_period": ""}
    meanings.redefine(
        row, fields, from_period=Period.parse("2025-Q2"), targets={year: 9}, effective_on=DAY, **given
    )
    yield Ellipsis
    promises.withdraw_target(row, year, effective_from=date(2025, 7, 2), **given)
    yield manager


def reorganisation(life: "Life") -> Steps:
    make, city = Department.objects.create, life.city.city
    old, new = (make(municipality=city, code=life.new(), name=life.new()) for _ in "12")
    make_indicator(life.plan, life.new()).departments.add(old)
    make_member(city, "editor", life.new(), department=old)
    yield None
    options = Options(start_new=True, carry_members=True)
    reorganise(city, {old: new}, by=life.city.manager, from_day=DAY, options=options)
    yield life.city.manager


def one_time_codes(life: "Life") -> Steps:
    user = get_user_model().objects.create_user(life.new(), is_staff=True)
    yield None
    page = reverse("admin:one-time-code")
    life.signed_in(user)
    life.client.post(page, {"action": "start"})
    yield user
    life.signed_in(user)
    life.client.post(page, {"action": "confirm", "code": code_now(codes.waiting_device(user))})
    assert codes.has_device(user)
    yield user
    codes.switch_off(user)
    yield None


def passkeys(life: "Life") -> Steps:
    """A second passkey beside the first, one used to sign in, and both taken away: all of it on the portal's pages."""
    user = make_member(life.city.city, "editor", life.new())
    user.set_password(PASSWORD)
    user.save()
    yield None
    mine, phones = elsewhere(), [Authenticator(), Authenticator()]
    with _with_passkeys():
        sign_in(mine, user.username)
        register(mine, phones[0])
    yield user
    with _with_passkeys():
        register(mine, phones[1])
    kept = Stored.objects.filter(user=user).order_by("-pk")  # the session stands on the first
    assert kept.count() == 2
    yield user
    phones[0].counter += 1
    other = elsewhere()
    with _with_passkeys():
        enter(other, phones[0])
        assert is_in(other)
    yield None  # it was nobody's request yet
    for row in kept:
        sent = {"action": "remove", "passkey": row.pk, "remove-proof": PASSWORD}
        with _with_passkeys():
            mine.post("/admin/passkeys/", sent)
        assert not kept.filter(pk=row.pk).exists()
        yield user


def _with_passkeys() -> override_settings:
    return override_settings(ROOT_URLCONF="tests.dxportal.signin.sso.urls", PASSKEYS=True)


WAYS = (
    grid,
    sheet,
    workbook,
    fixture,
    rows_in_an_indicators_form,
    rows_in_a_committees_form,
    quarter,
    promise,
    reorganisation,
    one_time_codes,
    passkeys,
)
