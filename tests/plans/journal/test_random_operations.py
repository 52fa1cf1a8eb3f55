"""A thousand random operations over every way to write: the record tells each of them, row by row, and who did it.

After each operation the record is played back upon what stood before, and must give exactly what stands now.
"""

import os

import pytest
from django.db import connection

from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Department, Municipality
from plans.removal import remove_cities
from tests.factories import being_entered, make_term

from .life import BY_HAND, Life
from .rows import differing, everything, last_line, lines_after, played, shell

pytestmark = pytest.mark.django_db(transaction=True)

# A server answers each statement over a socket: there every way is gone, and not as often.
OPERATIONS = int(os.environ.get("RANDOM_OPERATIONS") or (1000 if connection.vendor == "sqlite" else 150))


def test_nothing_is_silent(sheet_city, client, tmp_path):
    being_entered()
    remove_cities(Municipality.objects.exclude(pk=sheet_city.city.pk))
    life = Life(sheet_city, client, tmp_path)
    state, told = everything(), 0
    for step, operation in enumerate(life.operations(OPERATIONS)):
        if not life.plan.terms.exists():
            make_term(life.plan, life.new(), life.new())
            state = everything()
        last = last_line()
        who = operation()
        lines, now = lines_after(last), everything()
        assert not differing(played(state, lines), now), (step, operation)
        _check_who(lines, who)
        state, told = now, told + len(lines)
    assert told > OPERATIONS


def _check_who(lines, who) -> None:
    if who is Ellipsis:
        return
    for line in lines:
        assert line.way.startswith(BY_HAND) == (who is BY_HAND), line
        assert line.who_id == getattr(who, "pk", None), (line, who)


def test_no_line_is_attributed_to_somebody_who_wrote_before(sheet_city):
    """What a shell writes right after a person's transaction is nobody's."""
    being_entered()
    with revising(sheet_city.plan, Grounds("見直し", by=sheet_city.manager)):
        make_term(sheet_city.plan, "a", "a")
    last = last_line()
    with shell() as plain:
        plain.execute("UPDATE plans_department SET name = 'x'")
    lines = lines_after(last)
    assert lines
    assert {(line.who, line.who_id) for line in lines} == {("", None)}
    assert Department.objects.filter(name="x").exists()
