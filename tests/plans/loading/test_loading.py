"""Staff load a plan from a YAML file: twice changes nothing, nothing is half saved, what staff edited stays."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from plans.fixture_files import LoadError
from plans.loading import load_file
from plans.models import (
    Action,
    Goal,
    Municipality,
    NationalPriority,
    Plan,
    SitePage,
)

from .conftest import CITY_AND_PLAN, PILLAR, stored

pytestmark = pytest.mark.django_db


def test_a_plan_is_loaded_with_its_rows(write):
    report = load_file(write(CITY_AND_PLAN + PILLAR))
    assert (report.created, report.changed, report.unchanged) == (3, 0, 0)
    assert Goal.objects.get_by_natural_key("kitayama", "smart-plan", "1").title == "柱"


@pytest.mark.parametrize("name", ["takarazuka.yaml", "amagasaki.yaml", "vocabularies.yaml", "site.yaml"])
def test_loading_again_changes_nothing(name):
    counts, touched = (
        stored(),
        [*Plan.objects.values_list("updated_at"), *SitePage.objects.values_list("updated_at")],
    )
    report = load_file(settings.FIXTURES_DIR / name)
    assert (report.created, report.changed) == (0, 0)
    assert report.unchanged
    assert stored() == counts
    assert [*Plan.objects.values_list("updated_at"), *SitePage.objects.values_list("updated_at")] == touched


def test_only_the_row_that_differs_is_written(write, unguarded):
    load_file(write(CITY_AND_PLAN + PILLAR))
    touched = Plan.objects.get(slug="smart-plan").updated_at
    report = load_file(write((CITY_AND_PLAN + PILLAR).replace("title: 柱", "title: 新しい柱")))
    assert (report.created, report.changed, report.unchanged) == (0, 1, 2)
    assert Goal.objects.get(plan__slug="smart-plan").title == "新しい柱"
    assert Plan.objects.get(slug="smart-plan").updated_at > touched


def test_an_edit_moves_the_date_of_the_plans_last_change():
    plan, page = Plan.objects.get(slug="dx-vision"), SitePage.objects.get(slug="about", language="ja")
    before = (plan.updated_at, page.updated_at)
    plan.save()
    page.save()
    assert plan.updated_at > before[0]
    assert page.updated_at > before[1]


def test_links_are_changed_when_only_they_differ(write, unguarded):
    action = PILLAR.replace("goal", "action").replace("    kind: pillar\n", "") + "    goals: {}\n"
    load_file(write(CITY_AND_PLAN + PILLAR + action.format("[]")))
    report = load_file(write(CITY_AND_PLAN + PILLAR + action.format("[[kitayama, smart-plan, '1']]")))
    assert report.changed == 1
    assert Action.objects.get(plan__slug="smart-plan").goals.get().title == "柱"


def test_a_file_in_another_encoding_or_not_there_is_refused(tmp_path):
    path = tmp_path / "sjis.yaml"
    path.write_bytes(CITY_AND_PLAN.encode("shift_jis"))
    with pytest.raises(LoadError, match=r"sjis.yaml はUTF-8で"):
        load_file(path)
    with pytest.raises(LoadError, match=r"none.yaml を開けません"):
        load_file(tmp_path / "none.yaml")


def test_a_file_saved_by_excel_or_notepad_with_a_mark_at_its_start_is_read(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_text(CITY_AND_PLAN, encoding="utf-8-sig")
    assert load_file(path).created == 2


def test_the_command_fails_with_the_sentence_and_says_that_nothing_was_saved(write):
    path = write(CITY_AND_PLAN + PILLAR.replace("pillar", "theme"))
    with pytest.raises(CommandError) as failed:
        call_command("load_plans", path, verbosity=0)
    assert failed.value.returncode
    assert "kita.yaml 3件目（11行目）目標 1: kind: " in str(failed.value)
    assert "何も保存していません" in str(failed.value)


def test_the_command_tells_how_many_rows_changed(write, capsys):
    call_command("load_plans", write(CITY_AND_PLAN + PILLAR))
    assert "kita.yaml: 新しい行 3件、変わった行 0件、同じ行 0件" in capsys.readouterr().out
    call_command("load_plans", write(CITY_AND_PLAN + PILLAR))
    assert "kita.yaml: 新しい行 0件、変わった行 0件、同じ行 3件" in capsys.readouterr().out


def test_what_staff_have_edited_stays_when_only_missing_plans_are_loaded(write, unguarded):
    Plan.objects.filter(slug="dx-vision").update(title="職員が直した題名")
    call_command("load_plans", missing_only=True, real_plans=True, verbosity=0)
    assert Plan.objects.get(slug="dx-vision").title == "職員が直した題名"
    call_command("load_plans", real_plans=True, verbosity=0)
    assert Plan.objects.get(slug="dx-vision").title == "DX推進ビジョン"


def test_a_missing_plan_is_loaded_when_only_missing_plans_are(write, unguarded):
    Plan.objects.filter(slug="dx-vision").delete()
    call_command("load_plans", missing_only=True, verbosity=0)
    assert Goal.objects.filter(plan__slug="dx-vision").count() == 14


@pytest.mark.parametrize("lost", ["    slug: smart-plan\n", "    municipality: [kitayama]\n"])
def test_a_plan_row_without_its_address_is_an_error_also_when_only_missing_plans_are_loaded(write, lost):
    path = write(CITY_AND_PLAN.replace(lost, ""))
    with pytest.raises(CommandError, match=r"kita.yaml 2件目（6行目）計画.*この項目が必要です"):
        call_command("load_plans", path, missing_only=True, verbosity=0)


def test_djangos_own_loaddata_goes_past_the_checks_and_is_refused(unguarded):
    """It saves rows without asking them, a public plan without the day since which it is public among them."""
    Municipality.objects.all().delete()
    with pytest.raises(IntegrityError, match="plan_public_since_a_day"):
        call_command("loaddata", settings.FIXTURES_DIR / "takarazuka.yaml", verbosity=0)


def test_a_code_with_a_leading_zero_stays_as_it_was_written(write):
    load_file(write(CITY_AND_PLAN + PILLAR.replace('code: "1"', "code: 010")))
    assert Goal.objects.get(plan__slug="smart-plan").code == "010"


def test_missing_only_keeps_a_clerks_edit_of_a_national_priority():
    NationalPriority.objects.filter(code="security").update(title="書きかえた名前")
    call_command("load_plans", "--missing-only", verbosity=0)
    assert NationalPriority.objects.get(code="security").title == "書きかえた名前"
