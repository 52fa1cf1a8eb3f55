"""The admin's first page: what waits for whom, each line leading to the place of work."""

from datetime import date
from itertools import pairwise

import pytest

from kpis.models import Measurement, Review
from kpis.staff.desk import days_text, desk
from plans.models import Membership
from tests.factories import (
    make_action,
    make_indicator,
    make_measurement,
    make_progress,
)
from tests.kpis.workflow.world import PERIOD
from tests.reading import Page

pytestmark = pytest.mark.django_db


def sections(world, name: str) -> dict[str, object]:
    return {section.id.split("-")[0]: section for section in desk(world.user(name)).sections}


def texts(section) -> list[str]:
    return [item.text for item in section.items]


class TestDue:
    def test_ones_own_values_and_actions_of_the_quarter_wait(self, world, other):
        found = sections(world, "writer")
        assert set(found) == {"due"}
        assert texts(found["due"]) == [str(world.indicator), str(world.action)]
        assert found["due"].count == 2
        assert texts(sections(world, "editor of others")["due"]) == [str(other)]

    @pytest.mark.parametrize(("state", "waits"), [("draft", True), ("submitted", False), ("approved", False)])
    def test_what_has_been_handed_in_waits_no_more(self, world, state, waits):
        world.value(state)
        assert (str(world.indicator) in texts(sections(world, "writer")["due"])) == waits

    def test_when_all_is_handed_in_it_says_so(self, world, look):
        world.value("submitted")
        world.progress("submitted")
        section = sections(world, "writer")["due"]
        assert (section.count, section.items, section.is_late) == (0, (), False)
        assert "書くものはすべて提出しました" in look("writer").text

    def test_a_closed_review_waits_for_nobody(self, world):
        world.close()
        assert sections(world, "writer") == {}
        assert set(sections(world, "approver")) == {"approval"}

    def test_it_is_late_once_the_day_has_passed(self, world):
        assert sections(world, "writer")["due"].is_late
        Review.objects.update(due_on=date(2025, 8, 1))
        assert not sections(world, "writer")["due"].is_late

    def test_a_long_list_is_cut_and_counted(self, world, look):
        for n in range(12):
            make_indicator(world.plan, f"n{n}", order=n).departments.add(world.section)
        section = sections(world, "writer")["due"]
        assert (len(section.items), section.count, section.more) == (8, 14, 6)
        assert "ほか6件" in look("writer").text

    def test_the_plan_manager_does_not_enter_but_oversees(self, world):
        assert set(sections(world, "manager")) == {"approval", "late"}

    def test_a_manager_who_is_an_editor_too_has_both(self, world):
        Membership.objects.create(
            user=world.user("manager"), municipality=world.city, role="editor", department=world.section
        )
        assert set(sections(world, "manager")) == {"due", "approval", "late"}

    def test_the_most_urgent_review_comes_first(self, world):
        later = Review.objects.create(plan=world.plan, period="2024-Q4", due_on=date(2025, 9, 30))
        ids = [section.id for section in desk(world.user("writer")).sections]
        assert ids == [f"due-{world.review.pk}", f"due-{later.pk}"]


class TestReturned:
    def test_it_is_shown_with_its_reason_and_not_twice(self, world):
        world.value("returned", return_reason="桁を確かめてください")
        found = sections(world, "writer")
        assert list(found) == ["returned", "due"]
        assert "桁を確かめてください" in found["returned"].items[0].note
        assert texts(found["due"]) == [str(world.action)]

    def test_it_is_for_its_department(self, world):
        world.value("returned", return_reason="x")
        assert "returned" in sections(world, "editor")
        for name in ("editor of others", "approver", "manager"):
            assert "returned" not in sections(world, name)

    def test_a_returned_correction_of_a_closed_quarter_is_shown_too(self, world):
        world.value("approved")
        world.value("returned", revision=2, revision_reason="x", return_reason="y")
        world.close()
        item = sections(world, "writer")["returned"].items[0]
        assert "（改定）" in item.text


