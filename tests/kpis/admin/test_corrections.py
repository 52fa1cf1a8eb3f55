"""The department proposes a correction (改定案) from the form: told before typing, nothing typed is lost, the next step beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import ActionProgress, Indicator, Measurement, Review
from kpis.workflow import entries
from tests.cities import PERIOD, REPORTED_QUARTER, member
from tests.factories import make_measurement, make_target
from tests.reading import Page, text_of

from .entering import errors_of, filled_form, messages_of, page

pytestmark = pytest.mark.django_db


def shown(client, address, **data) -> str:
    return text_of(Page(address, client.get(address, data)).main)


def sent(small_city, **fields) -> dict:
    values = {"indicator": small_city.indicator.pk, "period": PERIOD, "revision": "2"}
    return values | {"observation_status": "A", "value": "12", "revision_reason": "数え直したため"} | fields


class TestBeforeTyping:
    def test_a_correction_says_that_it_is_one_and_what_will_happen(self, small_city, client_of):
        row = small_city.value("approved")
        Review.objects.update(state="published")
        text = shown(client_of("writer"), page(Measurement, "add"), revision_of=row.pk)
        assert "これは改定案です" in text
        form = client_of("writer").get(page(Measurement, "add"), {"revision_of": row.pk}).context["adminform"]
        assert form.form.fields["revision_reason"].required
        assert "承認されるまで、市民のページは変わりません" in text
        assert "公表した令和7年度（2025年度）第1四半期の報告は、承認された後も" in text

    def test_where_the_period_is_yet_to_be_chosen_the_closed_quarters_are_named(self, small_city, client_of):
        address = page(Measurement, "add")
        form = client_of("writer").get(address).context["adminform"].form
        assert not form.fields["revision_reason"].required
        assert "締め切られた四半期（" not in shown(client_of("writer"), address)
        small_city.close()
        text = shown(client_of("writer"), address)
        assert "締め切られた四半期（スマート計画 令和7年度（2025年度）第1四半期）に書くときは" in text
        assert "スマート計画" not in shown(client_of("foreign editor"), address)

    def test_who_may_not_write_there_is_told_who_may(self, small_city, client_of):
        row = small_city.value("approved")
        works = small_city.city.departments.get(code="other")
        member(
            "both",
            (small_city.city, "approver", small_city.section, {}),
            (small_city.city, "editor", works, {}),
        )
        text = shown(client_of("both"), page(Measurement, "add"), revision_of=row.pk)
        assert "書けるのは、担当の課と計画管理者です" in text
        assert "これは改定案です" not in text

    def test_a_draft_of_an_open_quarter_says_nothing_of_it(self, small_city, client_of):
        row = small_city.value("draft")
        assert "改定案です" not in shown(client_of("writer"), page(Measurement, "change", row.pk))


class TestProposing:
    def test_it_is_saved_and_handed_in_with_one_button(self, small_city, client_of):
        small_city.value("approved")
        small_city.close()
        answer = client_of("writer").post(
            page(Measurement, "add"), sent(small_city, _submit="1"), follow=True
        )
        row = small_city.indicator.measurements.get(revision=2)
        assert (row.state, row.submitted_by) == ("submitted", small_city.user("writer"))
        assert "提出しました" in messages_of(answer)
        text = text_of(Page("", answer).main)
        assert "承認できる人: approver、manager。" in text
        assert "実績値 10件 12件" in text

    def test_what_cannot_be_handed_in_yet_is_saved_all_the_same(self, small_city, client_of):
        data = sent(small_city, revision="1", revision_reason="", value="", _submit="1")
        answer = client_of("writer").post(page(Measurement, "add"), data, follow=True)
        assert "保存しましたが、提出していません" in messages_of(answer)
        assert small_city.indicator.measurements.get().state == "draft"

    @pytest.mark.parametrize("state", ["open", "closed", "published"])
    def test_a_plain_form_that_meets_an_approved_value_becomes_a_proposal(self, small_city, client_of, state):
        small_city.value("approved")
        Review.objects.update(state=state)
        client = client_of("writer")
        data = sent(small_city, revision="1", revision_reason="", progress_comment="長い説明")
        answer = client.post(page(Measurement, "add"), data)
        assert "この期間は承認済みです（10件）" in errors_of(answer)
        form = answer.context["adminform"].form
        assert (form["revision"].value(), form["progress_comment"].value()) == ("2", "長い説明")
        again = {name: form[name].value() or "" for name in form.fields} | {"revision_reason": "数え直した"}
        assert client.post(page(Measurement, "add"), again).status_code == 302
        row = small_city.indicator.measurements.get(revision=2)
        assert (row.value, row.progress_comment) == (12, "長い説明")

    def test_a_plain_form_for_a_closed_quarter_asks_for_the_reason_and_keeps_the_rest(
        self, small_city, client_of
    ):
        small_city.close()
        client = client_of("writer")
        data = {"action": small_city.action.pk, "period": PERIOD, "revision": "1", "status": "delayed"}
        data |= {"comment": "長い説明"}
        answer = client.post(page(ActionProgress, "add"), data)
        assert "「改定の理由」を書くと、改定案として保存できます" in errors_of(answer)
        assert "長い説明" in answer.content.decode()
        answer = client.post(page(ActionProgress, "add"), data | {"revision_reason": "忘れていたため"})
        assert answer.status_code == 302
        assert small_city.action.progress.get().revision == 1

    def test_a_saved_proposal_opens_again_with_the_way_to_hand_it_in(self, small_city, client_of):
        small_city.value("approved")
        answer = client_of("writer").post(page(Measurement, "add"), sent(small_city, _save="1"), follow=True)
        text = text_of(Page("", answer).main)
        assert "これは改定案です" in text
        assert list(answer.context["verbs"]) == [], "a button that would lose what is typed"
        assert 'name="_submit"' in answer.content.decode()


class TestDeciding:
    @pytest.fixture
    def row(self, small_city) -> Measurement:
        Indicator.objects.filter(pk=small_city.indicator.pk).update(baseline_value=0, baseline_period="2023")
        make_target(small_city.indicator, "2027", 160)
        small_city.value("approved", value=12)
        small_city.close()
        return small_city.value("submitted", value=60, revision=2, revision_reason="数え直し")

    def test_the_form_shows_what_the_approvers_page_shows(self, small_city, client_of, row):
        text = shown(client_of("approver"), page(Measurement, "change", row.pk))
        for part in ("改定（版2） 理由: 数え直し", "実績値 12件 60件", "今の判定 遅れ → 前倒し"):
            assert part.replace(" ", "") in text.replace(" ", "")

    def test_an_own_one_has_no_button_to_approve_and_names_who_has(self, small_city, client_of, row):
        row.entered_by = small_city.user("manager")
        row.save()
        answer = client_of("manager").get(page(Measurement, "change", row.pk))
        values = [button.get("value") for button in Page("", answer).all("button")]
        assert "approve" not in values
        assert "send_back" not in values, "nobody returns what is theirs: they take it back"
        assert "recall" in values
        assert "承認できる人: approver。" in text_of(Page("", answer).main)

    def test_an_actions_form_shows_the_return_too(self, small_city, client_of):
        row = small_city.progress("submitted")
        row = entries.send_back(row, by=small_city.user("approver"), reason="遅れていませんか")
        row.status = "delayed"
        row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
        row = entries.submit(row, by=small_city.user("writer"))
        text = shown(client_of("approver"), page(ActionProgress, "change", row.pk))
        assert "遅れていませんか" in text
        assert "進み具合 予定どおり 遅れ" in text

    def test_a_reason_for_returning_is_not_lost_when_somebody_was_quicker(self, small_city, client_of, row):
        data = {"verb": "send_back", "version": "9", "reason": "根拠を付けてください"}
        answer = client_of("approver").post(page(Measurement, "verb", row.pk), data, follow=True)
        assert "書いた理由:「根拠を付けてください」" in messages_of(answer)

    def test_the_form_asks_as_many_questions_however_long_the_past(self, small_city, client_of, row):
        def questions() -> int:
            client, address = client_of("approver"), page(Measurement, "change", row.pk)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            return len(asked)

        def comes_back(row: Measurement, reason: str) -> Measurement:
            row = entries.send_back(row, by=small_city.user("manager"), reason=reason)
            row.internal_note = reason
            row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
            return entries.submit(row, by=small_city.user("writer"))

        row = comes_back(row, "1")
        few = questions()
        for quarter in ("2024-Q1", "2024-Q2", "2024-Q4"):
            make_measurement(small_city.indicator, quarter, 5)
            row = comes_back(row, quarter)
        assert questions() == few


class TestNextStep:
    def test_the_managers_approved_correction_leads_to_the_corrected_report(self, report_city, client):
        report_city.publish()
        row = report_city.revise(report_city.calls, REPORTED_QUARTER, value=36)
        address = page(Measurement, "change", row.pk)
        client.force_login(report_city.user("manager"))
        answer = client.get(address)
        ways = {text_of(a): a.get("href") for a in Page(address, answer).all("a")}
        assert ways["訂正版の画面を開く"].endswith(f"/{report_city.review.pk}/report/#correct")
        assert client.get(ways["訂正版の画面を開く"].partition("#")[0]).status_code == 200
        client.force_login(report_city.user("approver"))
        text = shown(client, address)
        assert "計画管理者が訂正版を公表すると載ります" in text
        assert "訂正版の画面を開く" not in text

    def test_once_the_report_was_corrected_nothing_is_left_to_do(self, report_city, client):
        from kpis.reports.publishing import publish_correction

        report_city.publish()
        row = report_city.revise(report_city.calls, REPORTED_QUARTER, value=36)
        publish_correction(report_city.review, by=report_city.user("manager"), reason="数え直したため")
        client.force_login(report_city.user("manager"))
        assert "訂正版の画面を開く" not in shown(client, page(Measurement, "change", row.pk))


class TestSomebodyElseMeanwhile:
    @pytest.mark.parametrize(("state", "words"), [("submitted", "提出済み"), ("approved", "承認済み")])
    def test_what_was_typed_while_it_left_comes_back_with_the_form(self, small_city, client_of, state, words):
        row = small_city.value("draft")
        client, address = client_of("writer"), page(Measurement, "change", row.pk)
        data = filled_form(client, address)
        Measurement.objects.filter(pk=row.pk).update(state=state, version=2)
        data |= {"value": "12", "progress_comment": "長い説明"}
        answer = client.post(address, data)
        assert f"この行は{words}なので、保存していません" in errors_of(answer)
        assert "長い説明" in answer.content.decode()
        row.refresh_from_db()
        assert (row.value, row.progress_comment) == (10, "")
