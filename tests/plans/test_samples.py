"""The fictional city: always in its third year, everywhere marked as サンプル, gone without a trace when asked."""

import re
import shutil
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from kpis.models import Indicator, ReportFile
from plans.era import fiscal_year_of
from plans.fixture_files import LoadError
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.load_act import Act
from plans.loading import load_file, load_rows
from plans.models import (
    Acting,
    ChangeRecord,
    ContentVersion,
    FormerAddress,
    Goal,
    Municipality,
    Plan,
    ScheduleItem,
    SiteAct,
)
from plans.samples import place_years, read_sample
from tests.conftest import addresses_of
from tests.factories import freeze_today, make_city, make_member, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

DAYS = [date(2024, 3, 31), date(2024, 4, 1), date(2026, 11, 21), date(2028, 2, 29), date(2031, 1, 1)]


def stored() -> dict[str, int]:
    """How many rows of each kind; what is kept of a report for its next reader can be made again, and does not count.

    Nor does the record of changes, which tells of every run.
    """
    telling = (Acting, ChangeRecord, ContentVersion, SiteAct)
    kinds = [model for model in apps.get_models() if model not in (ReportFile, *telling)]
    return {model.__name__: model._default_manager.count() for model in kinds}


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


FIGURES = """
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, a], period: "{{FY2}}-Q4", revision: 1, value: 1}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, b], period: "{{FY2}}", revision: 1, value: 1}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, c], period: "{{FY2}}-Q3", revision: 1, value: 1, as_of: "{{FY2+1}}-04-20"}
- model: kpis.target
  fields: {indicator: [mihon, dx-plan, d], period: "{{FY3}}", effective_from: "{{FY2}}-04-01", value: 1}
- model: kpis.target
  fields: {indicator: [mihon, dx-plan, e], period: "{{FY3}}", effective_from: "{{FY3}}-04-20", value: 1}
"""


@pytest.mark.parametrize(
    ("today", "known"), [(date(2027, 4, 19), "d"), (date(2027, 4, 20), "abcde")], ids=str
)
def test_what_nobody_can_know_today_is_left_out(tmp_path, today, known):
    """The second year ends on 2027-03-31; 20 days later, on 2027-04-20, the departments have reported."""
    path = tmp_path / "figures.yaml"
    path.write_text(FIGURES, encoding="utf-8")
    rows = read_sample(path, today=today)
    assert "".join(row.values["indicator"][-1] for row in rows) == known


QUARTERS = """
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, a], period: "{{FY2}}-Q3", revision: 1, state: "{{PAST:approved|NEWEST:draft}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, b], period: "{{FY2}}-Q4", revision: 1, state: "{{PAST:approved|NEWEST:draft}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, c], period: "{{FY2}}", revision: 1, state: "{{PAST:approved|NEWEST:draft}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, d], period: "{{FY2}}-Q3", revision: 1, state: "{{PAST:approved}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, e], period: "{{FY2}}-Q4", revision: 1, state: "{{PAST:approved}}"}
- model: kpis.target
  fields: {indicator: [mihon, dx-plan, f], period: "{{FY3}}", effective_from: "{{FY2}}-04-01", value: 1}
"""


def read_quarters(tmp_path, text: str, today: date):
    path = tmp_path / "quarters.yaml"
    path.write_text(text, encoding="utf-8")
    return read_sample(path, today=today)


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2027, 4, 19), {"a": "draft"}),  # the third quarter is the newest
        (date(2027, 4, 20), {"a": "approved", "b": "draft", "c": "draft", "d": "approved"}),
    ],
    ids=str,
)
def test_a_row_of_the_newest_quarter_reads_otherwise_than_a_past_one(tmp_path, today, states):
    """A year ends with its fourth quarter. A row that does not name its case is left out; a target is no report."""
    rows = read_quarters(tmp_path, QUARTERS, today)
    found = {row.values["indicator"][-1]: row.values.get("state") for row in rows}
    assert found == states | {"f": None}


def test_nothing_after_the_colon_leaves_the_field_empty(tmp_path):
    text = QUARTERS.replace("state:", 'return_reason: "{{PAST:|NEWEST:数を確かめてください。}}", state:', 2)
    rows = read_quarters(tmp_path, text, date(2027, 4, 20))
    reasons = {row.values["indicator"][-1]: row.values.get("return_reason") for row in rows}
    assert reasons["a"] is None
    assert reasons["b"] == "数を確かめてください。"


def test_what_people_tried_on_a_figure_is_not_in_the_file_and_goes(tmp_path):
    values = read_quarters(tmp_path, QUARTERS, date(2027, 4, 20))[0].values
    assert (values["return_reason"], values["submitted_by"], values["decided_at"]) == ("", None, None)
    assert not {"version", "updated_at"} & set(values)  # the portal counts on


@pytest.mark.parametrize(
    "wrong", ["{{PAST:approved|NEWST:draft}}", "{{PAST:approved|draft}}", "{{OLD:draft}}"]
)
def test_a_misspelt_case_is_named_by_row_and_field(tmp_path, wrong):
    text = QUARTERS.replace("{{PAST:approved|NEWEST:draft}}", wrong, 1)
    with pytest.raises(LoadError, match=r"quarters\.yaml 1件目（2行目）.* state: .*NEWEST"):
        read_quarters(tmp_path, text, date(2027, 4, 20))


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
