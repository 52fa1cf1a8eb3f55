"""Each wording is entered by choosing and typing, in the workbook and in the form, and the page tells it as it was meant."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from kpis.assessment.assessing import assess, assess_plan
from kpis.models import Indicator
from plans.workbook.importing import import_workbook
from tests.factories import freeze_today, make_city, make_goal, make_indicator, make_member, make_plan
from tests.kpis.admin.entering import errors_of, filled_form, page
from tests.plans.workbook.books import exported, filled

from .wordings import SERIES, WORDINGS, Wording

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 1)


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))
    make_goal(plan, "1")
    return plan


def row_of(number: int, wording: Wording) -> dict[str, object]:
    return {
        "code": f"w-{number}",
        "name": f"指標{number}",
        "target_wording": wording.wording,
        "goal": "1",
    } | wording.fields


def series_row(code: str) -> dict[str, object]:
    name, unit, series = SERIES[code]
    fixed = {"goal": "1", "role": "reference", "direction": "monitor", "frequency": "yearly"}
    return {"code": code, "name": name, "unit": unit, "series": series} | fixed


def test_there_are_sixty():
    assert len({wording.wording for wording in WORDINGS}) == len(WORDINGS) >= 60


def test_each_is_entered_through_the_workbook(plan):
    rows = list(enumerate(WORDINGS, start=1))
    targets = [
        {
            "indicator": f"w-{number}",
            "period": wording.period,
            "value": wording.target,
            "effective_from": "2024-04-01",
        }
        for number, wording in rows
        if wording.target is not None
    ]
    sheet = [row_of(*row) for row in rows] + [series_row(code) for code in SERIES]
    content = filled(exported(plan), {"指標": sheet, "目標値": targets})
    import_workbook(BytesIO(content))
    told = {row.indicator.code: row.target_text for row in assess_plan(plan, TODAY)}
    assert {code: text for code, text in told.items() if code not in SERIES} == {
        f"w-{number}": wording.told for number, wording in rows
    }


@pytest.mark.parametrize(
    "number", range(1, len(WORDINGS) + 1), ids=lambda number: WORDINGS[number - 1].wording
)
def test_each_is_entered_in_the_form(client, plan, number):
    wording = WORDINGS[number - 1]
    client.force_login(make_member(plan.municipality))
    for code in SERIES:
        make_indicator(plan, **series_row(code) | {"goal": plan.goals.get()})
    sent = filled_form(client, page(Indicator, "add"))
    row = row_of(number, wording)
    sent |= {name: value for name, value in row.items() if value is not False} | {
        "plan": plan.pk,
        "goal": plan.goals.get().pk,
        "revision_reason": "計画の表のとおりに登録するため。",
    }
    if wording.target is not None:
        sent |= {
            "targets-TOTAL_FORMS": "1",
            "targets-0-period": wording.period,
            "targets-0-value": wording.target,
            "targets-0-effective_from": "2024-04-01",
        }
    answer = client.post(page(Indicator, "add"), sent)
    assert answer.status_code == 302, errors_of(answer)
    found = Indicator.objects.get(plan=plan, code=f"w-{number}")
    assert assess(found, TODAY).target_text == wording.told
    shown = client.get(reverse("indicator", args=[*plan.natural_key(), found.code])).content.decode()
    assert wording.told in shown
    assert wording.wording in shown
