"""A department's proposal (改定案): it stays where it was begun, changes something, and there is one of it."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from tests.cities import PERIOD
from tests.factories import make_indicator
from tests.kpis.admin.entering import errors_of, messages_of, page
from tests.reading import Page, text_of
from tests.sent_forms import form_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(small_city) -> Measurement:
    """An approved value of 10 in a closed quarter."""
    found = small_city.value("approved", progress_comment="窓口でも案内した。")
    small_city.close()
    return found


def form_of(row) -> str:
    return f"{page(type(row), 'add')}?revision_of={row.pk}"


def typed(**fields) -> dict:
    values = {"value": "12", "observation_status": "A", "progress_comment": "窓口でも案内した。"}
    return values | {"revision_reason": "数え直したため"} | fields


def as_proposed(small_city, **fields) -> Measurement:
    return small_city.value("draft", revision=2, revision_reason="数え漏れ", **fields)


def shown(client, address: str) -> str:
    return text_of(Page(address, client.get(address, follow=True)).main)


class TestItsPlaceIsFixed:
    def test_the_form_has_no_field_for_it_and_says_it(self, row, client_of):
        answer = client_of("writer").get(form_of(row))
        form = answer.context["adminform"].form
        assert not {"indicator", "period", "revision", "owner_name"} & form.fields.keys()
        text = text_of(Page("", answer).main)
        assert "2（改定案）" in text
        assert "指標の値の一覧です" not in text
        assert "番号を1つ増やした行を足します" not in text

    def test_a_forged_place_does_not_move_it(self, small_city, row, client_of):
        other = make_indicator(small_city.plan, "other")
        other.departments.add(small_city.section)
        forged = {"indicator": other.pk, "period": "2025-Q2", "revision": "7", "owner_name": "ほかの課"}
        answer = client_of("writer").post(form_of(row), typed(**forged))
        assert answer.status_code == 302, errors_of(answer)
        found = small_city.indicator.measurements.get(revision=2)
        assert (found.period, found.owner_name) == (PERIOD, "窓口課")
        assert not other.measurements.exists()
        draft = page(Measurement, "change", found.pk)
        client_of("writer").post(draft, typed(value="13", owner_name="ほかの課"))
        found.refresh_from_db()
        assert (found.value, found.owner_name) == (13, "窓口課")

    def test_a_report_that_a_closed_quarter_lacks_stands_fixed_too(self, small_city, client_of):
        small_city.close()
        address = f"{page(ActionProgress, 'add')}?action={small_city.action.pk}&period={PERIOD}"
        sent = {
            "status": "delayed",
            "comment": "遅れた",
            "period": "2025-Q2",
            "revision_reason": "忘れていたため",
        }
        assert client_of("writer").post(address, sent).status_code == 302
        assert small_city.action.progress.get().period == PERIOD


class TestItChangesSomething:
    @pytest.mark.parametrize("value", ["10", "10.0", "１０"])
    def test_a_reason_alone_is_refused_with_the_reason_kept(self, row, client_of, value):
        answer = client_of("writer").post(form_of(row), typed(value=value))
        assert "承認済みの内容から変わったところがありません" in errors_of(answer)
        assert answer.context["adminform"].form["revision_reason"].value() == "数え直したため"

    def test_another_comment_is_a_change(self, row, client_of):
        answer = client_of("writer").post(form_of(row), typed(value="10", progress_comment="直した。"))
        assert answer.status_code == 302, errors_of(answer)

    def test_no_way_hands_it_in(self, small_city, row):
        draft = as_proposed(small_city, progress_comment="窓口でも案内した。")
        with pytest.raises(entries.Refused, match="変わったところがありません"):
            entries.submit(draft, by=small_city.user("writer"))


class TestThereIsOne:
    def test_the_second_is_led_to_the_first_and_told_whose_it_is(self, small_city, row, client_of):
        first = as_proposed(small_city, value=12, entered_by=small_city.user("writer"))
        answer = client_of("manager").get(form_of(row), follow=True)
        assert answer.redirect_chain == [(page(Measurement, "change", first.pk), 302)]
        said = messages_of(answer)
        when = localtime(first.updated_at)
        assert f"writerさんが{when.month}月{when.day}日 {date_format(when, 'H:i')}に書いた改定案" in said
        assert "12件、理由: 数え漏れ" in said
        assert "そこに書き足してください" in said

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("draft", "そこに書き足してください"),
            ("submitted", "提出を取り戻してください"),
            ("approved", "そこから新しい改定案を"),
        ],
    )
    def test_who_wrote_at_the_same_time_loses_nothing(self, small_city, row, client_of, state, words):
        first = as_proposed(small_city, value=11, entered_by=small_city.user("writer"))
        Measurement.objects.filter(pk=first.pk).update(state=state)
        answer = client_of("manager").post(form_of(row), typed(progress_comment="長い説明"))
        assert words in errors_of(answer)
        assert page(Measurement, "change", first.pk) in answer.content.decode()
        assert answer.context["adminform"].form["progress_comment"].value() == "長い説明"
        assert small_city.indicator.measurements.count() == 2

    def test_a_plain_form_is_told_the_same(self, small_city, row, client_of):
        as_proposed(small_city, value=11)
        data = typed(indicator=small_city.indicator.pk, period=PERIOD, revision="1")
        answer = client_of("writer").post(page(Measurement, "add"), data)
        assert "2つ目は作れないので" in errors_of(answer)

    def test_an_older_revision_leads_to_a_correction_of_the_newest(self, small_city, row, client_of):
        newest = small_city.value("approved", value=11, revision=2, revision_reason="数え漏れ")
        answer = client_of("writer").get(form_of(row), follow=True)
        assert answer.redirect_chain == [(form_of(newest), 302)]
        assert "3（改定案）" in text_of(Page("", answer).main)


class TestWithdrawing:
    def test_the_department_deletes_what_it_has_begun(self, small_city, row, client_of):
        draft = as_proposed(small_city, value=12)
        client = client_of("writer")
        assert 'class="deletelink"' in client.get(page(Measurement, "change", draft.pk)).content.decode()
        client.post(page(Measurement, "delete", draft.pk), {"post": "yes"})
        assert not Measurement.objects.filter(pk=draft.pk).exists()

    def test_what_is_typed_into_a_withdrawn_one_begins_it_anew(self, small_city, row, client_of):
        draft = as_proposed(small_city, value=12)
        client, address = client_of("manager"), page(Measurement, "change", draft.pk)
        client_of("writer").post(page(Measurement, "delete", draft.pk), {"post": "yes"})
        answer = client.post(address, typed(value="13"))
        fields = form_with(answer.content.decode(), "revision_reason")
        done = client.post(page(Measurement, "add"), fields | {"_continue": "1"})
        assert done.status_code == 302, errors_of(done)
        again = small_city.indicator.measurements.get(revision=2)
        assert (again.value, again.period) == (13, PERIOD)

    def test_what_was_taken_back_or_returned_too(self, small_city, row, client_of):
        for back in (
            lambda draft: entries.recall(draft, by=small_city.user("writer")),
            lambda draft: entries.send_back(draft, by=small_city.user("approver"), reason="根拠は？"),
        ):
            draft = back(entries.submit(as_proposed(small_city, value=12), by=small_city.user("writer")))
            answer = client_of("writer").post(page(Measurement, "delete", draft.pk), {"post": "yes"})
            assert answer.status_code == 302
            assert not Measurement.objects.filter(pk=draft.pk).exists()
            states = Measurement.history.filter(id=draft.pk).values_list("state", flat=True)
            assert "submitted" in states, "the record stays"

    def test_not_what_is_handed_in(self, small_city, row, client_of):
        draft = entries.submit(as_proposed(small_city, value=12), by=small_city.user("writer"))
        answer = client_of("writer").post(page(Measurement, "delete", draft.pk), {"post": "yes"})
        assert answer.status_code == 403

    def test_nor_another_departments_nor_a_plain_draft(self, small_city, row, client_of):
        draft, plain = as_proposed(small_city, value=12), small_city.progress("draft")
        for client, found in ((client_of("foreign editor"), draft), (client_of("writer"), plain)):
            client.post(page(type(found), "delete", found.pk), {"post": "yes"})
            assert type(found).objects.filter(pk=found.pk).exists()


def test_nobody_returns_what_is_theirs(small_city, row):
    draft = as_proposed(small_city, value=12)
    mine = entries.submit(draft, by=small_city.user("manager"))
    with pytest.raises(entries.Refused, match="提出を取り戻してください"):
        entries.send_back(mine, by=small_city.user("manager"), reason="根拠を付けてください")
    mine.refresh_from_db()
    assert mine.state == "submitted"
    assert entries.send_back(mine, by=small_city.user("approver"), reason="根拠を").state == "returned"


def test_a_closed_quarters_page_counts_each_report_once(small_city, row, client_of):
    proposal = as_proposed(small_city, value=12)
    address = reverse("admin:kpis_review_entry", args=[small_city.review.pk])
    client = client_of("writer")
    counts = "全2件のうち、承認済み1件、承認待ち0件、報告のないもの1件。"
    for state, words in (("draft", "書きかけ1件、承認待ち0件"), ("submitted", "書きかけ0件、承認待ち1件")):
        Measurement.objects.filter(pk=proposal.pk).update(state=state)
        text = shown(client, address)
        assert counts in text
        assert f"改定案が、{words}あります" in text
        assert "これから書くもの" not in text
