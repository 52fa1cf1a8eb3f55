"""The fictional city is everywhere marked as サンプル, and no real one is."""

import re

import pytest

from tests.conftest import addresses_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def test_every_page_of_the_fictional_plan_says_sample_and_that_the_city_does_not_exist(client, mihon):
    for address in ["/mihon/", *addresses_of(mihon)]:
        html = client.get(address).content.decode()
        banner = re.search(r'<p class="sample-banner">(.*?)</p>', html, re.DOTALL)
        assert banner, f"{address} has no banner"
        assert "サンプル" in banner[1]
        assert "見本市は架空の市です" in banner[1]


def test_no_page_of_a_real_plan_says_sample(client, real_plans):
    for plan in real_plans:
        for address in addresses_of(plan):
            assert "サンプル" not in client.get(address).content.decode(), address


def test_the_fictional_city_is_marked_in_lists_and_in_search(client):
    assert 'chip-sample">サンプル' in client.get("/").content.decode()
    hits = client.get("/search/", {"q": "書かない窓口"}).content.decode()
    assert hits.count('chip-sample">サンプル') == hits.count('class="hit-where"') > 0
    within = client.get("/search/", {"q": "書かない窓口", "plan": "mihon/dx-plan"}).content.decode()
    scope = within.partition("「見本市DX推進計画」の中だけを検索します。")[2]
    assert scope.lstrip().startswith('<span class="chip chip-sample">サンプル')
