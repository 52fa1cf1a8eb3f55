"""The ledgers of the plans that come with the product: when they begin, and what the fictional city's shows."""

import pytest
from django.core.management import call_command

from plans.era import Quarter
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import RevisionKind

pytestmark = pytest.mark.django_db


def test_a_loaded_ledger_begins_with_the_day_of_publication(client, takarazuka):
    text = client.get("/takarazuka/dx-vision/changes/").content.decode()
    assert "このポータルで公開しました。" in text


def test_the_sample_shows_one_of_each_kind(client, mihon):
    address = f"{mihon.get_absolute_url()}changes/"
    for kind in RevisionKind:
        answer = client.get(address, {"kind": kind.value})
        found = answer.context["lines"]
        assert found, kind
        assert {line.kind_label for line in found} == {str(kind.label)}
        text = answer.content.decode()
        for line in found:
            assert line.revision.reason in text
            assert not line.recorded_label, "recorded on its day"


def test_the_samples_new_way_of_counting_is_drawn_and_named(client, mihon):
    first = mihon.starts_on.year
    base = f"{mihon.get_absolute_url()}kpis/3-2/"
    text = client.get(base).content.decode()
    start = Quarter(first + 1, 1).short_label
    assert f"{start}から数え方が変わったので、それより前の値とは比べられません。" in text
    assert ">数え方の変更</text>" in text
    before = client.get(base, {"at": f"{first}-Q3"}).content.decode()
    assert "数え方が変わった" not in before
    assert "6,000人" in before


def test_laying_the_samples_anew_begins_their_ledger_anew(mihon):
    before = mihon.revisions.count()
    with revising(mihon, Grounds("試し")):
        goal = mihon.goals.first()
        goal.title = "試し"
        goal.save()
    call_command("load_samples", verbosity=0)
    assert mihon.revisions.count() == before
