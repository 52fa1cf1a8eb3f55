"""While the tables are of a former version every page says so in the design; another missing table stays a mistake."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from plans.journal import laying
from plans.ledger import triggers
from tests.former_tables import forget_newest
from tests.reading import Page

# On PostgreSQL nothing can be asked any more in a transaction in which a statement has failed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def renamed(client):
    """The table of the site's texts has the name of a version to come."""
    client.raise_request_exception = False
    triggers.drop(connection)
    laying.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plans_sitepage RENAME TO plans_sitetext")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plans_sitetext RENAME TO plans_sitepage")


@pytest.fixture
def behind(renamed):
    forget_newest("plans")


@pytest.mark.parametrize("address", ["/about/", "/admin/plans/sitepage/", "/admin/plans/sitepage/1/change/"])
def test_a_page_that_asks_for_what_is_to_come_says_that_an_update_is_under_way(client, behind, address):
    client.force_login(get_user_model().objects.create_superuser("boss"))
    answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    page = Page("503", answer)
    assert page.heading == "更新の作業中です"
    assert page.all("header", "footer")
    assert "お問い合わせ番号" in page.text


def test_a_table_that_is_missing_for_another_reason_is_a_mistake(client, renamed):
    answer = client.get("/about/")
    assert answer.status_code == 500
    assert "お問い合わせ番号" in Page("500", answer).text
