"""What the plan manager does on the status page: dates, missing values, closing and reopening."""

import re
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from kpis.models import Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(sign_in, bureau_city):
    """Presses a button as the manager; returns the page that follows, with its messages and the review as stored."""

    def post(**data):
        return sign_in("manager").post(bureau_city.status(), data, follow=True)

    return post


def stored(bureau_city) -> Review:
    return Review.objects.get(pk=bureau_city.review.pk)


def said(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request))) + response.content.decode()


def test_new_dates_and_the_comment_are_stored_with_history(post, bureau_city):
    answer = post(change="1", due_on="2025-08-08", meeting_on="2025-08-20", overall_comment="おおむね順調")
    assert "日程と総括を保存しました。" in said(answer)
    review = stored(bureau_city)
    assert (review.due_on, review.meeting_on) == (date(2025, 8, 8), date(2025, 8, 20))
    assert review.overall_comment == "おおむね順調"
    newest = review.history.first()
    assert newest.history_user == bureau_city.user("manager")
    assert newest.history_change_reason == "日程・総括の変更"


def test_a_due_date_before_the_quarter_is_refused_beside_its_field(post, bureau_city):
    answer = post(change="1", due_on="2025-03-31", meeting_on="", overall_comment="")
    text = answer.content.decode()
    assert "締切が、その四半期の始まりより前になっています。" in text
    assert (
        'id="id_due_on_error"' in text and "id_due_on_error" in text.split('name="due_on"')[1].split(">")[0]
    )
    assert "あと5日です" in text
    assert stored(bureau_city).due_on == date(2025, 7, 30)


def test_saving_the_same_again_leaves_no_trace(post, bureau_city):
    before = stored(bureau_city).history.count()
    answer = post(change="1", due_on="2025-07-30", meeting_on="", overall_comment="")
    assert "変わったところはありません。" in said(answer)
    assert stored(bureau_city).history.count() == before


def test_changing_dates_does_not_open_a_review_that_has_been_closed_meanwhile(post, bureau_city):
    Review.objects.filter(pk=bureau_city.review.pk).update(state="closed")
    post(change="1", due_on="2025-08-08", meeting_on="", overall_comment="")
    assert stored(bureau_city).state == "closed"


def test_closing_is_refused_while_values_are_open_and_names_each(post, bureau_city):
    bureau_city.value(bureau_city.first, "approved")
    bureau_city.value(bureau_city.second, "submitted")
    answer = post(close="1")
    text = answer.content.decode()
    assert "承認されていないものが2件あります" in text
    assert [row.due_item.owner for row in answer.context["still_open"]] == [
        bureau_city.second,
        bureau_city.third,
    ]
    entry = reverse("admin:kpis_review_entry", args=[bureau_city.review.pk])
    assert f'href="{entry}#value-{bureau_city.third.pk}"' in text.split("cycle-blocked")[1].split("</ul>")[0]
    assert "指標は承認するか、値なしとして記録してください。" in text
    assert "取組は承認" not in text
    assert stored(bureau_city).is_open


def test_a_report_on_an_action_that_has_been_begun_holds_the_closing_up(post, bureau_city):
    bureau_city.answer_all()
    bureau_city.action.progress.create(period="2025-Q1", status="as-planned")
    answer = post(close="1")
    assert [row.due_item.owner for row in answer.context["still_open"]] == [bureau_city.action]
    assert stored(bureau_city).is_open


def test_an_actions_draft_in_the_way_is_approved_or_deleted(post, sign_in, bureau_city):
    bureau_city.answer_all()
    row = bureau_city.action.progress.create(period="2025-Q1", status="as-planned")
    text = post(close="1").content.decode()
    assert "取組は承認するか、下書きを削除してください。" in text
    assert "値なしとして記録してください" not in text
    page = reverse("admin:kpis_actionprogress_delete", args=[row.pk])
    assert f'href="{page}"' in text
    sign_in("manager").post(page, {"post": "yes"})
    assert "締め切りました" in said(post(close="1"))


def test_a_report_that_has_been_handed_in_once_offers_no_deletion(post, sign_in, bureau_city):
    bureau_city.answer_all()
    row = bureau_city.action.progress.create(period="2025-Q1", status="as-planned", state="returned")
    text = post(close="1").content.decode()
    page = reverse("admin:kpis_actionprogress_delete", args=[row.pk])
    assert "取組は承認してください。" in text
    assert page not in text
    assert sign_in("manager").get(page).status_code == 403


def test_values_and_actions_in_the_way_each_have_their_remedy(post, bureau_city):
    bureau_city.action.progress.create(period="2025-Q1", status="as-planned")
    text = post(close="1").content.decode()
    assert "指標は承認するか値なしとして記録し、取組は承認するか、下書きを削除してください。" in text


