"""The fictional city goes without a trace when asked, and with it nothing that is not its own."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kpis.models import Indicator
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.loading import load_file
from plans.models import (
    FormerAddress,
    Goal,
    Municipality,
    Plan,
)
from tests.factories import make_city, make_member, make_plan

from .conftest import stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def test_clearing_removes_the_fictional_city_and_nothing_else(capsys):
    before, fictional = stored(), Municipality.objects.filter(is_fictional=True)
    goals = Goal.objects.filter(plan__municipality__in=fictional).count()
    call_command("clear_samples", yes=True)
    assert "架空の市を消しました（1件）" in capsys.readouterr().out
    after = stored()
    assert after["Goal"] == before["Goal"] - goals
    assert after["NationalPriority"] == before["NationalPriority"]
    for name in ("takarazuka.yaml", "amagasaki.yaml", "vocabularies.yaml", "site.yaml"):
        assert load_file(settings.FIXTURES_DIR / name).unchanged
        assert stored() == after


def test_clearing_leaves_a_fictional_city_that_it_did_not_bring(plan):
    """The example of the documents is fictional too, and so may a city's own trial be."""
    other = make_plan(make_city("example", code="", is_fictional=True), "dx-plan")
    call_command("clear_samples", yes=True)
    assert Plan.objects.filter(pk=other.pk).exists()
    assert not Municipality.objects.filter(slug="mihon").exists()


def test_clearing_leaves_a_plan_that_people_added_with_the_city(mihon, capsys):
    own = make_plan(mihon.municipality, "own")
    Plan.objects.filter(pk=mihon.pk).update(slug="renamed")
    FormerAddress.objects.create(path="mihon/dx-plan", plan=mihon)
    call_command("clear_samples", yes=True)
    assert list(Plan.objects.filter(municipality__slug="mihon")) == [own]
    assert not Goal.history.filter(plan_id=mihon.pk).exists()
    assert "ほかの計画がある" in capsys.readouterr().out


def test_a_real_city_at_its_address_is_not_turned_into_the_sample():
    call_command("clear_samples", yes=True)
    city = make_city("mihon", name="見本原市")
    with pytest.raises(CommandError, match="実在の市（見本原市）が使っている"):
        call_command("load_samples", verbosity=0)
    call_command("clear_samples", yes=True)
    city.refresh_from_db()
    assert (city.name, city.is_fictional) == ("見本原市", False)


def test_work_of_people_is_not_laid_over_without_asking(mihon, capsys):
    goal = mihon.goals.first()
    goal.title, goal._history_user = "試しに変えた題名", make_member(mihon.municipality)
    goal.save()
    goal.save()  # once more: rows are counted, not how often they were saved
    with pytest.raises(CommandError, match="--yes"):
        call_command("load_samples")
    assert "目標 1件" in capsys.readouterr().out
    call_command("load_samples", missing_only=True, verbosity=0)
    goal.refresh_from_db()
    assert goal.title == "試しに変えた題名"
    call_command("load_samples", yes=True, verbosity=0)
    goal.refresh_from_db()
    assert goal.title != "試しに変えた題名"


def test_a_row_changed_past_the_ledger_is_named_in_a_sentence(mihon):
    """It ended in an integrity error: what the ledger tells cannot be taken back over what was written past it."""
    row = mihon.indicators.get(code="1-5")
    Indicator.objects.filter(pk=row.pk).update(direction="keep_within", lower=10, upper=20)
    row.refresh_from_db()
    with revising(mihon, Grounds("試し")):
        row.upper = 30
        row.save()
    Indicator.objects.filter(pk=row.pk).update(lower=25)
    with pytest.raises(
        CommandError,
        match=rf"指標「{row}」は、画面やコマンドを通さずに書きかえられている[\s\S]*clear_samples",
    ):
        call_command("load_samples", yes=True, verbosity=0)
    call_command("clear_samples", yes=True, verbosity=0)
    call_command("load_samples", verbosity=0)


def test_clearing_twice_is_harmless(capsys):
    call_command("clear_samples", yes=True)
    call_command("clear_samples", yes=True)
    assert "架空の市を消しました（0件）" in capsys.readouterr().out
