"""The filters beside the admin's lists."""

import re

import pytest

from tests.factories import make_city

pytestmark = pytest.mark.django_db


def filters(client, address):
    text = client.get(address).content.decode()
    return re.findall(r'<li(?: class="(selected)")?>\s*<a href="([^"]*)">\s*([^<]*?)\s*</a>', text)


def test_what_is_blank_has_a_name_and_finds_its_rows(client, admin_user):
    client.force_login(admin_user)
    make_city("kita", name="北の市", prefecture="兵庫県")
    make_city("nashi", name="県のない市", prefecture="")
    names = {name: query for _selected, query, name in filters(client, "/admin/plans/municipality/")}
    assert "" not in names
    assert names["（空欄）"] == "?prefecture="
    found = client.get("/admin/plans/municipality/" + names["（空欄）"])
    rows = list(found.context["cl"].result_list)
    assert "県のない市" in [row.name for row in rows]
    assert {row.prefecture for row in rows} == {""}
    chosen = filters(client, "/admin/plans/municipality/?prefecture=")
    assert ("selected", "?prefecture=", "（空欄）") in chosen
