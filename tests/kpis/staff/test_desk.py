"""The admin's first page: what waits for whom, each line leading to the place of work."""

from datetime import date
from itertools import pairwise

import pytest

from kpis.models import Measurement, Review
from kpis.staff.desk import days_text, desk
from plans.models import Membership
from tests.cities import PERIOD
from tests.factories import (
    make_action,
    make_indicator,
    make_measurement,
    make_progress,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


def sections(small_city, name: str) -> dict[str, object]:
    return {section.id.split("-")[0]: section for section in desk(small_city.user(name)).sections}


def texts(section) -> list[str]:
    return [item.text for item in section.items]


class TestDue:
    def test_ones_own_values_and_actions_of_the_quarter_wait(self, small_city, other):
        found = sections(small_city, "writer")
        assert set(found) == {"due"}
        assert texts(found["due"]) == [str(small_city.indicator), str(small_city.action)]
        assert found["due"].count == 2
        assert texts(sections(small_city, "editor of others")["due"]) == [str(other)]

    @pytest.mark.parametrize(("state", "waits"), [("draft", True), ("submitted", False), ("approved", False)])
    def test_what_has_been_handed_in_waits_no_more(self, small_city, state, waits):
        small_city.value(state)
        assert (str(small_city.indicator) in texts(sections(small_city, "writer")["due"])) == waits

    def test_when_all_is_handed_in_it_says_so(self, small_city, look):
        small_city.value("submitted")
        small_city.progress("submitted")
        section = sections(small_city, "writer")["due"]
        assert (section.count, section.items, section.is_late) == (0, (), False)
        assert "書くものはすべて提出しました" in look("writer").text

    def test_a_closed_review_waits_for_nobody(self, small_city):
        small_city.close()
        assert sections(small_city, "writer") == {}
        assert set(sections(small_city, "approver")) == {"approval"}

    def test_it_is_late_once_the_day_has_passed(self, small_city):
        assert sections(small_city, "writer")["due"].is_late
        Review.objects.update(due_on=date(2025, 8, 1))
        assert not sections(small_city, "writer")["due"].is_late

    def test_a_long_list_is_cut_and_counted(self, small_city, look):
        for n in range(12):
            make_indicator(small_city.plan, f"n{n}", order=n).departments.add(small_city.section)
        section = sections(small_city, "writer")["due"]
        assert (len(section.items), section.count, section.more) == (8, 14, 6)
        assert "ほか6件" in look("writer").text

    def test_the_plan_manager_does_not_enter_but_oversees(self, small_city):
        assert set(sections(small_city, "manager")) == {"approval", "late"}

    def test_a_manager_who_is_an_editor_too_has_both(self, small_city):
        Membership.objects.create(
            user=small_city.user("manager"),
            municipality=small_city.city,
            role="editor",
            department=small_city.section,
        )
        assert set(sections(small_city, "manager")) == {"due", "approval", "late"}

    def test_the_most_urgent_review_comes_first(self, small_city):
        later = Review.objects.create(plan=small_city.plan, period="2024-Q4", due_on=date(2025, 9, 30))
        ids = [section.id for section in desk(small_city.user("writer")).sections]
        assert ids == [f"due-{small_city.review.pk}", f"due-{later.pk}"]


class TestReturned:
    def test_it_is_shown_with_its_reason_and_not_twice(self, small_city):
        small_city.value("returned", return_reason="桁を確かめてください")
        found = sections(small_city, "writer")
        assert list(found) == ["returned", "due"]
        assert "桁を確かめてください" in found["returned"].items[0].note
        assert texts(found["due"]) == [str(small_city.action)]

    def test_it_is_for_its_department(self, small_city):
        small_city.value("returned", return_reason="x")
        assert "returned" in sections(small_city, "editor")
        for name in ("editor of others", "approver", "manager"):
            assert "returned" not in sections(small_city, name)

    def test_a_returned_correction_of_a_closed_quarter_is_shown_too(self, small_city):
        small_city.value("approved")
        small_city.value("returned", revision=2, revision_reason="x", return_reason="y")
        small_city.close()
        item = sections(small_city, "writer")["returned"].items[0]
        assert "（改定案）" in item.text


class TestCorrections:
    """改定案: no open review asks for them."""

    def correction(self, small_city, state="draft", who="writer", **fields):
        small_city.value("approved")
        small_city.close()
        user = small_city.user(who)
        return small_city.value(
            state, revision=2, revision_reason="数え直し", entered_by=user, submitted_by=user, **fields
        )

    def test_a_draft_leads_its_department_to_its_page(self, small_city, look):
        row = self.correction(small_city)
        [item] = sections(small_city, "editor")["corrections"].items
        assert "（改定案）" in item.text and "書きかけです" in item.note
        assert look("writer").client.get(item.url).status_code == 200
        assert str(row.pk) in item.url
        for name in ("editor of others", "approver", "manager", "foreign manager"):
            assert "corrections" not in sections(small_city, name), name

    @pytest.mark.parametrize(
        ("state", "words"), [("submitted", "承認を待っています"), ("returned", "理由: 根拠")]
    )
    def test_a_managers_own_one_stays_in_sight(self, small_city, state, words):
        self.correction(small_city, state, "manager", return_reason="根拠")
        [item] = sections(small_city, "manager")["corrections"].items
        assert words in item.note

    def test_what_came_back_to_its_department_is_shown_once(self, small_city):
        self.correction(small_city, "returned", return_reason="根拠")
        assert set(sections(small_city, "writer")) == {"returned"}


class TestApproval:
    def test_what_was_handed_in_waits_for_the_approver(self, small_city, other):
        small_city.value("submitted")
        small_city.value("submitted", indicator=other)
        assert len(sections(small_city, "approver")["approval"].items) == 1
        assert len(sections(small_city, "approver of others")["approval"].items) == 1
        assert len(sections(small_city, "manager")["approval"].items) == 2
        assert "approval" not in sections(small_city, "writer")

    def test_when_nothing_waits_it_says_so(self, look):
        assert "承認を待っているものはありません" in look("approver").text

    def test_it_names_who_handed_it_in(self, small_city):
        small_city.value("submitted")
        assert "writer" in sections(small_city, "approver")["approval"].items[0].note


class TestLate:
    def test_the_manager_sees_what_is_missing_by_department(self, small_city, other):
        found = sections(small_city, "manager")["late"]
        assert [(item.text, item.note) for item in found.items] == [
            ("窓口課", "2件が未提出"),
            ("土木局", "1件が未提出"),
        ]
        assert found.is_late
        assert "3件のうち0件が済んでいます" in found.note

    def test_approved_ones_are_counted(self, small_city, other):
        small_city.value("approved")
        small_city.value("submitted", indicator=other)
        found = sections(small_city, "manager")["late"]
        assert "3件のうち1件が済んでいます" in found.note
        assert texts(found) == ["窓口課"]

    def test_rows_without_a_department_are_named(self, small_city):
        make_indicator(small_city.plan, "nobody")
        assert "担当なし" in texts(sections(small_city, "manager")["late"])

    def test_nobody_else_sees_it(self, small_city):
        for name in ("writer", "approver", "nobody", "foreign manager"):
            assert "late" not in sections(small_city, name)


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (date(2025, 8, 4), "締切は令和7年（2025年）8月4日、あと3日です。"),
        (date(2025, 8, 2), "締切は令和7年（2025年）8月2日、あと1日です。"),
        (date(2025, 8, 1), "今日（令和7年（2025年）8月1日）が締切です。"),
        (date(2025, 7, 30), "締切（令和7年（2025年）7月30日）を2日過ぎています。"),
    ],
)
def test_days_left_are_said_as_people_say_them(small_city, look, due, text):
    Review.objects.update(due_on=due)
    small_city.review.due_on = due
    assert days_text(small_city.review, date(2025, 8, 1)) == text
    assert text in look("writer").text


