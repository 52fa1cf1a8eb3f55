"""A NUL in an address: PostgreSQL takes no text that holds one."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?q=%00", 200),
        ("/?q=%00a", 200),
        ("/?prefecture=%00", 200),
        ("/?prefecture=x%00", 404),
        ("/?q=a&after=%00", 200),
        ("/?q=a&after=x%00", 200),
        ("/search/?q=%00a&plan=%00", 200),
        ("/search/?q=a&plan=mihon/dx-plan%00", 200),
        ("/mihon/dx-plan/kpis/?group=%00&goal=%00&sort=%00&role=%00", 200),
    ],
)
def test_it_is_no_fault_of_the_servers(address, status):
    assert Client().get(address).status_code == status
