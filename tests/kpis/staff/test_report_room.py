"""The manager's room: preview, last word, publication, correction."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from kpis.models import Review
from kpis.reports import formats
from kpis.reports.formats import PAGE
from kpis.staff.comment_form import CommentForm
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import freeze_today, guarded
from tests.sent_forms import choice, form_with, theirs_in


@pytest.fixture
def room(report_city) -> str:
    return reverse("admin:kpis_review_report", args=[report_city.review.pk])


@pytest.fixture
def manager(report_city, client):
    client.force_login(report_city.user("manager"))
    return client


def seen(report_city) -> str:
    """What the form carries of the comment as it is stored now."""
    return CommentForm(instance=report_city.review)["as_opened"].value()


def send(client, room, report_city, verb: str, **more):
    """Sends the form as it was opened just now."""
    data = {verb: "1", "overall_comment": "よく進みました。", "as_opened": seen(report_city)} | more
    return client.post(room, data, follow=True)


def said(answer) -> str:
    return answer.content.decode()


class TestDraft:
    def test_an_open_review_is_shown_as_a_draft_of_what_is_approved(self, manager, report_city, room):
        Review.objects.update(state="open")
        report_city.calls.measurements.filter(period=REPORTED_QUARTER).update(state="submitted")
        page = said(manager.get(room))
        assert "承認されていないものが1件あります" in page
        assert "の報告を公表する</button>" not in page
        preview = said(manager.get(f"{room}preview/"))
        assert "公表する前の下書きです" in preview
        assert "この四半期の値が未報告" in preview
        assert '<p class="draft-mark" aria-hidden="true">案</p>' in preview

    def test_what_came_after_the_quarter_is_said_not_to_be_in_it(self, manager, report_city, room):
        assert "この報告には載りません" not in said(manager.get(room))
        guarded(report_city.plan)
        with revising(report_city.plan, Grounds("計画に足したため。")):
            report_city.plan.indicators.create(code="late", number="9-1", name="遅れて足した指標", unit="件")
        page = said(manager.get(room))
        assert "載ることがあります）: 「9-1 遅れて足した指標」" in page

    @pytest.mark.parametrize("key", ["csv", "actions.csv", "json", "html", "xlsx", "pdf", "zip"])
    def test_every_format_can_be_had_as_a_draft_and_is_not_kept(self, manager, report_city, room, key):
        answer = manager.get(f"{room}draft.{key}")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert f"kitayama-smart-plan-{REPORTED_QUARTER}-draft.{key}" in answer["Content-Disposition"]
        assert answer.content

    @pytest.mark.parametrize("name", ["editor", "approver"])
    def test_who_does_not_run_reviews_sees_no_draft(self, client, report_city, room, name):
        client.force_login(report_city.user(name))
        for rest in ("", "preview/", "draft.csv"):
            assert client.get(room + rest).status_code == 403

    def test_another_citys_manager_finds_nothing(self, client, report_city, room):
        client.force_login(report_city.user("foreign"))
        for rest in ("", "preview/", "draft.csv"):
            assert client.get(room + rest).status_code == 404


class TestComment:
    def test_it_is_saved_and_kept_in_the_history(self, manager, report_city, room):
        assert "総括を保存しました。" in said(send(manager, room, report_city, "save"))
        assert report_city.review.overall_comment == "よく進みました。"
        assert report_city.review.history.first().history_change_reason == "総括の変更"
        assert report_city.review.state == "closed"

    @pytest.mark.parametrize("verb", ["save", "publish"])
    def test_somebody_elses_is_not_overwritten(self, manager, report_city, room, verb):
        opened = seen(report_city)
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="課長の文章")
        page = said(send(manager, room, report_city, verb, as_opened=opened, confirmed="on"))
        assert "ほかの人は次の内容で保存しました" in page
        assert theirs_in(page) == "課長の文章"
        assert "よく進みました。</textarea>" in page
        assert (report_city.review.overall_comment, report_city.review.state) == ("課長の文章", "closed")

    @pytest.mark.parametrize("verb", ["save", "publish"])
    def test_who_left_it_alone_takes_nothing_back(self, manager, report_city, room, verb):
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="はじめの文章")
        opened = seen(report_city)
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="課長の文章")
        sent = {"as_opened": opened, "overall_comment": "はじめの文章", "confirmed": "on"}
        page = said(send(manager, room, report_city, verb, **sent))
        assert report_city.review.overall_comment == "課長の文章"
        assert "書いた総括も" not in page
        if verb == "publish":
            assert '"overall_comment": "課長の文章"' in report_city.review.reports.get().content

    def test_a_second_try_does_not_overwrite_either(self, manager, report_city, room):
        opened = seen(report_city)
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="課長の文章")
        page = said(send(manager, room, report_city, "save", as_opened=opened))
        again = {key: values[-1] for key, values in form_with(page, "overall_comment").items()}
        send(manager, room, report_city, "save", **again)
        assert report_city.review.overall_comment == "課長の文章"
        send(manager, room, report_city, "save", **again | choice(page, "overall_comment", "mine"))
        assert report_city.review.overall_comment == "よく進みました。"

    def test_line_ends_of_a_browser_are_no_change(self, manager, report_city, room):
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="1行目\n2行目")
        page = said(send(manager, room, report_city, "save", overall_comment="1行目\r\n2行目"))
        assert "ほかの人が" not in page


class TestPublishing:
    def test_it_asks_for_a_confirmation_and_keeps_what_was_written(self, manager, report_city, room):
        page = said(send(manager, room, report_city, "publish"))
        assert "公表は取り消せません。内容を確かめて、確認の欄に印を付けてください。" in page
        assert "よく進みました。</textarea>" in page
        assert report_city.review.state == "closed"

    def test_it_publishes_with_the_last_word_and_makes_the_files(self, manager, report_city, room):
        page = said(send(manager, room, report_city, "publish", confirmed="on"))
        assert "令和6年度（2024年度）第3四半期の報告を公表しました。" in page
        report = report_city.review.reports.get()
        assert '"overall_comment": "よく進みました。"' in report.content
        assert "書いた総括も保存し、この報告に載せました。" in page
        assert '"published_by": "北山市 デジタル課"' in report.content
        assert set(report.files.values_list("format", flat=True)) == {
            "pdf", "xlsx", "csv", "actions.csv", "html", "zip", PAGE,
        }  # fmt: skip
        assert report.published_by == report_city.user("manager")

    def test_a_file_that_cannot_be_made_does_not_undo_it(self, manager, report_city, room, monkeypatch):
        def fail(document):
            raise RuntimeError("no font")

        monkeypatch.setitem(formats.FORMATS, "pdf", replace(formats.FORMATS["pdf"], render=fail))
        assert "の報告を公表しました。" in said(send(manager, room, report_city, "publish", confirmed="on"))
        report = report_city.review.reports.get()
        kept = set(report.files.values_list("format", flat=True))
        assert kept == {"xlsx", "csv", "actions.csv", "html", PAGE}

    def test_an_open_review_is_refused_with_the_way_out(self, manager, report_city, room):
        Review.objects.update(state="open")
        page = said(send(manager, room, report_city, "publish", confirmed="on"))
        assert "まだ受付中です。「進み具合」で締め切ってから公表してください。" in page
        assert not report_city.review.reports.exists()

    def test_what_is_still_open_is_named(self, manager, report_city, room):
        report_city.calls.measurements.filter(period=REPORTED_QUARTER).delete()
        page = said(send(manager, room, report_city, "publish", confirmed="on"))
        assert "申請の件数" in page
        assert "締め切りの後に加わったものがあります。" in page
        assert report_city.review.state == "closed"

    def test_the_desk_names_the_closed_quarters_until_they_are_published(self, manager, report_city):
        page = said(manager.get(reverse("admin:index")))
        assert "公表を待っている四半期報告" in page
        for period in (EARLIER_QUARTER, REPORTED_QUARTER):
            report_city.publish(period)
        assert "公表を待っている四半期報告" not in said(manager.get(reverse("admin:index")))

    def test_a_quarter_that_is_not_over_is_refused(self, manager, report_city, room, monkeypatch):
        freeze_today(monkeypatch, date(2024, 12, 31))
        page = said(send(manager, room, report_city, "publish", confirmed="on"))
        assert "はまだ終わっていません。四半期が終わってから公表してください。" in page
        assert report_city.review.state == "closed"


class TestCorrecting:
    def test_without_a_difference_there_is_nothing_to_correct(self, manager, report_city, room):
        report_city.publish()
        assert "公表した報告と、今の値に違いはありません。" in said(manager.get(room))
        answer = said(
            send(manager, room, report_city, "correct", overall_comment="", reason="念のため", confirmed="on")
        )
        assert "公表した報告と違うところがありません。" in answer
        assert "念のため</textarea>" in answer
        assert report_city.review.reports.count() == 1

    def test_the_differences_are_shown_and_published_with_a_reason(self, manager, report_city, room):
        report_city.publish()
        report_city.revise(report_city.calls, value=36)
        page = said(manager.get(room))
        assert "値の改定" in page
        for lack, sentence in (({}, "確認の欄に印を"), ({"confirmed": "on"}, "訂正の理由を書いてください。")):
            answer = said(send(manager, room, report_city, "correct", reason="  ", **lack))
            assert sentence in answer
            assert "よく進みました。</textarea>" in answer
        answer = send(manager, room, report_city, "correct", reason="数え漏れ", confirmed="on")
        assert "訂正版 第2版を公表しました。" in said(answer)
        assert list(report_city.review.reports.values_list("revision", "reason")) == [
            (1, ""),
            (2, "数え漏れ"),
        ]
        # What was written beside it is in it, saved or not, and this is said.
        assert "書いた総括も保存し、この報告に載せました。" in said(answer)
        assert '"overall_comment": "よく進みました。"' in report_city.review.reports.get(revision=2).content

    def test_saving_the_comment_keeps_the_reason_that_was_begun(self, manager, report_city, room):
        report_city.publish()
        page = said(send(manager, room, report_city, "save", reason="数え漏れ"))
        assert "総括を保存しました。" in page
        assert "数え漏れ</textarea>" in page
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="課長の文章")
        again = said(
            send(
                manager, room, report_city, "save", as_opened="overall_comment:0123456789", reason="数え漏れ"
            )
        )
        assert theirs_in(again) == "課長の文章"
        assert "数え漏れ</textarea>" in again

    def test_a_refused_reason_keeps_the_tick_and_a_saved_comment_is_not_called_new(
        self, manager, report_city, room
    ):
        report_city.publish()
        report_city.revise(report_city.calls, value=36)
        send(manager, room, report_city, "save")
        answer = said(send(manager, room, report_city, "correct", reason=" ", confirmed="on"))
        assert 'name="confirmed" checked' in answer
        answer = said(send(manager, room, report_city, "correct", reason="数え漏れ", confirmed="on"))
        assert "訂正版 第2版を公表しました。" in answer
        assert "書いた総括も" not in answer

    def test_a_comment_written_afterwards_waits_for_the_correction(self, manager, report_city, room):
        first = report_city.publish()
        send(manager, room, report_city, "save")
        assert "記載の訂正" in said(manager.get(room))
        first.refresh_from_db()
        assert "よく進みました。" not in first.content
