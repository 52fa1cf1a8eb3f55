"""A verb that is killed has happened wholly, with its record and its triggers, or not at all; and can be done again."""

import pytest
from django.db import connection

from .verbs import VERBS

# Whoever has been written to is recorded, whatever becomes of the others.
PERSON_BY_PERSON = {"remind", "send reminders"}
# A server takes a second to lay a database anew: there those that write the most.
ON_A_SERVER = {"approve", "correct", "publish", "redefine", "reorganise"}
KILLED = set(VERBS) - {"lay"} if connection.vendor == "sqlite" else ON_A_SERVER


@pytest.mark.parametrize("name", sorted(KILLED))
def test_a_killed_verb_is_done_or_not(small, name):
    small.check([name], in_pieces=name in PERSON_BY_PERSON)
