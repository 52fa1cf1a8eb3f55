"""Every verb in every state with every role: allowed exactly where the table here says so."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kpis.judging.periods import Period
from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from kpis.workflow.entries import Refused
from tests.cities import PERIOD, snapshot

pytestmark = pytest.mark.django_db

STATES = ("draft", "submitted", "returned", "approved")
ROLES = (
    "editor",
    "editor of others",
    "approver",
    "approver of others",
    "manager",
    "foreign editor",
    "foreign manager",
    "former editor",
    "nobody",
    "switched off",
    "superuser",
)
WRITERS = {"editor", "manager", "superuser"}
DECIDERS = {"approver", "manager", "superuser"}
RUNNERS = {"manager", "superuser"}

# verb: from which states, by whom, to which state (None: the state stays)
TABLE = {
    "save": ({"draft", "returned"}, WRITERS, None),
    "submit": ({"draft", "returned"}, WRITERS, "submitted"),
    "recall": ({"submitted"}, WRITERS, "draft"),
    "approve": ({"submitted"}, DECIDERS, "approved"),
    "send_back": ({"submitted"}, DECIDERS, "returned"),
}


def do(verb, row, by):
    if verb == "save":
        return entries.save_entry(row, by=by, seen_version=row.version)
    if verb == "send_back":
        return entries.send_back(row, by=by, reason="数え方を確かめてください。")
    return getattr(entries, verb)(row, by=by)


def stored(small_city, kind, state):
    make = small_city.value if kind is Measurement else small_city.progress
    return make(state, answer="数え直しました。" if state == "returned" else "")


@contextmanager
def undone():
    """What happens inside leaves nothing behind: one city serves all roles."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("kind", [Measurement, ActionProgress], ids=["value", "progress"])
def test_a_verb_works_for_those_roles_and_states_only(small_city, kind, verb, state):
    for role in ROLES:
        with undone():
            try_verb(small_city, kind, verb, state, role)


def try_verb(small_city, kind, verb, state, role):
    states, roles, after = TABLE[verb]
    row = stored(small_city, kind, state)
    before = snapshot(row)
    user = small_city.user(role)
    if role not in roles:
        with pytest.raises(PermissionDenied):
            do(verb, row, user)
        assert snapshot(row) == before, role
    elif state not in states:
        with pytest.raises(Refused) as refusal:
            do(verb, row, user)
        assert str(refusal.value)
        assert snapshot(row) == before, role
    else:
        done = do(verb, row, user)
        row.refresh_from_db()
        assert (row.state, row.version) == (after or state, 2), role
        assert (done.state, done.version) == (row.state, row.version)
        assert row.history.count() == before[1] + 1


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", [Measurement, ActionProgress], ids=["value", "progress"])
def test_a_first_report_is_entered_by_those_who_write(small_city, kind, role):
    new = (
        Measurement(indicator=small_city.indicator, period=PERIOD, value=5)
        if kind is Measurement
        else ActionProgress(action=small_city.action, period=PERIOD, status="delayed")
    )
    user = small_city.user(role)
    if role not in WRITERS:
        with pytest.raises(PermissionDenied):
            entries.save_entry(new, by=user)
        assert not kind.objects.filter(period=PERIOD, **{kind.OWNER: new.owner}).exists()
        return
    saved = entries.save_entry(new, by=user)
    row = kind.objects.get(pk=saved.pk)
    assert (row.state, row.version, row.revision) == ("draft", 1, 1)
    assert row.entered_by == user
    assert row.owner_name == "窓口課"
    assert row.submitted_by is row.decided_by is None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["none", *STATES])
def test_only_who_runs_reviews_records_that_there_is_no_value(small_city, state, role):
    row = small_city.value(state) if state != "none" else None
    before = snapshot(row) if row else None
    user = small_city.user(role)

    def mark():
        return entries.mark_missing(
            small_city.indicator, Period.parse(PERIOD), by=user, reason="調査を行わなかったため"
        )

    if role not in RUNNERS:
        with pytest.raises(PermissionDenied):
            mark()
    elif state in ("submitted", "approved"):
        with pytest.raises(Refused):
            mark()
    else:
        mark()
        found = small_city.indicator.measurements.get(period=PERIOD)
        assert (found.state, found.observation_status, found.value) == ("approved", "M", None)
        assert found.issues_comment == "調査を行わなかったため"
        assert found.decided_by == user
        return
    if row:
        assert snapshot(row) == before
    else:
        assert not small_city.indicator.measurements.exists()


@pytest.mark.parametrize("state", STATES)
def test_the_verbs_offered_are_those_that_work(small_city, state):
    row = small_city.value(state)
    for role in ROLES:
        offered = set(entries.possible_verbs(row, by=small_city.user(role)))
        working = {verb for verb, (states, roles, _) in TABLE.items() if state in states and role in roles}
        assert offered == working - {"save"}, role


def test_nothing_is_offered_on_a_report_that_is_not_stored(small_city):
    row = Measurement(indicator=small_city.indicator, period=PERIOD)
    assert entries.possible_verbs(row, by=small_city.user("superuser")) == []
