"""Files of a plan, loaded by command, record a revision, or are refused with the way to do it."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plans.loading import load_file
from plans.models import Goal, Plan
from tests.ledger import changes_of, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(plan, tmp_path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "- model: plans.goal\n  fields:\n    plan: [kitayama, smart-plan]\n    code: '1'\n"
        "    kind: pillar\n    title: ファイルの題名\n",
        encoding="utf-8",
    )
    return path


def test_loading_asks_for_a_reason_and_names_the_field(plan, file):
    with pytest.raises(CommandError) as error:
        call_command("load_plans", file, verbosity=0)
    assert "plan.yaml 1件目（1行目）目標 1: title: 公開済みの計画なので" in str(error.value)
    assert "--reason" in str(error.value)
    assert (Goal.objects.get(plan=plan).title, changes_of(plan)) == ("はじめの題名", 0)


def test_and_records_it(plan, file):
    call_command(
        "load_plans",
        file,
        reason="改定したため。",
        kind="edition",
        on="2025-10-01",
        decision="議会",
        yes=True,
        verbosity=0,
    )
    found = newest(plan)
    assert (found.kind, found.effective_on, found.reason, found.decision) == (
        "edition",
        date(2025, 10, 1),
        "改定したため。",
        "議会",
    )


@pytest.mark.parametrize(
    ("on", "sentence"),
    [("2020-01-01", "より前の日です"), ("春", "日付として読み取れません"), ("8/4/26", "決められません")],
)
def test_a_day_that_cannot_be_is_refused(plan, file, on, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("load_plans", file, reason="改定", on=on, verbosity=0)
    assert Goal.objects.get(plan=plan).title == "はじめの題名"


def test_a_site_in_use_keeps_what_its_public_knows(plan, file):
    with file.open("a", encoding="utf-8") as more:
        more.write(
            "- model: plans.action\n  fields:\n    plan: [kitayama, smart-plan]\n    code: new\n    title: 新しい取組\n"
        )
    call_command("load_plans", file, missing_only=True)
    assert Goal.objects.get(plan=plan).title == "はじめの題名"


def test_a_file_of_a_new_plan_needs_none(tmp_path):
    path = tmp_path / "new.yaml"
    path.write_text(
        "- model: plans.municipality\n  fields: {slug: minami, name: 南市, is_fictional: true}\n"
        "- model: plans.plan\n  fields: {municipality: [minami], slug: a, title: 計画}\n"
        "- model: plans.goal\n  fields: {plan: [minami, a], code: '1', kind: pillar, title: 柱}\n",
        encoding="utf-8",
    )
    load_file(path)
    [line] = Plan.objects.get(slug="a", municipality__slug="minami").revisions.all()
    assert (line.kind, line.reason) == ("publication", "このポータルで公開しました。")
