"""Dates and periods in addresses, commands and files are read as in forms."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from kpis.management.commands.export_entry_sheet import find_review
from kpis.management.commands.export_report import _quarter
from kpis.models import Indicator, Review, Target
from plans.era import Quarter
from plans.fixture_files import LoadError
from plans.ledger.arguments import grounds_of
from plans.loading import load_file
from plans.models import Plan, SourceDocument
from tests.factories import freeze_today, make_plan
from tests.plans.typed import AMBIGUOUS, GOOD_DATES
from tests.reading import read

pytestmark = pytest.mark.django_db

QUARTERS = ("2025-Q1", "R7-Q1", "令和7年度第1四半期", "２０２５－Ｑ１", "2025年度第1四半期")
# Every argument of a command that is a date or a quarter; those of load_plans and import_workbook are one.
TIMES = {
    ("export_entry_sheet", "quarter"),
    ("export_report", "quarter"),
    ("import_workbook", "on"),
    ("load_plans", "on"),
}


def test_every_argument_of_a_command_that_is_a_day_or_a_quarter_is_known_here():
    found = set()
    for name, app in get_commands().items():
        if app in ("plans", "kpis", "dxportal"):
            parser = load_command_class(app, name).create_parser("manage.py", name)
            for action in parser._actions:
                if {"date", "day", "quarter", "period", "on", "at", "since", "until"} & {
                    action.dest,
                    str(action.metavar).lower(),
                }:
                    found.add((name, action.dest))
    assert found == TIMES


def test_a_commands_day_is_read_as_in_forms():
    options = {"reason": "直すため。", "kind": "change", "decision": ""}
    for text in GOOD_DATES:
        assert grounds_of(options | {"on": text}).effective_on == date(2026, 4, 1)
    for text in AMBIGUOUS:
        with pytest.raises(CommandError, match=r"--on: .*R8\.4\.1"):
            grounds_of(options | {"on": text})


def test_a_commands_quarter_is_read_as_in_forms(monkeypatch):
    freeze_today(monkeypatch, date(2026, 8, 10))
    plan = make_plan()
    review = Review.objects.create(plan=plan, period="2025-Q1", due_on=date(2025, 7, 30))
    for text in QUARTERS:
        assert _quarter(text) == Quarter(2025, 1)
        assert find_review("/".join(plan.natural_key()), text) == review
    for text in ("25-Q1", "7年度第1四半期", "2025", "2025-Q5"):
        with pytest.raises(CommandError, match="2025-Q4"):
            _quarter(text)
        with pytest.raises(CommandError, match="2025-Q4"):
            find_review("/".join(plan.natural_key()), text)
    with pytest.raises(CommandError, match="R7-Q4"):
        call_command("export_report", "/".join(plan.natural_key()), "春", output="-", format="csv")


def test_the_quarter_of_an_address_is_read_as_in_forms(client, monkeypatch):
    freeze_today(monkeypatch, date(2026, 8, 10))
    wanted = read(client, "/takarazuka/dx-vision/?at=2025-Q1").text
    assert "令和7年度（2025年度）第1四半期末" in wanted
    for text in QUARTERS:
        assert read(client, f"/takarazuka/dx-vision/?at={text}").text == wanted
    assert "令和7年度第2四半期 のように" in read(client, "/takarazuka/dx-vision/?at=25-Q1").text


def test_the_days_of_an_address_are_read_as_in_forms(client, monkeypatch):
    freeze_today(monkeypatch, date(2026, 8, 10))
    address = "/takarazuka/dx-vision/changes/compare/"
    text = read(client, f"{address}?from=R7.4.1&to=令和8年4月1日").text
    assert "令和7年（2025年）4月1日と令和8年（2026年）4月1日の計画" in text
    answer = client.get(address, {"from": "8/4/26"}).content.decode()
    assert "「8/4/26」は、どの年の何月何日か決められません" in answer
    assert 'value="8/4/26"' in answer, "what was typed stays"


PLAN = """\
- model: plans.municipality
  fields: {slug: kita, name: 北市, is_fictional: true}
- model: plans.plan
  fields: {municipality: [kita], slug: a, title: 計画, starts_on: R6.4.1, ends_on: 令和11年3月31日}
- model: plans.sourcedocument
  fields: {plan: [kita, a], code: d, title: 原本, published: 令和6年3月}
- model: kpis.indicator
  fields:
    plan: [kita, a]
    code: "1"
    name: 件数
    unit: か所
    baseline_value: 3ヵ所
    baseline_period: 令和5年度
    frequency: yearly
- model: kpis.target
  fields:
    indicator: [kita, a, "1"]
    period: 令和10年度
    value: １，２００か所
    effective_from: 2024/4/1
"""


def test_a_yaml_file_is_read_as_forms_are(tmp_path):
    path = tmp_path / "kita.yaml"
    path.write_text(PLAN, encoding="utf-8")
    load_file(path)
    plan = Plan.objects.get(slug="a", municipality__slug="kita")
    assert (plan.starts_on, plan.ends_on) == (date(2024, 4, 1), date(2029, 3, 31))
    assert SourceDocument.objects.get(plan=plan).published == "2024-03"
    row = Indicator.objects.get(plan=plan)
    assert (row.baseline_value, row.baseline_period) == (3, "2023")
    target = Target.objects.get(indicator=row)
    assert (target.period, target.value, target.effective_from) == ("2028", 1200, date(2024, 4, 1))
    again = load_file(path)
    assert (again.created, again.changed) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "starts_on: R6.4.1",
            "starts_on: 6.4.1",
            r"starts_on: 「6\.4\.1」は、どの年の何月何日か決められません",
        ),
        ("published: 令和6年3月", "published: 令和0年", "published: 「令和0年」という年はありません"),
        ("period: 令和10年度", "period: 10年度", "period: 「10年度」は、どの年度か決められません"),
        ("baseline_value: 3ヵ所", "baseline_value: 3件", "baseline_value: 「3件」の単位が"),
        ("baseline_value: 3ヵ所", "baseline_value: 三", "baseline_value: 「三」を数として読み取れません"),
    ],
)
def test_a_yaml_file_that_cannot_be_read_is_told_where(tmp_path, old, new, sentence):
    path = tmp_path / "kita.yaml"
    path.write_text(PLAN.replace(old, new), encoding="utf-8")
    with pytest.raises(LoadError, match=sentence):
        load_file(path)


def test_a_list_of_the_admin_is_searched_by_a_period_as_people_write_it(admin_client):
    first = Target.objects.filter(period="2027").first()
    city = first.indicator.plan.municipality
    count = Target.objects.filter(period="2027", indicator__plan__municipality=city).count()
    answer = admin_client.get("/admin/kpis/target/", {"q": "令和9年度", "city": city.pk})
    assert answer.context["cl"].result_count == count
