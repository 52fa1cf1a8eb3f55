"""Many rows stored at once are locked in one order, whichever order they come in: two at once do not wait for ever."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.bulk_writing import update_rows
from plans.models import Department
from tests.factories import make_city

pytestmark = pytest.mark.django_db


def test_rows_are_locked_in_the_order_of_their_keys():
    city = make_city()
    rows = [Department.objects.create(municipality=city, code=f"d{n}", name=f"課{n}") for n in range(3)]
    for row in rows:
        row.name += "（新）"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        update_rows(rows[::-1], ["name"])
    locking = next(query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT"))
    assert re.search(r'ORDER BY (?:"plans_department"\."id"|1) ASC', locking)
    assert [row.name for row in Department.objects.filter(municipality=city).order_by("pk")] == [
        "課0（新）",
        "課1（新）",
        "課2（新）",
    ]
