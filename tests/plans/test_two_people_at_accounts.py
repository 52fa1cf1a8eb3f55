"""Two people have the same account open. Django's own form lets the second write over the first."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Revision
from plans.models.versions import VersionedRow
from plans.opened_form import OpenedForm
from plans.opened_rows import OpenedRows
from tests.kpis.admin.entering import as_answered, errors_of, filled_form
from tests.sent_forms import choice

LOCK = "FOR UPDATE"


@pytest.fixture
def opened(db) -> tuple[object, str, str]:
    """The account, its form's address, and the field in which two people write."""
    row = get_user_model().objects.create_user("yamada", last_name="山田")
    return row, reverse("admin:auth_user_change", args=[row.pk]), "last_name"


def test_the_second_sees_both_texts_and_chooses(admin_client, opened):
    row, address, name = opened
    data = filled_form(admin_client, address)
    assert admin_client.post(address, data | {name: "一人目"}).status_code == 302
    answer = admin_client.post(address, data | {name: "二人目"})
    assert "ほかの人は次の内容で保存しました" in errors_of(answer)
    row.refresh_from_db()
    assert getattr(row, name) == "一人目"
    chosen = as_answered(answer) | choice(answer.content.decode(), name, "mine")
    assert admin_client.post(address, chosen).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "二人目"


def test_what_only_the_first_changed_stays(admin_client, db):
    row = get_user_model().objects.create_user("yamada", last_name="山田")
    address = reverse("admin:auth_user_change", args=[row.pk])
    data = filled_form(admin_client, address)
    admin_client.post(address, data | {"is_active": ""})
    answer = admin_client.post(address, data | {"first_name": "花子"})
    assert admin_client.post(address, as_answered(answer)).status_code == 302
    row.refresh_from_db()
    assert (row.is_active, row.first_name) == (False, "花子")


def test_who_saves_holds_the_row_from_reading_it(admin_client, opened):
    row, address, name = opened
    data = filled_form(admin_client, address)
    with CaptureQueriesContext(connection) as asked:
        admin_client.post(address, data | {name: "一人目"})
    of_row = [query["sql"] for query in asked if f'"{row._meta.db_table}"' in query["sql"]]
    locked = next(number for number, sql in enumerate(of_row) if LOCK in sql)
    assert locked < next(number for number, sql in enumerate(of_row) if sql.startswith("UPDATE"))


def test_a_new_password_is_saved_with_the_row_held(admin_client, db):
    row = get_user_model().objects.create_user("yamada")
    address = reverse("admin:auth_user_password_change", args=[row.pk])
    passwords = dict.fromkeys(("password1", "password2"), "Akagi-no-yama-7")
    with CaptureQueriesContext(connection) as asked:
        answer = admin_client.post(address, passwords | {"usable_password": "true"})
    assert answer.status_code == 302
    assert any(LOCK in query["sql"] for query in asked)
    row.refresh_from_db()
    assert row.check_password("Akagi-no-yama-7")


def test_every_form_of_the_admin_is_for_several_people():
    """The record of changes is not edited."""
    others = {model for model, page in admin.site._registry.items() if not issubclass(page.form, OpenedForm)}
    assert others <= {Revision}


def test_every_table_on_its_pages_too(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    for page in admin.site._registry.values():
        for inline in page.get_inline_instances(request):
            rows = inline.get_formset(request)
            assert issubclass(rows, OpenedRows), inline
            assert issubclass(rows.form, OpenedForm), inline
            assert issubclass(rows.model, VersionedRow) or not inline.has_change_permission(request), inline
