"""What an approver knows of a report's past and of its consequences: nobody decides blind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import ActionProgress, Indicator, Measurement, Report, Review, State
from kpis.workflow import entries
from plans.era import date_label
from plans.models import Membership
from tests.cities import PERIOD, member
from tests.factories import (
    make_action,
    make_measurement,
    make_progress,
    make_target,
)
from tests.kpis.reported_rows import add, hand_in
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


def returned(small_city, row, reason="桁を確かめてください", by="approver"):
    return entries.send_back(row, by=small_city.user(by), reason=reason)


def handed_in_again(small_city, row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    writer = small_city.user("writer")
    row = entries.save_entry(row, by=writer, seen_version=row.version)
    return entries.submit(row, by=writer)


def came_back_as_it_was(row):
    """As reports came back before a change or an answer was asked for."""
    row.state = State.SUBMITTED
    row.save()
    return row


class TestAfterAReturn:
    def test_the_return_and_what_was_changed_since_are_told(self, small_city, page):
        row = returned(small_city, small_city.value("submitted", value=1000, progress_comment="前の説明"))
        when = timezone.localtime(row.decided_at)
        row = handed_in_again(
            small_city, row, value=100, progress_comment="後の説明", internal_note="桁を直しました"
        )
        text = page().row(key_of(row))
        assert f"前の差し戻し: approver・{date_label(when.date())} {when:%H:%M}・理由: 桁を" in text
        assert "差し戻しの後に変わったところ" in text
        assert "実績値 1,000件 100件" in text
        assert "取組状況 前の説明 後の説明" in text
        assert "庁内メモ 空欄 桁を直しました" in text

    def test_what_came_back_unchanged_says_so(self, small_city, page):
        row = came_back_as_it_was(returned(small_city, small_city.value("submitted")))
        assert "差し戻しの後に変わったところ: ありません" in page().row(key_of(row))

    def test_an_answer_stands_once_beside_the_return_that_it_answers(self, small_city, page):
        row = returned(small_city, small_city.value("submitted"), "なぜですか")
        row = handed_in_again(small_city, row, answer="確かめました。合っています。")
        text = page().row(key_of(row))
        assert "理由: なぜですか 担当の返事: 確かめました。合っています。" in text
        assert "差し戻しの後に変わったところ: ありません" in text
        assert text.count("合っています") == 1

    def test_every_return_is_told_and_what_changed_since_the_last(self, small_city, page):
        row = returned(small_city, small_city.value("submitted", value=1), "一度目")
        row = returned(small_city, handed_in_again(small_city, row, value=2), "二度目")
        row = handed_in_again(small_city, row, value=3)
        text = page().row(key_of(row))
        assert text.index("一度目") < text.index("二度目")
        assert "実績値 2件 3件" in text

    def test_several_saves_after_a_return_are_held_against_what_was_returned(self, small_city, page):
        row = returned(small_city, small_city.value("submitted", value=1))
        row.value = 2
        row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
        row = handed_in_again(small_city, row, value=3)
        assert "実績値 1件 3件" in page().row(key_of(row))

    def test_a_deputys_return_names_both(self, small_city, page):
        member("deputy")
        Membership.objects.create(
            user=small_city.user("deputy"),
            municipality=small_city.city,
            role="approver",
            department=small_city.section,
            deputy_for=small_city.user("approver"),
        )
        row = returned(small_city, small_city.value("submitted"), by="deputy")
        row = handed_in_again(small_city, row, value=11)
        assert "前の差し戻し: deputy（approverの代決）" in page().row(key_of(row))

    def test_what_was_taken_back_and_changed_is_held_against_what_was_handed_in(self, small_city, page):
        row = entries.recall(small_city.value("submitted", value=5), by=small_city.user("writer"))
        row = handed_in_again(small_city, row, value=6)
        text = page().row(key_of(row))
        assert "前に提出したときから変わったところ" in text
        assert "実績値 5件 6件" in text
        assert "差し戻し:" not in text

    def test_a_difference_that_rounding_hides_is_told(self, small_city, page):
        row = returned(small_city, small_city.value("submitted", value="10.01"))
        row = handed_in_again(small_city, row, value="10.02")
        assert "実績値 10.01件 10.02件" in page().row(key_of(row))

    def test_what_is_handed_in_for_the_first_time_has_no_past(self, small_city, page):
        row = hand_in(small_city)
        text = page().row(key_of(row))
        assert "変わったところ" not in text
        assert "前の差し戻し" not in text

    def test_an_actions_status_is_told_in_words(self, small_city, page):
        row = returned(small_city, small_city.progress("submitted"), "遅れていませんか")
        row = handed_in_again(small_city, row, status="delayed", comment="部品が届かないため")
        text = page().row(key_of(row))
        assert "遅れていませんか" in text
        assert "進み具合 予定どおり 遅れ" in text
        assert "取組状況 空欄 部品が届かないため" in text


class TestFiguresAround:
    def test_a_ratio_stands_beside_earlier_ones_with_their_parts(self, small_city, page):
        row = hand_in(
            small_city, value=None, unit="%", numerator_label="利用者", denominator_label="対象者", code="r"
        )
        Measurement.objects.filter(pk=row.pk).update(numerator=30, denominator=40)
        for period, numerator in (("2024-Q4", 26), ("2024-Q1", 10)):
            make_measurement(row.indicator, period, None, numerator=numerator, denominator=40)
        text = page().row(key_of(row))
        assert "提出された値 75% 30 / 40（利用者 / 対象者）" in text
        assert "前回65%令和6年度第4四半期26 / 40" in text
        assert "前年の同じ期間25%令和6年度第1四半期10 / 40" in text

    def test_where_there_is_none_that_is_said(self, small_city, page):
        row = hand_in(small_city)
        text = page().row(key_of(row))
        assert "前回なし" in text
        assert "前年の同じ期間なし" in text

    def test_a_year_has_no_other_year_ago(self, small_city, page):
        row = hand_in(small_city, period="2024", frequency="yearly")
        assert "前年の同じ期間" not in page().row(key_of(row))

    def test_an_action_stands_beside_its_earlier_reports(self, small_city, page):
        row = small_city.progress("submitted")
        make_progress(small_city.action, "2024-Q1", status="delayed")
        make_progress(small_city.action, "2024-Q4", status="not-started")
        text = page().row(key_of(row))
        assert "前回未着手令和6年度第4四半期" in text
        assert "前年の同じ期間遅れ令和6年度第1四半期" in text

    def test_a_report_on_an_indicator_in_preparation_can_be_decided(self, small_city, page):
        row = hand_in(small_city, state="preparing")
        assert key_of(row) in page()


class TestCorrections:
    @pytest.fixture
    def judged(self, small_city) -> Indicator:
        """50 is expected at the end of the first quarter of 2025."""
        row = small_city.indicator
        row.baseline_value, row.baseline_period = 0, "2023"
        row.save()
        make_target(row, "2027", 160)
        return row

    def correction(self, small_city, value=60, old=12):
        small_city.value("approved", value=old, progress_comment="同じ説明")
        return small_city.value(
            "submitted", value=value, revision=2, revision_reason="数え直し", progress_comment="同じ説明"
        )

    def test_the_old_value_and_the_effect_on_the_verdict_are_told(self, small_city, judged, page):
        row = self.correction(small_city)
        text = page().row(key_of(row))
        assert "今の値（承認済み）12件" in text
        assert "承認済みの内容から変わるところ" in text
        assert "実績値 12件 60件" in text
        assert "今の判定遅れ → 前倒し" in text
        assert "取組状況 同じ説明 同じ説明" not in text

    def test_a_verdict_that_stays_is_told_to_stay(self, small_city, judged, page):
        row = self.correction(small_city, old=59)
        assert "今の判定前倒しのまま" in page().row(key_of(row))

    def test_of_an_earlier_period_the_verdict_of_its_own_end_is_told_too(self, small_city, judged, page):
        make_measurement(judged, "2025-Q1", 60)
        make_measurement(judged, "2024-Q4", 40)
        row = small_city.value("submitted", period="2024-Q4", value=5, revision=2, revision_reason="数え直し")
        text = page().row(key_of(row))
        assert "この期間の終わりの判定順調 → 遅れ" in text
        assert "今の判定前倒しのまま" in text

    def test_taking_a_value_back_has_its_effect_told(self, small_city, judged, page):
        row = self.correction(small_city)
        Measurement.objects.filter(pk=row.pk).update(
            value=None, observation_status="M", issues_comment="重複していた"
        )
        text = page().row(key_of(row))
        assert "今の判定遅れ → 実績なし" in text
        assert "値の状態 確定値 値なし" in text

    def test_what_becomes_of_a_published_report_is_told(self, small_city, page):
        row = self.correction(small_city)
        review = small_city.review
        Review.objects.filter(pk=review.pk).update(state="published")
        assert "公表済み" not in page().row(key_of(row)), "there is no report yet"
        Report.objects.create(review=review, content='{"counts": {}, "schema_version": 1, "rule_version": 2}')
        assert "報告は公表済みです。承認しても報告は前のままで" in page().row(key_of(row))

    def test_an_action_is_held_against_its_approved_report(self, small_city, page):
        small_city.progress("approved")
        row = small_city.progress("submitted", revision=2, revision_reason="誤記", status="delayed")
        text = page().row(key_of(row))
        assert "今の報告（承認済み）予定どおり" in text
        assert "進み具合 予定どおり 遅れ" in text


class TestWhoElseDecides:
    def test_those_who_may_are_named_beside_an_own_one(self, small_city, page):
        row = small_city.value("submitted", entered_by=small_city.user("manager"))
        text = page("manager").row(key_of(row))
        assert "承認できる人: approver。" in text
        assert "承認できる人" not in page().row(key_of(row)), "who decides needs no names"

    def test_where_there_is_nobody_the_way_on_is_named(self, small_city, page):
        Membership.objects.filter(user__username="approver").delete()
        row = small_city.value("submitted", entered_by=small_city.user("manager"))
        assert "承認できる人がほかにいません。「担当者の役割」に" in page("manager").row(key_of(row))


def test_the_page_asks_as_many_questions_whatever_waits(small_city, page):
    """Returned ones, ratios, corrections of what stands in a report, actions: of one kind each, then of many."""
    Report.objects.create(
        review=small_city.review, content='{"counts": {}, "schema_version": 1, "rule_version": 2}'
    )
    Review.objects.filter(pk=small_city.review.pk).update(state="published")

    def wait(code: str) -> None:
        row = add(small_city, f"r{code}", unit="%", numerator_label="a", denominator_label="b")
        for period in ("2024-Q1", "2024-Q4", PERIOD):
            make_measurement(row, period, None, numerator=1, denominator=2)
        people = small_city.people("submitted")
        again = {"revision": 2, "revision_reason": "数え直し"} | people
        one = Measurement.objects.create(indicator=row, period=PERIOD, numerator=1, denominator=3, **again)
        came_back_as_it_was(returned(small_city, one))
        make_target(row, "2027", 99)
        action = make_action(small_city.plan, f"r{code}")
        action.lead_departments.add(small_city.section)
        for period in ("2024-Q1", PERIOD):
            make_progress(action, period)
        two = ActionProgress.objects.create(action=action, period=PERIOD, status="delayed", **again)
        assert two.state == State.SUBMITTED

    def questions(who: str) -> int:
        screen = page(who)
        with CaptureQueriesContext(connection) as asked:
            screen.client.get(screen.address)
        return len(asked)

    wait("0")
    few = {who: questions(who) for who in ("approver", "manager")}
    for number in range(1, 8):
        wait(str(number))
    assert {who: questions(who) for who in few} == few


def test_who_approved_a_correction_is_told_what_becomes_of_the_report(report_city, client):
    report_city.publish()
    manager = report_city.user("manager")
    row = Measurement(
        indicator=report_city.calls, period="2024-Q3", value=36, revision=2, revision_reason="数え直し"
    )
    row = entries.submit(entries.save_entry(row, by=manager), by=manager)
    client.force_login(report_city.user("approver"))
    address = reverse("admin:kpis_review_approval", args=[report_city.review.pk])
    answer = client.post(
        address, {"approve_one": key_of(row), f"version-{key_of(row)}": row.version}, follow=True
    )
    said = "".join(map(str, answer.context["messages"]))
    assert (
        "公表した令和6年度（2024年度）第3四半期の報告は、前のままです。計画管理者が訂正版を公表すると載ります。"
        in said
    )
