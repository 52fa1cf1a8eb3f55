"""What a citizen takes away: the chart as SVG."""

from xml.etree import ElementTree

import pytest

from plans.models import Plan

from .conftest import BASE, make_rate

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def test_the_chart_stands_alone(plan, client):
    make_rate(plan, name="率 & <割合>")
    response = client.get(BASE + "k/chart.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="kitayama-smart-plan-k.svg"'
    drawing = ElementTree.fromstring(response.content)  # noqa: S314 our own file
    assert drawing.tag == f"{SVG}svg"
    assert {element.tag.startswith(SVG) for element in drawing.iter()} == {True}
    assert drawing.find(f"{SVG}title").text == "率 & <割合>"
    assert drawing.find(f"{SVG}desc").text
    ids = {element.get("id") for element in drawing.iter()} - {None}
    assert set(drawing.get("aria-labelledby").split()) <= ids
    text = response.content.decode()
    for outside in ("href", "url(http", "<script", "<style", "style=", "@import", "class="):
        assert outside not in text, outside
    # Everything that is drawn has its own colour: no style sheet comes with the file.
    cut = set(drawing.find(f"{SVG}clipPath"))
    assert all(path.get("fill") for path in drawing.iter(f"{SVG}path") if path not in cut)


def test_every_chart_of_every_plan_is_sound_xml(client, db):
    for plan in Plan.objects.public().select_related("municipality"):
        for code in plan.indicators.values_list("code", flat=True):
            response = client.get(f"{plan.get_absolute_url()}kpis/{code}/chart.svg")
            assert response.status_code == 200
            ElementTree.fromstring(response.content)  # noqa: S314 our own file
