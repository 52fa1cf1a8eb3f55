"""自己評価 goes its way with its report: kept, returned, approved, corrected, and in its history."""

import pytest
from django.core.exceptions import ValidationError

from kpis.models import Measurement, SelfAssessment
from kpis.workflow import entries
from kpis.workflow.audit_log import changes_of
from kpis.workflow.entries import Refused
from kpis.workflow.self_assessments import hint_of, told_of
from tests.cities import PERIOD
from tests.factories import guarded
from tests.kpis.own_marks import make_aspect, make_scale

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(small_city):
    make_aspect(small_city.plan)
    guarded(small_city.plan)
    return small_city


def marks(city, mark: str = "○", reason: str = "予定どおり終えたため。") -> dict:
    aspect = city.plan.assessment_aspects.first()
    return {aspect.pk: (aspect.scale.marks.get(mark=mark).pk, reason)}


def new(city, mark: str = "○", **fields) -> Measurement:
    row = Measurement(indicator=city.indicator, period=PERIOD, value=10, **fields)
    row.assessed = marks(city, mark)
    return entries.save_entry(row, by=city.user("writer"))


def stored(row) -> list[tuple[str, str]]:
    return [(one.mark.mark, one.reason) for one in SelfAssessment.objects.filter(measurement=row)]


def approve(city, row) -> Measurement:
    entries.submit(row, by=city.user("writer"))
    return entries.approve(Measurement.objects.get(pk=row.pk), by=city.user("approver"))


def test_it_is_stored_with_a_new_report_and_changes_with_it(city):
    row = new(city)
    assert stored(row) == [("○", "予定どおり終えたため。")]
    row.assessed = marks(city, "×", "終わらなかったため。")
    entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
    assert stored(row) == [("×", "終わらなかったため。")]
    row.assessed = {}
    entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
    assert stored(row) == []


def test_a_report_that_says_nothing_of_it_leaves_it_alone(city):
    row = Measurement.objects.get(pk=new(city).pk)
    row.value = 12
    entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
    assert stored(row) == [("○", "予定どおり終えたため。")]


def test_nothing_is_half_saved_where_it_makes_no_sense(city):
    row = Measurement(indicator=city.indicator, period=PERIOD, value=10)
    row.assessed = marks(city, reason=" ")
    with pytest.raises(ValidationError, match="理由を書いて"):
        entries.save_entry(row, by=city.user("writer"))
    foreign = make_scale(city.plan, "other").marks.first()
    row = Measurement(indicator=city.indicator, period=PERIOD, value=10)
    row.assessed = {next(iter(marks(city))): (foreign.pk, "理由")}
    with pytest.raises(ValidationError, match="尺度にありません"):
        entries.save_entry(row, by=city.user("writer"))
    assert not Measurement.objects.filter(indicator=city.indicator).exists()


def test_who_was_slower_does_not_write_over_it(city):
    row = new(city)
    late = Measurement.objects.get(pk=row.pk)
    row.assessed = marks(city, "△", "一部だけのため。")
    entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
    late.assessed = marks(city, "×")
    with pytest.raises(entries.Conflict):
        entries.save_entry(late, by=city.user("editor"), seen_version=1)
    assert stored(row) == [("△", "一部だけのため。")]


def test_a_correction_carries_it_and_may_say_otherwise(city):
    row = approve(city, new(city))
    fields = {"indicator": city.indicator, "period": PERIOD, "revision": 2, "revision_reason": "数え直し"}
    correction = entries.save_entry(Measurement(value=11, **fields), by=city.user("writer"))
    assert stored(correction) == stored(row) == [("○", "予定どおり終えたため。")]
    correction.assessed = marks(city, "△", "数え直すと足りなかったため。")
    entries.save_entry(correction, by=city.user("writer"), seen_version=correction.version)
    approve(city, correction)
    assert stored(row) == [("○", "予定どおり終えたため。")]  # what was public stays
    assert stored(correction) == [("△", "数え直すと足りなかったため。")]


def test_another_mark_is_a_correction_and_the_same_is_none(city):
    approve(city, new(city))
    fields = {"indicator": city.indicator, "period": PERIOD, "revision": 2, "revision_reason": "見直し"}
    correction = entries.save_entry(Measurement(value=10, **fields), by=city.user("writer"))
    with pytest.raises(Refused, match="変わったところがありません"):
        entries.submit(correction, by=city.user("writer"))
    correction.assessed = marks(city, "△", "見直したため。")
    entries.save_entry(correction, by=city.user("writer"), seen_version=correction.version)
    entries.submit(correction, by=city.user("writer"))


def test_a_return_is_answered_by_another_mark(city):
    row = new(city)
    entries.submit(row, by=city.user("writer"))
    row = entries.send_back(
        Measurement.objects.get(pk=row.pk), by=city.user("approver"), reason="印の理由が分かりません。"
    )
    with pytest.raises(Refused, match="差し戻されたときのまま"):
        entries.submit(row, by=city.user("writer"))
    row.assessed = marks(city, "○", "窓口の作業を6月に終えたため。")
    row = entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
    entries.submit(row, by=city.user("writer"))


def test_where_no_value_is_recorded_nothing_of_a_draft_becomes_public(city):
    row = new(city)
    entries.mark_missing(
        city.indicator,
        entries.Period.parse(PERIOD),
        by=city.user("manager"),
        reason="調査をしなかったため。",
    )
    assert Measurement.objects.get(pk=row.pk).state == "approved"
    assert stored(row) == []


def test_the_history_names_what_changed(city):
    row = new(city)
    row.assessed = marks(city, "×", "終わらなかったため。")
    entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
    newest, first = changes_of(Measurement.objects.get(pk=row.pk))
    told = [(change.label, change.before, change.after) for change in newest.fields]
    assert (
        "自己評価（総合評価）",
        "○ できた（理由: 予定どおり終えたため。）",
        "× できなかった（理由: 終わらなかったため。）",
    ) in told
    assert any(change.label == "自己評価（総合評価）" for change in first.fields)
    assert newest.who == first.who


def test_what_lacks_is_hinted_at_once_there_is_a_value(city):
    make_aspect(city.plan, "cost", "効率性")
    row = new(city)
    assert hint_of(row) == "自己評価（効率性）がまだです。"
    assert [one.text for one in told_of(row)] == ["総合評価: ○ できた"]
    row.value = None
    assert hint_of(row) == ""