class TestLinks:
    def everything(self, small_city, other):
        small_city.value("returned", return_reason="x", period="2024-Q4")
        for indicator, state in ((small_city.indicator, "returned"), (other, "submitted")):
            small_city.value(state, indicator=indicator, return_reason="x" if state == "returned" else "")
        small_city.progress("submitted")
        action = make_action(small_city.plan, "2")
        action.lead_departments.add(small_city.section)
        row = make_progress(action, PERIOD, state="returned", return_reason="y")
        yearly = make_indicator(small_city.plan, "y", frequency="yearly")
        yearly.departments.add(small_city.section)
        make_measurement(yearly, "2024", 3, state="submitted")
        small_city.value("approved", period="2024-Q3")
        small_city.value("submitted", period="2024-Q3", revision=2, revision_reason="x")
        for kept in (row, *Measurement.objects.filter(indicator__plan=small_city.plan)):
            kept._history_user = small_city.user("writer")
            kept.save()

    @pytest.mark.parametrize(
        "name", ["writer", "editor", "approver", "editor of others", "manager", "superuser"]
    )
    def test_every_line_leads_to_a_page_and_a_place_that_are_there(self, small_city, other, look, name):
        self.everything(small_city, other)
        page = look(name)
        cards = [part for part in page.main.iter("section") if "desk-card" in part.get("class", "")]
        links = [link.get("href") for card in cards for link in card.iter("a")]
        assert links
        for link in links:
            address, _, anchor = link.partition("#")
            answer = page.client.get(address)
            assert answer.status_code == 200, link
            assert not anchor or anchor in Page(address, answer).ids, link

    def test_every_list_of_the_site_leads_somewhere(self, look):
        page = look("writer")
        for link in page.element("lists").iter("a"):
            assert page.client.get(link.get("href")).status_code == 200, link.get("href")

    def test_headings_are_in_order_and_sections_are_named(self, small_city, other, look):
        self.everything(small_city, other)
        page = look("manager")
        levels = [int(part.tag[1]) for part in page.main.iter() if part.tag in ("h1", "h2", "h3", "h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert len(page.ids) == len(set(page.ids))


def test_without_an_open_review_the_page_says_so(small_city, look):
    Review.objects.filter(pk=small_city.review.pk).delete()
    assert "今受付中の四半期レビューはありません" in look("writer").text
