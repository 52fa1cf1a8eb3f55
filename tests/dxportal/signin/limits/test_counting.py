"""How failures are counted: which addresses together, by an index, and no longer than a limit needs."""

from datetime import timedelta

import pytest
from django.db import connection

from dxportal.signin.addresses import counted_as, is_office
from dxportal.signin.models import LockedBy, Strike

from .conftest import guess_names

pytestmark = pytest.mark.django_db


def test_what_no_limit_needs_any_more_is_forgotten(clock):
    guess_names(3)
    clock.on(days=1, minutes=1)
    guess_names(1)
    assert Strike.objects.count() == 2  # of the last one: its address and its name


def test_counting_reads_an_index_and_never_the_table(clock):
    """Of many names and addresses, as under an attack: what is counted is found without reading the others' failures."""
    strikes = [
        Strike(kind=kind, key=f"{kind}{n % 200}", at=clock()) for kind in LockedBy for n in range(1_000)
    ]
    Strike.objects.bulk_create(strikes)
    with connection.cursor() as cursor:
        # Else PostgreSQL chooses by what it learnt of another test's rows, if of any.
        cursor.execute(f"ANALYZE {Strike._meta.db_table}")
    counted = Strike.objects.filter(kind="name", key="name7", at__gt=clock() - timedelta(days=1))
    found = counted.order_by("-at").values_list("at")[19:20].explain()
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
