"""The fictional city: always in its third year, laid again the same."""

import shutil
from datetime import date

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from plans.era import fiscal_year_of
from plans.load_act import Act
from plans.loading import load_rows
from plans.models import (
    Goal,
    Plan,
    ScheduleItem,
)
from plans.samples import place_years, read_sample
from tests.factories import freeze_today

from .conftest import stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

DAYS = [date(2024, 3, 31), date(2024, 4, 1), date(2026, 11, 21), date(2028, 2, 29), date(2031, 1, 1)]


def lay_out_plan(today: date) -> None:
    """The plan without its figures: they take long to load, and have tests of their own."""
    load_rows(read_sample(settings.FIXTURES_DIR / "mihon.yaml", today=today), Act(anew=True))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_today_lies_in_the_third_year_of_the_plan(today):
    lay_out_plan(today)
    plan = Plan.objects.get(slug="dx-plan")
    assert fiscal_year_of(today) - fiscal_year_of(plan.starts_on) == 2
    assert plan.starts_on <= today <= plan.ends_on
    assert plan.phase(at=today) == "実施中"


@pytest.mark.parametrize("today", DAYS[:2], ids=str)
def test_the_schedule_moves_with_the_plan(today):
    lay_out_plan(today)
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


@pytest.mark.parametrize("name", ["mihon.yaml", "mihon_kpis.yaml"])
def test_no_token_is_left_in_what_is_loaded(name):
    rows = read_sample(settings.FIXTURES_DIR / name, today=date(2026, 1, 1))
    assert rows
    assert not [row for row in rows if "{{" in str(row.values) or "}}" in str(row.values)]


def test_loading_the_samples_again_changes_nothing(capsys):
    counts = stored()
    call_command("load_samples")
    printed = capsys.readouterr().out
    assert "mihon.yaml: 新しい行 0件、変わった行 0件" in printed
    assert "mihon_kpis.yaml: 新しい行 0件、変わった行 0件" in printed
    assert stored() == counts


def test_a_year_later_the_same_rows_are_moved_and_none_is_left_behind(monkeypatch):
    counts, today = stored(), timezone.localdate()
    # The same place in the next year (no report falls due between the 28th and the 31st): as many reports are known.
    freeze_today(monkeypatch, today.replace(year=today.year + 1, day=min(today.day, 28)))
    call_command("load_samples", verbosity=0)
    assert stored() == counts


def test_a_trial_of_the_staff_stays_when_only_missing_samples_are_loaded():
    Plan.objects.filter(slug="dx-plan").update(title="試しに変えた題名")
    call_command("load_samples", missing_only=True)
    assert Plan.objects.get(slug="dx-plan").title == "試しに変えた題名"


def test_a_mistake_in_the_last_file_leaves_everything_as_it_was(monkeypatch, settings, tmp_path):
    shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures")
    settings.FIXTURES_DIR = tmp_path / "fixtures"
    (settings.FIXTURES_DIR / "mihon_kpis.yaml").write_text(
        "- model: kpis.target\n  fields: {}\n", encoding="utf-8"
    )
    counts, starts_on = stored(), Plan.objects.get(slug="dx-plan").starts_on
    freeze_today(monkeypatch, date(2035, 6, 1))
    with pytest.raises(CommandError, match=r"何も保存していません（mihon_kpis\.yaml）"):
        call_command("load_samples", verbosity=0)
    assert stored() == counts
    assert Plan.objects.get(slug="dx-plan").starts_on == starts_on


def test_missing_samples_are_loaded():
    call_command("clear_samples", yes=True)
    call_command("load_samples", missing_only=True, verbosity=0)
    assert Goal.objects.filter(plan__slug="dx-plan").count() == 20
