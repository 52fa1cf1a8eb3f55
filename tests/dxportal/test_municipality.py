"""A city's own page: which plans it has published."""

import pytest

from tests.factories import make_city, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/takarazuka/", ["宝塚市の計画", "兵庫県", "282146", "DX推進ビジョン（案） 第1版"]),
        ("/amagasaki/", ["尼崎市の計画", "兵庫県", "282022", "あまがさき共創DXプラン"]),
        ("/mihon/", ["見本市の計画", "見本市DX推進計画"]),
    ],
)
def test_a_citizen_finds_the_citys_plans_and_its_code(client, address, words):
    page = read(client, address)
    assert page.heading == words[0]
    assert [word for word in words if word not in page.text] == []
    assert page.breadcrumb == ["計画の一覧", words[0].removesuffix("の計画")]


def test_only_the_citys_own_published_plans_are_listed(client):
    city = make_city()
    make_plan(city, "a", title="公開の計画")
    make_plan(city, "b", title="準備中の計画", is_public=False)
    cards = [text_of(article) for article in read(client, "/kitayama/").main.iter("article")]
    assert len(cards) == 1
    assert "公開の計画" in cards[0]


def test_a_fictional_city_has_no_code_to_show(client):
    assert "全国地方公共団体コード" not in read(client, "/mihon/").text


def test_a_city_without_a_published_plan_has_no_page(client):
    make_city()
    assert client.get("/kitayama/").status_code == 404