class TestApproval:
    def test_what_was_handed_in_waits_for_the_approver(self, world, other):
        world.value("submitted")
        world.value("submitted", indicator=other)
        assert len(sections(world, "approver")["approval"].items) == 1
        assert len(sections(world, "approver of others")["approval"].items) == 1
        assert len(sections(world, "manager")["approval"].items) == 2
        assert "approval" not in sections(world, "writer")

    def test_when_nothing_waits_it_says_so(self, look):
        assert "承認を待っているものはありません" in look("approver").text

    def test_it_names_who_handed_it_in(self, world):
        world.value("submitted")
        assert "writer" in sections(world, "approver")["approval"].items[0].note


class TestLate:
    def test_the_manager_sees_what_is_missing_by_department(self, world, other):
        found = sections(world, "manager")["late"]
        assert [(item.text, item.note) for item in found.items] == [
            ("窓口課", "2件が未提出"),
            ("土木局", "1件が未提出"),
        ]
        assert found.is_late
        assert "3件のうち0件が済んでいます" in found.note

    def test_approved_ones_are_counted(self, world, other):
        world.value("approved")
        world.value("submitted", indicator=other)
        found = sections(world, "manager")["late"]
        assert "3件のうち1件が済んでいます" in found.note
        assert texts(found) == ["窓口課"]

    def test_rows_without_a_department_are_named(self, world):
        make_indicator(world.plan, "nobody")
        assert "担当なし" in texts(sections(world, "manager")["late"])

    def test_nobody_else_sees_it(self, world):
        for name in ("writer", "approver", "nobody", "foreign manager"):
            assert "late" not in sections(world, name)


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (date(2025, 8, 4), "締切は令和7年（2025年）8月4日、あと3日です。"),
        (date(2025, 8, 2), "締切は令和7年（2025年）8月2日、あと1日です。"),
        (date(2025, 8, 1), "今日（令和7年（2025年）8月1日）が締切です。"),
        (date(2025, 7, 30), "締切（令和7年（2025年）7月30日）を2日過ぎています。"),
    ],
)
def test_days_left_are_said_as_people_say_them(world, look, due, text):
    Review.objects.update(due_on=due)
    world.review.due_on = due
    assert days_text(world.review, date(2025, 8, 1)) == text
    assert text in look("writer").text


class TestLinks:
    def everything(self, world, other):
        world.value("returned", return_reason="x", period="2024-Q4")
        for indicator, state in ((world.indicator, "returned"), (other, "submitted")):
            world.value(state, indicator=indicator, return_reason="x" if state == "returned" else "")
        world.progress("submitted")
        action = make_action(world.plan, "2")
        action.lead_departments.add(world.section)
        row = make_progress(action, PERIOD, state="returned", return_reason="y")
        yearly = make_indicator(world.plan, "y", frequency="yearly")
        yearly.departments.add(world.section)
        make_measurement(yearly, "2024", 3, state="submitted")
        world.value("approved", period="2024-Q3")
        world.value("submitted", period="2024-Q3", revision=2, revision_reason="x")
        for kept in (row, *Measurement.objects.filter(indicator__plan=world.plan)):
            kept._history_user = world.user("writer")
            kept.save()

    @pytest.mark.parametrize(
        "name", ["writer", "editor", "approver", "editor of others", "manager", "superuser"]
    )
    def test_every_line_leads_to_a_page_and_a_place_that_are_there(self, world, other, look, name):
        self.everything(world, other)
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

    def test_headings_are_in_order_and_sections_are_named(self, world, other, look):
        self.everything(world, other)
        page = look("manager")
        levels = [int(part.tag[1]) for part in page.main.iter() if part.tag in ("h1", "h2", "h3", "h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert len(page.ids) == len(set(page.ids))


def test_without_an_open_review_the_page_says_so(world, look):
    Review.objects.filter(pk=world.review.pk).delete()
    assert "いま受付中の四半期レビューはありません" in look("writer").text
