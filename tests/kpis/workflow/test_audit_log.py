"""The history of a report as people read it."""

from datetime import date

import pytest
from django.urls import reverse

from kpis.models import Measurement
from kpis.workflow import entries, reviews
from kpis.workflow.audit_log import changes_of
from plans.models import Membership
from tests.cities import PERIOD, member
from tests.factories import make_city, make_indicator, make_measurement, make_plan

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def deputy_of(small_city, name="deputy", role="approver"):
    member(name)
    boss = small_city.user("approver")
    Membership.objects.create(
        user=small_city.user(name),
        municipality=small_city.city,
        role=role,
        department=small_city.section,
        deputy_for=boss,
    )
    return small_city.user(name)


def test_the_way_of_a_value_newest_first(small_city):
    row = Measurement(indicator=small_city.indicator, period=PERIOD, value=1)
    row = entries.save_entry(row, by=small_city.user("writer"))
    row = entries.submit(row, by=small_city.user("writer"))
    row = entries.send_back(row, by=small_city.user("approver"), reason="桁を確かめて")
    row.value = 10
    row = entries.save_entry(row, by=small_city.user("editor"), seen_version=row.version)
    row = entries.submit(row, by=small_city.user("editor"))
    row = entries.approve(row, by=small_city.user("approver"))
    found = [(change.who, change.why, change.state_before, change.state_label) for change in changes_of(row)]
    assert found == [
        ("approver", "承認", "提出済み", "承認済み"),
        ("editor", "提出", "差し戻し", "提出済み"),
        ("editor", "入力", "", "差し戻し"),
        ("approver", "差し戻し: 桁を確かめて", "提出済み", "差し戻し"),
        ("writer", "提出", "下書き", "提出済み"),
        ("writer", "入力", "", "下書き"),
    ]


def test_what_was_changed_stands_beside_it(small_city):
    row = small_city.value("draft", value=1234567)
    row.value, row.progress_comment = None, "休み"
    row.observation_status = "M"
    entries.save_entry(row, by=small_city.user("writer"), seen_version=1)
    newest = changes_of(row)[0]
    assert {(part.label, part.before, part.after) for part in newest.fields} == {
        ("実績値", "1,234,567", "空欄"),
        ("取組状況", "空欄", "休み"),
        ("値の状態", "確定値", "値なし"),
        ("当時の担当", "空欄", "窓口課"),
    }


def test_the_first_row_says_what_was_entered_and_no_defaults(small_city):
    row = Measurement(
        indicator=small_city.indicator,
        period=PERIOD,
        observation_status="M",
        issues_comment="調査を休みました",
    )
    row = entries.save_entry(row, by=small_city.user("writer"))
    first = changes_of(row)[-1]
    labels = {part.label: part.after for part in first.fields}
    assert labels["値の状態"] == "値なし"
    assert labels["課題"] == "調査を休みました"
    assert "版" not in labels
    assert "実績値" not in labels


def test_names_are_written_as_japanese_write_them(small_city):
    writer = small_city.user("writer")
    writer.last_name, writer.first_name = "田中", "花子"
    writer.save()
    row = entries.submit(small_city.value("draft"), by=small_city.user("writer"))
    assert changes_of(row)[0].who == "田中 花子（writer）"


@pytest.mark.parametrize("verb", ["approve", "send_back"])
def test_a_deputys_decision_names_the_person_they_acted_for(small_city, verb):
    deputy = deputy_of(small_city)
    more = {"reason": "理由"} if verb == "send_back" else {}
    row = getattr(entries, verb)(small_city.value("submitted"), by=deputy, **more)
    assert changes_of(row)[0].who == "deputy（approverの代決）"
    assert changes_of(row)[1].who != changes_of(row)[0].who


def test_only_the_decision_itself_is_made_for_somebody_else(small_city):
    """Who returns a report as a deputy may also enter values: those are their own."""
    deputy = deputy_of(small_city)
    Membership.objects.create(
        user=deputy, municipality=small_city.city, role="editor", department=small_city.section
    )
    row = entries.send_back(small_city.value("submitted"), by=small_city.user("deputy"), reason="理由")
    row.value = 12
    row = entries.save_entry(row, by=small_city.user("deputy"), seen_version=row.version)
    assert [change.who for change in changes_of(row)][:2] == ["deputy", "deputy（approverの代決）"]


def test_what_the_portal_did_by_itself_says_so(small_city):
    assert changes_of(small_city.value("draft"))[0].who.startswith("ポータル")
    assert changes_of(small_city.value("submitted", period="2024-Q4"))[0].why == "登録"


def test_a_review_has_a_history_too(small_city):
    manager = small_city.user("manager")
    small_city.value("approved")
    review = reviews.close_review(small_city.review, by=manager)
    review = reviews.reopen_review(review, by=manager, reason="数え直し")
    review.due_on = date(2025, 9, 30)
    reviews.change_review(review, by=manager)
    found = changes_of(review)
    assert [(change.why, change.state_before) for change in found][:3] == [
        ("日程・総括の変更", ""),
        ("受付中に戻す: 数え直し", "締切済み"),
        ("締め切り", "受付中"),
    ]
    assert [part.label for part in found[0].fields] == ["締切"]


class TestPage:
    def read(self, client, small_city, who, row):
        client.force_login(small_city.user(who))
        return client.get(reverse(f"admin:kpis_{row._meta.model_name}_history", args=[row.pk]))

    @pytest.mark.parametrize("kind", ["value", "progress"])
    def test_it_shows_every_step_in_full(self, small_city, client, kind):
        row = getattr(small_city, kind)("submitted")
        text = "長い文" * 100 + "おわり"
        name = "progress_comment" if kind == "value" else "comment"
        row = entries.recall(row, by=small_city.user("writer"))
        setattr(row, name, text)
        row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
        html = self.read(client, small_city, "writer", row).content.decode()
        assert "取り戻し" in html
        assert text in html

    def test_words_are_not_markup(self, small_city, client):
        row = entries.send_back(
            small_city.value("submitted"), by=small_city.user("approver"), reason="<script>alert(1)</script>"
        )
        html = self.read(client, small_city, "writer", row).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html

    @pytest.mark.parametrize(
        ("who", "seen"),
        [("writer", True), ("approver", True), ("manager", True), ("editor of others", False), ("foreign manager", False)],
    )  # fmt: skip
    def test_it_is_for_those_who_may_see_the_report(self, small_city, client, who, seen):
        answer = self.read(client, small_city, who, small_city.value("draft", internal_note="内緒"))
        assert (answer.status_code == 200) == seen
        assert ("内緒" in answer.content.decode()) == seen

    def test_another_citys_is_not_there(self, small_city, client):
        foreign = make_indicator(make_plan(make_city("nishi", name="西市"), "west"), "x")
        row = make_measurement(foreign, PERIOD, 5)
        assert self.read(client, small_city, "manager", row).status_code in (302, 403, 404)

    @pytest.mark.parametrize("who", ["writer", "approver", "manager"])
    def test_nobody_changes_it(self, small_city, client, who):
        row = entries.submit(small_city.value("draft"), by=small_city.user("writer"))
        client.force_login(small_city.user(who))
        before = list(row.history.values())
        address = reverse("admin:kpis_measurement_history", args=[row.pk])
        for target in (address, f"{address}{row.history.first().pk}/"):
            client.post(target, {"value": "99", "_save": "1", "_change_history": "1"})
        assert list(again(row).history.values()) == before
