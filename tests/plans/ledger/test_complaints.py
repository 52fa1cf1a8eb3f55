"""Each complaint of a form is told once, and at the field that is to be mended."""

from datetime import date

import pytest

from plans.models import Plan
from tests.factories import being_entered, guarded, make_item

from .forms import page_of, sent

pytestmark = pytest.mark.django_db

WHY = {"revision_reason": "見直したため。"}
ENDED = {"ending": "abolished", "ending_reason": "役目を終えたため。"} | WHY
NO_REASON = "変更の理由を書いてください。市民にも表示します。"


def post(client, row, **changes):
    answer = client.post(page_of(row), sent(client, row, **changes))
    assert answer.status_code == 200, "it was saved"
    return answer


def at_field(answer, name: str) -> list[str]:
    return answer.context["adminform"].form.errors.get(name, [])


def all_told(answer) -> list[str]:
    parts = answer.context["errors"]
    return [str(text) for part in parts for text in ([part] if isinstance(part, str) else part)]


def test_a_last_day_that_cannot_be_read_is_told_once(client, plan, manager):
    answer = post(client, plan.goals.get(), ended_on="2025-02-30", **ENDED)
    assert len(at_field(answer, "ended_on")) == 1
    assert "「最後の日」を書いてください" not in str(all_told(answer))


@pytest.mark.parametrize("kind", ["indicators", "actions"])
def test_so_is_a_last_period(client, plan, manager, kind):
    answer = post(client, getattr(plan, kind).get(), last_period="2025-Q9", **ENDED)
    assert len(at_field(answer, "last_period")) == 1
    assert "を書いてください。" not in str(all_told(answer))


def test_a_blank_field_says_what_it_wants(client, plan, manager):
    new = {"excluded_periods": [{"period": "2024-Q2", "reason": ""}], "targets": [{"value": "5"}]}
    assert {"理由を書いてください。", "目標の期間を書いてください。", "決めた日を書いてください。"} <= set(
        all_told(post(client, plan.indicators.get(), new=new))
    )
    assert at_field(post(client, plan.indicators.get(), name=""), "name") == ["指標名を書いてください。"]
    assert at_field(post(client, plan.indicators.get(), series=""), "series") == [
        "値の種類を選んでください。"
    ]


def test_an_exclusion_without_a_reason_is_told_once(client, plan, manager):
    new = {"excluded_periods": [{"period": "2024-Q2", "reason": ""}]}
    assert all_told(post(client, plan.indicators.get(), new=new)) == ["理由を書いてください。"]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("targets", {"period": "2027", "value": "7000", "effective_from": "2025-11-20", "reason": "足す"}),
        ("excluded_periods", {"period": "2024-Q2", "reason": "感染症"}),
    ],
)
def test_two_rows_with_one_key_are_told_once(client, plan, manager, kind, row):
    told = all_told(post(client, plan.indicators.get(), new={kind: [row, row]}))
    assert len(told) == len(set(told)) == 1, told


def test_a_public_target_that_is_deleted_is_told_once(client, plan, manager):
    told = all_told(post(client, plan.indicators.get(), **{"targets-0-DELETE": "on"}))
    assert len([text for text in told if "取り下げるとき" in text]) == 1
    assert plan.indicators.get().targets.count() == 1


BOUNDS = {"direction": "keep_within", "lower": "1", "upper": "5"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (BOUNDS | {"lower": "9"}, "upper", "下限より大きい"),
        (BOUNDS | {"upper": ""}, "upper", "両方が必要"),
        (BOUNDS | {"direction": "increase"}, "lower", "両方を空欄"),
        ({"baseline_value": "5"}, "baseline_period", "両方を書くか"),
        ({"baseline_period": "2023"}, "baseline_value", "両方を書くか"),
        ({"margin": "5"}, "margin_reason", "その理由も"),
        ({"numerator_label": "利用者"}, "denominator_label", "両方を書くか"),
        ({"is_part_of_whole": "on"}, "unit", "％にして"),
    ],
)
def test_what_does_not_go_together_is_told_at_a_field(client, plan, manager, changes, field, sentence):
    answer = post(client, plan.indicators.get(), **changes, **WHY)
    assert sentence in str(at_field(answer, field))
    assert not at_field(answer, "__all__")


def test_quarters_in_the_wrong_order_are_told_at_the_second(client, plan, manager):
    item = item_of(plan)
    answer = post(client, item, to_quarter="2024-Q1", **WHY)
    assert "同じか後" in str(at_field(answer, "to_quarter"))
    answer = post(client, item.track, **{"items-0-to_quarter": "2024-Q1"}, **WHY)
    [formset] = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    assert list(formset.forms[0].errors) == ["to_quarter"]


def item_of(plan: Plan):
    being_entered(plan)
    item = make_item(plan.schedule_tracks.create(code="t", title="列"), "i", "2024-Q2", "2024-Q4")
    guarded(plan)
    return item


class TestMissingReasonOfATable:
    def test_of_a_word(self, client, plan, manager):
        answer = post(client, plan, new={"labels": [{"kind": "pillar", "label": "柱"}]})
        assert at_field(answer, "revision_reason") == [NO_REASON]
        assert all_told(answer) == [NO_REASON]
        assert not plan.labels.exists()

    def test_of_an_exclusion_that_is_taken_away(self, client, plan, manager):
        being_entered(plan)
        indicator = plan.indicators.get()
        indicator.excluded_periods.create(period="2024-Q2", reason="感染症")
        guarded(plan)
        answer = post(client, indicator, **{"excluded_periods-0-DELETE": "on"})
        assert at_field(answer, "revision_reason") == [NO_REASON]
        assert all_told(answer) == [NO_REASON]
        assert indicator.excluded_periods.exists()


class TestPastThePlansEnd:
    @pytest.fixture
    def ending(self, plan) -> Plan:
        being_entered(plan)
        plan.ends_on = date(2027, 3, 31)
        plan.save()
        guarded(plan)
        return plan

    def test_nothing_is_excluded(self, client, ending, manager):
        new = {"excluded_periods": [{"period": "2027-Q1", "reason": "感染症"}]}
        told = all_told(post(client, ending.indicators.get(), new=new))
        assert "計画の終わり（令和9年（2027年）3月31日）より後の期間です" in str(told)

    def test_no_item_is_extended(self, client, ending, manager):
        answer = post(client, item_of(ending), to_quarter="2027-Q1", **WHY)
        assert "計画の終わり（令和9年（2027年）3月31日）より後" in str(at_field(answer, "to_quarter"))

    def test_or_added(self, client, ending, manager):
        row = {"code": "n", "kind": "task", "title": "新", "from_quarter": "2026-Q1", "to_quarter": "2027-Q1"}
        told = all_told(post(client, item_of(ending).track, new={"items": [row]}, **WHY))
        assert "計画の終わり（令和9年（2027年）3月31日）より後" in str(told)

    def test_what_is_stored_so_stays(self, client, ending, manager):
        being_entered(ending)
        item = make_item(ending.schedule_tracks.create(code="t", title="列"), "i", "2024-Q2", "2027-Q2")
        item.full_clean()
        guarded(ending)
        data = sent(client, item, title="別の題名", **WHY)
        assert client.post(page_of(item), data).status_code == 302
