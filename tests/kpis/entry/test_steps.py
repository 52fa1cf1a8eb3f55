"""How far the steps of a milestone are done is chosen in the grid, not counted."""

import pytest

from kpis.entry.grid import due_items_to_enter, grid
from kpis.entry.pasting import paste
from kpis.models import Indicator
from kpis.workflow.due_items import due_items
from tests.factories import make_measurement
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db
MILESTONE = {
    "kind": "milestone",
    "steps": "2024-09 検討\n2025-06 試行\n2026-03 実施",
    "unit": "",
    "series": "level",
    "direction": "increase",
    "decimals": 0,
    "baseline_value": None,
    "baseline_period": "",
    "baseline_is_provisional": False,
}


@pytest.fixture
def steps(small_city) -> Indicator:
    row = small_city.indicator
    Indicator.objects.filter(pk=row.pk).update(**MILESTONE)
    row.targets.all().delete()
    row.refresh_from_db()
    return row


def test_the_grid_asks_which_step_is_done(small_city, unguarded, steps, sit):
    key = key_of(steps)
    screen = sit()
    choices = [
        (option.get("value"), "".join(option.itertext()))
        for control in screen.form.iter("select")
        if control.get("name") == f"{key}-value"
        for option in control.iter("option")
    ]
    assert choices == [
        ("", "選んでください"), ("0", "完了した段階なし（0/3）"), ("1", "検討まで完了（1/3）"), ("2", "試行まで完了（2/3）"),
        ("3", "実施まで完了（3/3）"),
    ]  # fmt: skip
    screen.type(key=key, value="1").save()
    assert steps.measurements.get().value == 1
    again = sit()
    assert again.value_of(f"{key}-value") == "1"
    assert "「試行」は令和7年6月に終わる予定でしたが、まだ終わっていません。" in again.text
    assert "%" not in again.row(key)


@pytest.mark.parametrize(("text", "value"), [("試行", "2"), ("２", "2"), ("実施", "3"), ("0", "0")])
def test_what_is_pasted_is_a_choice_of_the_list(small_city, unguarded, steps, text, value):
    user = small_city.user("writer")
    made = grid(due_items_to_enter(user, small_city.review), small_city.review)
    found = paste(made, text, f"{key_of(steps)}-value")
    assert [(target.fill, target.value) for target in found.fills] == [(f"{key_of(steps)}-value", value)]


def test_what_is_done_is_not_asked_for_again(small_city, unguarded, steps, sit):
    def asked() -> list:
        return [item.owner for item in due_items(small_city.review)]

    make_measurement(steps, "2024-Q4", 2)
    assert steps in asked()
    make_measurement(steps, "2024-Q3", 3)
    assert steps in asked(), "the newest report before the quarter counts"
    newest = steps.measurements.get(period="2024-Q4")
    newest.value = 3
    newest.save()
    assert steps not in asked()
    small_city.value("draft", indicator=steps, value=3)
    assert steps in asked(), "what was begun stays in hand"


def test_none_and_half_a_step_are_refused(small_city, unguarded, steps, sit):
    key = key_of(steps)
    screen = sit()
    answer = screen.post(screen.fields | {f"{key}-value": "1.5", "save": "1"})
    assert "0から3までの整数" in answer.content.decode()
    assert not steps.measurements.exists()
