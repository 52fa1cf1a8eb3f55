"""自己評価 in the entry grid and on the form of one report."""

import pytest
from django.urls import reverse

from kpis.models import Indicator, Measurement, SelfAssessment
from kpis.workflow import entries
from tests.cities import PERIOD
from tests.factories import guarded, make_target
from tests.kpis.admin.entering import errors_of, filled_form
from tests.kpis.own_marks import make_aspect
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def aspect(small_city):
    found = make_aspect(small_city.plan)
    # 0 at the end of FY2022, 100 at that of FY2027: 45 is expected now, of 20 quarters the ninth. 10 is late.
    Indicator.objects.filter(pk=small_city.indicator.pk).update(baseline_value=0, baseline_period="2022")
    make_target(small_city.indicator, "2027", 100, since="2023-04-01")
    guarded(small_city.plan)
    return found


def mark(aspect, text: str) -> str:
    return str(aspect.scale.marks.get(mark=text).pk)


def stored(small_city) -> list[tuple[str, str]]:
    rows = SelfAssessment.objects.filter(measurement__indicator=small_city.indicator)
    return [(one.mark.mark, one.reason) for one in rows]


def test_a_plan_without_aspects_asks_for_none(sit, key):
    assert not sit().has_field(f"{key}-own_overall_mark")


def test_mark_and_reason_are_saved_with_the_value_and_come_back(small_city, aspect, sit, key):
    screen = sit()
    screen.type(key=key, value="60", own_overall_mark=mark(aspect, "○"), own_overall_reason="終えたため。")
    screen.save()
    assert stored(small_city) == [("○", "終えたため。")]
    assert screen.value_of(f"{key}-own_overall_mark") == mark(aspect, "○")
    assert screen.value_of(f"{key}-own_overall_reason") == "終えたため。"
    screen.type(key=key, own_overall_mark="", own_overall_reason="").save()
    assert stored(small_city) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("○", ""), "自己評価（総合評価）の理由を書いてください。"),
        (("○", "   "), "自己評価（総合評価）の理由を書いてください。"),
        (("", "終えたため。"), "自己評価（総合評価）の印を選んでください。"),
    ],
)
def test_one_without_the_other_is_refused_and_nothing_is_half_saved(
    small_city, aspect, sit, key, typed, sentence
):
    chosen = mark(aspect, typed[0]) if typed[0] else ""
    screen = sit().type(key=key, value="60", own_overall_mark=chosen, own_overall_reason=typed[1]).save()
    assert sentence in screen.row(key)
    assert screen.value_of(f"{key}-value") == "60"
    assert not Measurement.objects.filter(indicator=small_city.indicator, period=PERIOD).exists()


def test_the_row_hints_at_what_lacks_and_says_where_the_two_differ(small_city, aspect, sit, key):
    screen = sit().type(key=key, value="10").save()
    assert "自己評価（総合評価）がまだです。" in screen.row(key)
    screen.type(key=key, own_overall_mark=mark(aspect, "◎"), own_overall_reason="よく進んだため。").save()
    text = screen.row(key)
    assert "まだです" not in text
    assert "「◎ 上回った」（区分では「達成」）ですが、このポータルの判定は「遅れ」です。" in text


def test_the_second_of_two_people_sees_the_others_mark_and_chooses(small_city, aspect, sit, key):
    first, second = sit(), sit("editor")
    first.type(key=key, value="60", own_overall_mark=mark(aspect, "○"), own_overall_reason="終えたため。")
    first.save()
    second.type(key=key, value="60", own_overall_mark=mark(aspect, "×"), own_overall_reason="まだのため。")
    second.save()
    assert stored(small_city) == [("○", "終えたため。")]
    assert "ほかの人は次の内容で保存しました" in second.row(key)
    assert "○ できた" in second.row(key)


@pytest.fixture
def form_of(small_city, client):
    client.force_login(small_city.user("writer"))

    def form_of(page: str, *args, query: str = "") -> str:
        return reverse(f"admin:kpis_measurement_{page}", args=args) + query

    return form_of


def test_the_form_of_one_report_has_it_too(small_city, aspect, client, form_of):
    address = form_of("add", query=f"?indicator={small_city.indicator.pk}&period={PERIOD}")
    data = filled_form(client, address) | {"value": "60"}
    sent = data | {"own_overall_mark": mark(aspect, "△"), "own_overall_reason": ""}
    assert "理由を書いてください" in errors_of(client.post(address, sent))
    answer = client.post(address, sent | {"own_overall_reason": "一部だけのため。", "_save": "1"})
    assert answer.status_code == 302
    assert stored(small_city) == [("△", "一部だけのため。")]
    row = Measurement.objects.get(indicator=small_city.indicator, period=PERIOD)
    shown = filled_form(client, form_of("change", row.pk))
    assert shown["own_overall_reason"] == "一部だけのため。"


def test_a_correction_begins_with_what_it_corrects(small_city, aspect, client, form_of):
    row = small_city.value("draft", value=60)
    one = SelfAssessment.objects.create(
        measurement=row, aspect=aspect, mark=aspect.scale.marks.first(), reason="よく進んだため。"
    )
    entries.submit(row, by=small_city.user("writer"))
    entries.approve(Measurement.objects.get(pk=row.pk), by=small_city.user("approver"))
    data = filled_form(client, form_of("add", query=f"?revision_of={row.pk}"))
    assert (data["own_overall_mark"], data["own_overall_reason"]) == (str(one.mark_id), "よく進んだため。")
    page = client.get(form_of("change", row.pk)).content.decode()
    assert "よく進んだため。" in page  # approved: shown, not asked for
    assert "own_overall_mark" not in page


class TestTheApprover:
    def test_reads_mark_reason_and_where_they_differ(self, small_city, aspect, sit):
        row = small_city.value("submitted", value=10)
        SelfAssessment.objects.create(
            measurement=row, aspect=aspect, mark=aspect.scale.marks.get(mark="○"), reason="窓口を終えたため。"
        )
        text = sit("approver", "approval").row(key_of(row))
        assert "自己評価（総合評価）" in text
        assert "○ できた" in text
        assert "窓口を終えたため。" in text
        assert "判定と違います" in text
        assert "このポータルの判定は「遅れ」です。" in text

    def test_is_told_nothing_of_a_difference_where_there_is_none(self, small_city, aspect, sit):
        row = small_city.value("submitted", value=10)
        SelfAssessment.objects.create(
            measurement=row,
            aspect=aspect,
            mark=aspect.scale.marks.get(mark="×"),
            reason="終わらなかったため。",
        )
        text = sit("approver", "approval").row(key_of(row))
        assert "終わらなかったため。" in text
        assert "判定と違います" not in text
