"""The same findings on the manager's page and as a command."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from plans.models import Action
from tests.factories import make_city, make_member


def address(plan) -> str:
    return reverse("admin:plans_plan_lint", args=[plan.pk])


def printed(capsys, plan) -> tuple[str, str]:
    """What the command prints, and why it fails."""
    why = ""
    try:
        call_command("lint_plan", "/".join(plan.natural_key()))
    except CommandError as error:
        why = str(error)
    return capsys.readouterr().out, why


def test_a_plan_without_faults_is_said_to_have_none(plan, client, capsys):
    client.force_login(plan.municipality.memberships.get(role="manager").user)
    assert "直すところも、確かめるところもありません。" in client.get(address(plan)).content.decode()
    assert printed(capsys, plan) == ("北山市 スマート計画: 直すところがありません。\n", "")


def test_each_finding_leads_to_where_it_is_mended(plan, row, client, capsys):
    plan.indicators.update(definition="", target_wording="12手続にする")
    client.force_login(plan.municipality.memberships.get(role="manager").user)
    page = client.get(address(plan))
    titles = [str(group.rule.title) for section in page.context["sections"] for group in section.groups]
    assert titles == ["説明・数え方のない指標", "登録した目標値が、原文の数と違う指標"]
    line = page.context["sections"][0].groups[0].lines[0]
    assert (line.name, line.url) == ("1-1 手続の数", reverse("admin:kpis_indicator_change", args=[row.pk]))
    assert "原文「12手続にする」・登録した目標 120手続" in page.content.decode()
    out, why = printed(capsys, plan)
    assert why == "北山市 スマート計画: 直すところが1か所あります。"
    assert "[足りないもの] 説明・数え方のない指標 (no-definition)\n  - 1-1 手続の数（1-1）\n  → 何を、" in out
    assert "  - 1-1 手続の数（1-1）　原文「12手続にする」・登録した目標 120手続\n" in out


def test_what_is_only_to_be_looked_at_is_no_failure(plan, capsys):
    Action.objects.filter(plan=plan).update(state="preparing")
    out, why = printed(capsys, plan)
    assert not why
    assert "[確かめるもの] 準備中のままのもの (preparing)\n  - 1 取組1（1）\n" in out
    assert out.endswith("確かめるところのほかは、直すところがありません。\n")


def test_a_plan_that_is_not_there_is_named(plan):
    with pytest.raises(CommandError, match="計画「kitayama/none」がありません。"):
        call_command("lint_plan", "kitayama/none")


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("approver", 403), ("editor", 403)])
def test_who_changes_the_plan_opens_the_page(plan, client, role, status):
    client.force_login(plan.municipality.memberships.get(role=role).user)
    assert client.get(address(plan)).status_code == status
    form = client.get(reverse("admin:plans_plan_change", args=[plan.pk])).content.decode()
    assert ("計画の点検" in form) is (status == 200)


def test_another_citys_manager_does_not_find_it(plan, client):
    client.force_login(make_member(make_city("minami"), "manager", name="foreign"))
    assert client.get(address(plan)).status_code == 404
