"""Verbs at the same moment in transactions of their own: one wins, the others are told, and nothing is lost.

PostgreSQL runs them side by side in threads. The tests' SQLite lives in memory, where a second writer cannot wait;
there they run one after the other, each with what it had read before.
"""

from collections.abc import Callable, Iterable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from kpis.models import Measurement, Review
from kpis.workflow import entries, reviews
from kpis.workflow.entries import Conflict, Refused
from plans.era import Quarter
from tests.cities import PERIOD, SmallCity, build_small_city
from tests.sent_forms import choice, form_with, theirs_in

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
GROUNDS = {"revision_kind": "misprint", "revision_reason": "書き足し"}


@pytest.fixture
def small_city(transactional_db) -> SmallCity:
    return build_small_city()


def together(calls: Iterable[Callable[[], object]]) -> list[object]:
    """What each call returned or raised."""
    calls = list(calls)
    answers: list[object] = [None] * len(calls)
    start = Barrier(len(calls))

    def run(place: int, call: Callable[[], object], *, waits: bool) -> None:
        try:
            if waits:
                start.wait(timeout=30)
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            if waits:
                connections.close_all()

    if connection.vendor != "postgresql":
        for place, call in enumerate(calls):
            run(place, call, waits=False)
        return answers
    threads = [
        Thread(target=run, args=(place, call), kwargs={"waits": True}) for place, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def saving(small_city: SmallCity, row: Measurement, value: int) -> Callable[[], Measurement]:
    """Somebody who has read the row and now saves another value."""
    read = Measurement.objects.get(pk=row.pk)
    read.value = value
    user = small_city.user("editor" if value % 2 else "writer")
    return lambda: entries.save_entry(read, by=user, seen_version=read.version)


def entering(small_city: SmallCity, period: str, value: int) -> Callable[[], Measurement]:
    user = small_city.user("editor" if value % 2 else "writer")
    return lambda: entries.save_entry(
        Measurement(indicator=small_city.indicator, period=period, value=value), by=user
    )


def winners(answers: list[object]) -> list[object]:
    return [answer for answer in answers if not isinstance(answer, Exception)]


def test_of_people_who_save_a_row_at_once_one_is_first_and_the_others_see_it(small_city):
    row = small_city.value("draft", value=0)
    for _ in range(ROUNDS):
        row.refresh_from_db()
        before = row.version
        answers = together(saving(small_city, row, value) for value in range(1, 5))
        (winner,) = winners(answers)
        losers = [answer for answer in answers if answer is not winner]
        assert {type(answer) for answer in losers} == {Conflict}
        assert {answer.current.value for answer in losers} == {winner.value}
        row.refresh_from_db()
        assert (row.value, row.version) == (winner.value, before + 1)
    assert row.history.count() == 1 + ROUNDS


@pytest.mark.parametrize("period", [PERIOD, "2024-Q4"], ids=["with a review", "without"])
def test_of_people_who_enter_the_first_value_at_once_one_is_first_and_the_others_see_it(small_city, period):
    answers = together(entering(small_city, period, value) for value in range(1, 5))
    (winner,) = winners(answers)
    losers = [answer for answer in answers if answer is not winner]
    assert {type(answer) for answer in losers} == {Conflict}
    stored = small_city.indicator.measurements.get(period=period)
    assert stored.value == winner.value
    assert {answer.current.pk for answer in losers} == {stored.pk}
    assert Measurement.history.filter(indicator=small_city.indicator).count() == 1


def test_saving_and_submitting_the_same_row_at_once_never_lock_each_other_out(small_city):
    for number in range(ROUNDS):
        row = small_city.value("draft", value=0, period=PERIOD if number == 0 else f"202{number}-Q1")
        read = Measurement.objects.get(pk=row.pk)
        writer = small_city.user("writer")
        answers = together(
            [saving(small_city, row, 1), lambda read=read, by=writer: entries.submit(read, by=by)]
        )
        assert len(winners(answers)) == 1
        assert all(isinstance(answer, Refused) for answer in answers if isinstance(answer, Exception))


def test_approving_and_taking_back_at_once_end_in_one_state(small_city):
    row = small_city.value("submitted")
    approver, writer = small_city.user("approver"), small_city.user("writer")
    mine, theirs = Measurement.objects.get(pk=row.pk), Measurement.objects.get(pk=row.pk)
    answers = together(
        [lambda: entries.approve(mine, by=approver), lambda: entries.recall(theirs, by=writer)]
    )
    (winner,) = winners(answers)
    row.refresh_from_db()
    assert (row.state, row.version) == (winner.state, 2)
    assert row.history.count() == 2


def test_a_review_that_closes_while_a_value_is_entered_either_takes_it_or_locks_it(small_city):
    small_city.value("approved")
    small_city.action.delete()
    manager = small_city.user("manager")
    correction = Measurement(
        indicator=small_city.indicator, period=PERIOD, value=3, revision=2, revision_reason="訂正"
    )
    writer = small_city.user("writer")
    answers = together(
        [
            lambda: reviews.close_review(small_city.review, by=manager),
            lambda: entries.save_entry(correction, by=writer),
        ]
    )
    assert Review.objects.get(pk=small_city.review.pk).state == Review.State.CLOSED
    entered = not isinstance(answers[1], Exception)
    assert small_city.indicator.measurements.filter(revision=2).exists() is entered
    assert entered or isinstance(answers[1], Refused)


def test_a_quarter_is_opened_once(small_city):
    manager = small_city.user("manager")
    answers = together([lambda: reviews.open_review(small_city.plan, Quarter(2025, 2), by=manager)] * 3)
    assert len(winners(answers)) == 1
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {Refused}
    assert small_city.plan.reviews.get(period="2025-Q2").due_on == date(2025, 10, 30)


# -- plain forms of the admin


def appending(small_city: SmallCity, row: Model, name: str, mark: str) -> Callable[[], int]:
    """Somebody who adds a mark at the end of a text, and chooses anew each time that somebody else was quicker.

    The answer: how often they had to choose.
    """
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    client = Client()
    client.force_login(small_city.user("manager"))
    data = form_with(client.get(address).content.decode(), name) | GROUNDS

    def save() -> int:
        sent = data | {name: f"{data[name][0]}{mark}"}
        for chosen in range(20):
            answer = client.post(address, sent)
            if answer.status_code == 302:
                return chosen
            html = answer.content.decode()
            sent |= form_with(html, name) | choice(html, name, "mine")
            sent[name] = f"{theirs_in(html)}{mark}"
        raise AssertionError(answer.content.decode())

    return save


@pytest.mark.parametrize("kind", ["plan", "indicator", "review"])
def test_no_text_of_people_who_save_the_same_form_at_once_is_lost(small_city, kind):
    names = {"plan": "summary", "indicator": "definition", "review": "overall_comment"}
    row, marks = getattr(small_city, kind), ["あ", "い", "う", "え"]
    for number in range(ROUNDS):
        answers = together(appending(small_city, row, names[kind], f"{mark}{number}") for mark in marks)
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
    row.refresh_from_db()
    written = getattr(row, names[kind])
    assert [f"{mark}{n}" for n in range(ROUNDS) for mark in marks if f"{mark}{n}" not in written] == []
