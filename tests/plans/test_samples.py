"""The fictional city: always in its third year, everywhere marked as サンプル, gone without a trace when asked."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from plans.era import fiscal_year_of
from plans.loading import load_file
from plans.models import Goal, Municipality, Plan, ScheduleItem
from plans.samples import TOKEN, place_years

from ..conftest import addresses_of
from ..factories import freeze_today, make_action, make_city, make_goal, make_plan

pytestmark = pytest.mark.django_db

DAYS = [date(2024, 3, 31), date(2024, 4, 1), date(2026, 11, 21), date(2028, 2, 29), date(2031, 1, 1)]


def stored() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_today_lies_in_the_third_year_of_the_plan(monkeypatch, today):
    freeze_today(monkeypatch, today)
    call_command("load_samples", verbosity=0)
    plan = Plan.objects.get(slug="dx-plan")
    assert fiscal_year_of(today) - fiscal_year_of(plan.starts_on) == 2
    assert plan.starts_on <= today <= plan.ends_on
    assert plan.phase(at=today) == "実施中"


@pytest.mark.parametrize("today", DAYS[:2], ids=str)
def test_the_schedule_moves_with_the_plan(monkeypatch, today):
    freeze_today(monkeypatch, today)
    call_command("load_samples", verbosity=0)
    year = fiscal_year_of(today)
    years = {
        quarter[:4]
        for quarter in ScheduleItem.objects.filter(plan__slug="dx-plan").values_list(
            "from_quarter", flat=True
        )
    }
    assert years == {str(year - 2), str(year - 1), str(year)}


def test_years_are_placed_in_both_calendars():
    text = "{{FY1}}年度、{{W1}}度、{{FY1+1}}-03、{{FY-2}}、{{W0}}、{{FY0}}"
    placed = place_years(text, today=date(2025, 6, 1))
    assert placed == "2023年度、令和5年度、2024-03、2020、令和4年、2022"


def test_the_first_year_of_an_era_is_gannen():
    assert place_years("{{W1}}", today=date(2021, 4, 1)) == "令和元年"


def test_no_token_is_left_in_what_a_citizen_reads(client, mihon):
    text = place_years(
        (settings.FIXTURES_DIR / "mihon.yaml").read_text(encoding="utf-8"), today=date(2026, 1, 1)
    )
    rows = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not TOKEN.search(rows)
    assert "{{" not in rows


def test_loading_the_samples_again_changes_nothing(capsys):
    counts = stored()
    call_command("load_samples")
    assert "mihon.yaml: 0 new, 0 changed" in capsys.readouterr().out
    assert stored() == counts


def test_a_year_later_the_same_rows_are_moved_and_none_is_left_behind(monkeypatch):
    counts = stored()
    freeze_today(monkeypatch, date(2030, 5, 1))
    call_command("load_samples", verbosity=0)
    assert stored() == counts


def test_a_trial_of_the_staff_stays_when_only_missing_samples_are_loaded():
    Plan.objects.filter(slug="dx-plan").update(title="試しに変えた題名")
    call_command("load_samples", missing_only=True)
    assert Plan.objects.get(slug="dx-plan").title == "試しに変えた題名"


def test_missing_samples_are_loaded():
    call_command("clear_samples")
    call_command("load_samples", missing_only=True, verbosity=0)
    assert Goal.objects.filter(plan__slug="dx-plan").count() == 20


def test_clearing_removes_the_fictional_city_and_nothing_else(capsys):
    before, fictional = stored(), Municipality.objects.filter(is_fictional=True)
    goals = Goal.objects.filter(plan__municipality__in=fictional).count()
    call_command("clear_samples")
    assert "Removed fictional cities: 1" in capsys.readouterr().out
    after = stored()
    assert after["Goal"] == before["Goal"] - goals
    assert after["NationalPriority"] == before["NationalPriority"]
    for name in ("takarazuka.yaml", "amagasaki.yaml", "vocabularies.yaml", "site.yaml"):
        assert load_file(settings.FIXTURES_DIR / name).unchanged
        assert stored() == after


def test_clearing_leaves_nothing_of_the_fictional_city_in_any_table():
    call_command("clear_samples")
    without = stored()
    plan = make_plan(make_city("tameshi", code="", is_fictional=True))
    make_action(plan, "1", make_goal(plan, "1"))
    call_command("clear_samples")
    assert stored() == without


def test_clearing_twice_is_harmless(capsys):
    call_command("clear_samples")
    call_command("clear_samples")
    assert "Removed fictional cities: 0" in capsys.readouterr().out


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
    hits = client.get("/search/", {"q": "書かない窓口", "plan": "mihon/dx-plan"}).content.decode()
    assert hits.count('chip-sample">サンプル') == hits.count('class="hit-where"') > 0
    assert "見本市 見本市DX推進計画（サンプル）" in hits
