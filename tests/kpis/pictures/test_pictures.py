"""Pictures for sharing and slides: what they say, their size, of which day, and of what there is none."""

import struct
from datetime import date

import pytest

from kpis.assessment.assessing import assess
from kpis.judging.rollup import roll_up
from kpis.models import Indicator
from kpis.pictures.drawing import data_text
from kpis.pictures.of_indicator import card_data, chart_data
from kpis.pictures.of_plans import plan_card_data, site_card_data
from tests.kpis.public.indicator_page import make_rate

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 1)


@pytest.fixture
def rate(plan) -> Indicator:
    make_rate(plan)
    row = Indicator.objects.with_figures().get(code="k")
    row.plan = plan
    return row


def size_of(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", content[16:24])


def test_the_chart_is_1600_pixels_wide_and_the_cards_are_1200_by_630(plan, rate, client):
    place = f"{plan.get_absolute_url()}kpis/k/"
    answers = {
        name: client.get(address)
        for name, address in {
            "chart": f"{place}chart.png",
            "card": f"{place}card.png",
            "plan": f"{plan.get_absolute_url()}card.png",
            "site": "/card.png",
        }.items()
    }
    assert {answer["Content-Type"] for answer in answers.values()} == {"image/png"}
    assert size_of(answers["chart"].content)[0] == 1600
    assert [size_of(answers[name].content) for name in ("card", "plan", "site")] == [(1200, 630)] * 3


def test_a_name_of_200_letters_fits(plan, client):
    make_rate(plan, name="長い名前の指標" * 28 + "です。。")
    answer = client.get(f"{plan.get_absolute_url()}kpis/k/card.png")
    assert size_of(answer.content) == (1200, 630)


def test_of_an_unknown_indicator_or_plan_there_is_no_picture(plan, client):
    for address in ("kpis/none/chart.png", "kpis/none/card.png"):
        assert client.get(plan.get_absolute_url() + address).status_code == 404
    assert client.get("/nowhere/none/card.png").status_code == 404


def test_the_chosen_day_is_the_pictures_day(plan, rate, client, monkeypatch):
    asked = []
    monkeypatch.setattr("kpis.public.pictures.card_png", lambda row: asked.append(row.at) or b"")
    client.get(f"{plan.get_absolute_url()}kpis/k/card.png?at=2023-Q4")
    client.get(f"{plan.get_absolute_url()}kpis/k/card.png")
    assert [day.isoformat() for day in asked] == ["2024-03-31", "2025-05-01"]


def test_a_card_says_what_the_page_says(plan, rate):
    row = assess(rate, DAY)
    data = card_data(row)
    words = data["indicator"]
    assert words["value"]["text"] == "66%"
    assert words["target"]["text"] == "80%"
    assert words["sentence"].replace("\u200b", "") == row.citizen_sentence
    assert words["status"]["label"] == row.evaluation.label
    assert data["picture"] is not None
    assert not data["head"]["sample"]


def test_with_less_than_two_points_there_is_no_chart_on_the_card(plan):
    row = make_rate(plan, baseline_value=None, baseline_period="")
    row.measurements.filter(period="2024").delete()
    assert card_data(assess(row, DAY))["picture"] is None


def test_of_a_fictional_city_every_picture_says_so(plan, rate):
    plan.municipality.is_fictional = True
    row = assess(rate, DAY)
    counted = roll_up([row.evaluation])
    for data in (
        card_data(row),
        chart_data(row),
        plan_card_data(plan, counted, "", ""),
        site_card_data([(plan, counted)]),
    ):
        assert "サンプル（架空のデータ）" in data_text(data)


def test_where_nothing_is_judged_the_card_has_words_and_no_bar(plan):
    data = plan_card_data(plan, roll_up([]), "だれもが使える市役所", "")
    assert data["bar"] == []
    assert data["vision"] == "だれもが使える市役所"
