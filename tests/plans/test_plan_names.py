"""What a plan is called outside its own city's pages."""

import pytest

from tests.factories import make_city, make_plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("スマート計画", "北山市 スマート計画"),
        ("北山市スマート計画", "北山市スマート計画"),
        ("北山スマート計画", "北山市 北山スマート計画"),
    ],
)
def test_the_city_is_named_once(title, name):
    assert str(make_plan(make_city(), title=title)) == name
