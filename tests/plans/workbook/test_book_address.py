"""A workbook whose plan has another address than when it was taken out: one sentence says so, and what to do."""

from io import BytesIO

import pytest

from plans.fixture_files import LoadError
from plans.models import Goal, Plan
from plans.workbook.importing import WorkbookReport, import_workbook
from tests.factories import (
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
)

from .books import columns_of, edited, exported

pytestmark = pytest.mark.django_db


def bring_in(content: bytes, **options) -> WorkbookReport:
    return import_workbook(BytesIO(content), **options)


def refusal(content: bytes, **options) -> str:
    with pytest.raises(LoadError) as error:
        bring_in(content, **options)
    [sentence] = error.value.messages
    return sentence


def with_slug(content: bytes, slug: str, title: str = "計画") -> bytes:
    return edited(content, {title: {f"{columns_of(content, title)['slug']}3": slug}})


@pytest.fixture
def values(plan):
    indicator = make_indicator(plan, "1")
    for quarter in range(1, 5):
        make_measurement(indicator, f"2024-Q{quarter}", quarter)


def test_a_manager_hears_the_cause_once_not_of_every_value(plan, values, manager):
    sentence = refusal(with_slug(exported(plan), "smart"), user=manager)
    assert sentence.startswith(
        "「計画」シート A3（アドレス名）: 取り出したときの「smart-plan」が「smart」に変わっている"
    )
    assert (
        "「smart-plan」に戻してください。アドレス名を変えるときは、管理画面の「計画」で変えます。" in sentence
    )


def test_so_of_the_citys_address(plan, manager):
    sentence = refusal(with_slug(exported(plan), "kita", "市区町村"), user=manager)
    assert "「市区町村」シート" in sentence and "「kitayama」に戻してください" in sentence


def test_without_reports_it_is_a_new_plan_and_the_preview_says_so(plan, manager):
    report = bring_in(with_slug(exported(plan), "smart"), user=manager, dry_run=True)
    assert report.is_new_plan
    assert (
        "「smart」に変わっているので、別の計画とみなします。元の計画は、そのまま残ります。" in report.notes[0]
    )


def test_a_third_plan_is_not_written_over(plan):
    make_plan(plan.municipality, "other")
    assert "「smart-plan」に戻してください" in refusal(with_slug(exported(plan), "other"))


def test_reports_without_a_cause_are_one_sentence_too(plan, values, manager):
    content = exported(plan)
    Plan.objects.get(pk=plan.pk).delete()
    sentence = refusal(content, user=manager)
    assert "実績値などの報告が、登録済みのものと違います（4件: 「実績値」シート 3行目、" in sentence


class TestMovedInThePortal:
    @pytest.fixture
    def content(self, plan):
        make_goal(plan, "1", title="はじめの題名", summary="はじめの説明")
        content = exported(plan)
        plan.slug = "moved"
        plan.save()
        return content

    def test_the_workbook_is_told_the_new_address(self, content, manager):
        assert "アドレス名が「moved」に変わりました。セルを「moved」に書きかえて" in refusal(
            content, user=manager
        )
        assert Plan.objects.filter(municipality=manager.memberships.get().municipality).count() == 1

    def test_under_the_new_one_it_still_knows_what_others_changed(self, content):
        Goal.objects.filter(plan__slug="moved").update(title="画面で直した題名")
        report = bring_in(with_slug(content, "moved"))
        assert Goal.objects.get(plan__slug="moved").title == "画面で直した題名"
        assert "そのまま残します（1件" in " ".join(report.notes)

    def test_another_citys_manager_is_told_nothing(self, content):
        stranger = make_member(make_city("minami", name="南市"), "manager", "sato")
        assert "moved" not in refusal(content, user=stranger)
