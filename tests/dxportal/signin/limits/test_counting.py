"""How failures are counted: which addresses together, by an index, and no longer than a limit needs."""

import pytest
from django.db import connection

from dxportal.signin.addresses import counted_as, is_office
from dxportal.signin.models import Strike

from .conftest import guess_names

pytestmark = pytest.mark.django_db


def test_what_no_limit_needs_any_more_is_forgotten(clock):
    guess_names(3)
    clock.on(days=1, minutes=1)
    guess_names(1)
    assert Strike.objects.count() == 2  # of the last one: its address and its name


def test_counting_reads_an_index_and_never_the_table(clock):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Strike.objects.filter(kind="name", key="tanaka", at__gt=clock()).order_by("-at")
        found = rows.values_list("at")[19:20].explain()
    assert "strike_counted" in found


@pytest.mark.parametrize(
    ("address", "counted", "is_ours"),
    [
        ("203.0.113.5", "203.0.113.5", False),
        ("10.255.0.1", "10.255.0.1", True),
        ("2001:db8:aaaa:1::5", "2001:db8:aaaa:1::/64", True),
        ("2001:db8:bbbb:1::5", "2001:db8:bbbb:1::/64", False),
    ],
)
def test_which_addresses_are_counted_together_and_which_are_the_offices(address, counted, is_ours):
    assert counted_as(address) == counted
    assert is_office(address) is is_ours
    assert not is_office(None)