def test_actions_without_a_report_are_counted_before_the_closing(sign_in, bureau_city):
    bureau_city.answer_all()
    page = sign_in("manager").get(bureau_city.status()).content.decode()
    assert "報告のない取組が1件あります。締め切ると「報告なし」のままになります。" in page
    assert "すべての値がそろっています" not in page
    bureau_city.action.progress.create(period="2025-Q1", status="as-planned", state="approved")
    assert "すべての値がそろっています" in sign_in("manager").get(bureau_city.status()).content.decode()


def test_a_review_closes_when_every_value_is_approved(post, bureau_city):
    bureau_city.answer_all()
    answer = post(close="1")
    assert "締め切りました" in said(answer)
    review = stored(bureau_city)
    assert review.state == "closed"
    assert review.closed_by == bureau_city.user("manager")
    assert "このレビューは締め切られています。" in answer.content.decode()
    assert re.search(r"締め切り\s*</li>", answer.content.decode())


def test_closing_twice_is_told(post, bureau_city):
    bureau_city.answer_all()
    post(close="1")
    assert "すでに締め切られています" in said(post(close="1"))


def test_a_value_is_recorded_as_missing_with_a_reason(post, bureau_city):
    key = f"value-{bureau_city.first.pk}"
    answer = post(missing=key, **{f"reason-{key}": "調査を行わなかったため"})
    assert "値なしとして記録しました" in said(answer)
    row = bureau_city.first.measurements.get()
    assert (row.state, row.observation_status, row.issues_comment) == (
        "approved",
        "M",
        "調査を行わなかったため",
    )
    assert row.decided_by == bureau_city.user("manager")


def test_missing_without_a_reason_is_refused_beside_its_field(post, bureau_city):
    key = f"value-{bureau_city.first.pk}"
    text = post(missing=key, **{f"reason-{key}": "  "}).content.decode()
    assert "値がない理由を書いてください" in text
    assert f'aria-describedby="reason-{key}-error"' in text
    assert not bureau_city.first.measurements.exists()


def test_what_waits_for_approval_is_not_recorded_as_missing(post, bureau_city):
    row = bureau_city.value(bureau_city.first, "submitted")
    key = f"value-{bureau_city.first.pk}"
    text = post(missing=key, **{f"reason-{key}": "調査を行わなかったため"}).content.decode()
    assert "errornote" in text
    row.refresh_from_db()
    assert (row.state, row.value) == ("submitted", 10)


@pytest.mark.parametrize("key", ["value-999999", "progress-1", "x", ""])
def test_a_key_that_the_review_does_not_know_changes_nothing(post, bureau_city, key):
    answer = post(missing=key, **{f"reason-{key}": "理由"})
    assert "求めていません" in said(answer)


def test_a_review_of_missing_values_only_can_close(post, bureau_city):
    for row in (bureau_city.first, bureau_city.second, bureau_city.third):
        key = f"value-{row.pk}"
        post(missing=key, **{f"reason-{key}": "調査を行わなかったため"})
    post(close="1")
    assert stored(bureau_city).state == "closed"


def test_a_closed_review_is_reopened_with_a_reason_that_its_history_keeps(post, bureau_city):
    bureau_city.answer_all()
    post(close="1")
    answer = post(reopen="1", reopen_reason="値の誤りが見つかったため")
    assert "受付中に戻しました" in said(answer)
    review = stored(bureau_city)
    assert review.is_open and review.closed_at is None
    assert review.history.first().history_change_reason == "受付中に戻す: 値の誤りが見つかったため"
    assert "値の誤りが見つかったため" in answer.content.decode()


def test_reopening_without_a_reason_is_refused_beside_its_field(post, bureau_city):
    bureau_city.answer_all()
    post(close="1")
    text = post(reopen="1", reopen_reason=" ").content.decode()
    assert "受付中に戻す理由を書いてください" in text
    assert 'aria-describedby="reopen-help reopen-error"' in text
    assert stored(bureau_city).state == "closed"


def test_a_published_review_is_not_reopened(post, bureau_city):
    Review.objects.filter(pk=bureau_city.review.pk).update(state="published")
    assert "公表したレビューは戻せません" in said(post(reopen="1", reopen_reason="理由"))
    assert stored(bureau_city).state == "published"


def test_a_post_without_a_known_button_does_nothing(post, bureau_city):
    before = stored(bureau_city).history.count()
    assert post(other="1").status_code == 200
    assert stored(bureau_city).history.count() == before
