"""The approver's page: what waits, approved together or one by one, or returned with a reason."""

import pytest
from django.test import Client
from django.urls import reverse

from kpis.models import Measurement
from plans.models import Department, Membership
from tests.cities import PERIOD, member
from tests.factories import (
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_progress,
)
from tests.kpis.reported_rows import hand_in, state
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


class TestDeciding:
    def test_several_are_approved_together(self, small_city, page):
        rows = [small_city.value("submitted"), small_city.progress("submitted"), hand_in(small_city)]
        screen = page()
        for row in rows[:2]:
            screen.typed |= {"pick": [*screen.typed.get("pick", []), key_of(row)]}
        screen.press("approve")
        assert [state(row) for row in rows] == ["approved", "approved", "submitted"]
        assert "2件を承認しました" in screen.said
        rows[0].refresh_from_db()
        assert rows[0].decided_by == small_city.user("approver")

    def test_one_is_approved_by_its_own_button(self, small_city, page):
        rows = [small_city.value("submitted"), hand_in(small_city)]
        screen = page().press("approve_one", key_of(rows[1]))
        assert [state(row) for row in rows] == ["submitted", "approved"]
        assert "1件を承認しました" in screen.said

    def test_its_own_button_does_not_take_those_ticked_along(self, small_city, page):
        rows = [small_city.value("submitted"), hand_in(small_city)]
        screen = page()
        screen.typed["pick"] = [key_of(rows[0])]
        screen.press("approve_one", key_of(rows[1]))
        assert [state(row) for row in rows] == ["submitted", "approved"]

    def test_one_is_returned_with_a_reason(self, small_city, page):
        row = small_city.value("submitted")
        screen = (
            page().type({f"reason-{key_of(row)}": "桁を\r\n確かめてください"}).press("return", key_of(row))
        )
        row.refresh_from_db()
        assert (row.state, row.return_reason.split()) == ("returned", ["桁を", "確かめてください"])
        assert "1件を差し戻しました" in screen.said
        assert key_of(row) not in screen

    @pytest.mark.parametrize("blank", ["", "  ", "\r\n　"])
    def test_a_blank_reason_is_refused_beside_its_field(self, small_city, page, blank):
        row = small_city.value("submitted")
        screen = page().type({f"reason-{key_of(row)}": blank}).press("return", key_of(row))
        assert state(row) == "submitted"
        assert "差し戻す理由を書いてください" in screen.said
        field = screen.page.element(f"reason-{key_of(row)}")
        assert field.get("aria-invalid") == "true"
        assert "差し戻す理由を" in screen.row(field.get("aria-describedby"))

    def test_a_character_that_no_database_keeps_is_left_out_of_the_reason(self, small_city, page):
        row = small_city.value("submitted")
        page().type({f"reason-{key_of(row)}": "桁\0を"}).press("return", key_of(row))
        row.refresh_from_db()
        assert (row.state, row.return_reason) == ("returned", "桁を")

    def test_nothing_picked_is_said(self, small_city, page):
        row = small_city.value("submitted")
        screen = page().press("approve")
        assert state(row) == "submitted"
        assert "選んでください" in screen.said

    def test_the_first_value_is_told_to_be_the_baseline(self, small_city, page):
        row = small_city.value("submitted", value=7)
        screen = page().press("approve_one", key_of(row))
        assert "仮の基準" in screen.said

    def test_when_nothing_waits_the_page_says_so(self, page):
        assert "承認を待っているものはありません" in page().text


class TestFourEyes:
    def test_own_ones_are_shown_without_buttons(self, small_city, page):
        row = small_city.value("submitted", entered_by=small_city.user("manager"))
        screen = page("manager")
        assert "承認と差し戻しは、ほかの承認者がします" in screen.row(key_of(row))
        assert not list(screen.page.element(key_of(row)).iter("button"))
        assert list(page().page.element(key_of(row)).iter("button")), "another approver has them"

    @pytest.mark.parametrize("part", ["entered_by", "submitted_by"])
    def test_own_ones_sent_by_hand_are_refused(self, small_city, page, part):
        row = small_city.value("submitted", **{part: small_city.user("manager")})
        screen = page("manager")
        screen.post({"pick": key_of(row), f"version-{key_of(row)}": "1", "approve": "1"})
        assert state(row) == "submitted"
        assert "ほかの承認者が承認します" in screen.open().said

    def test_a_plan_may_allow_it(self, small_city, page):
        small_city.allow_own_approval()
        row = small_city.value("submitted", entered_by=small_city.user("manager"))
        page("manager").press("approve_one", key_of(row))
        assert state(row) == "approved"

    def test_an_own_one_does_not_hold_up_the_others(self, small_city, page):
        own, other = small_city.value("submitted", entered_by=small_city.user("manager")), hand_in(small_city)
        screen = page("manager")
        fields = screen.fields | {"pick": [key_of(own), key_of(other)], "approve": "1"}
        screen.post(fields)
        assert (state(own), state(other)) == ("submitted", "approved")
        said = screen.open().said
        assert "1件を承認しました" in said
        assert "ほかの承認者" in said


class TestSomebodyElseMeanwhile:
    @pytest.mark.parametrize("button", ["approve_one", "return"])
    def test_what_has_moved_on_is_not_decided(self, small_city, page, button):
        row = small_city.value("submitted")
        screen = page().type({f"reason-{key_of(row)}": "理由です"})
        Measurement.objects.filter(pk=row.pk).update(value=99, version=3)
        screen.press(button, key_of(row))
        assert state(row) == "submitted"
        assert "この行を変えました" in screen.said
        assert "99件" in screen.row(key_of(row)), "the page shows it as it is now"
        if button == "return":
            assert screen.value_of(f"reason-{key_of(row)}") == "理由です"
            screen.press(button, key_of(row))
            assert state(row) == "returned"

    def test_what_was_taken_back_is_not_decided(self, small_city, page):
        row = small_city.value("submitted")
        screen = page()
        Measurement.objects.filter(pk=row.pk).update(state="draft", version=2)
        screen.press("approve_one", key_of(row))
        assert state(row) == "draft"
        assert key_of(row) not in screen

    def test_what_is_gone_is_told(self, small_city, page):
        row = small_city.value("submitted")
        screen, key = page(), key_of(row)
        row.delete()
        screen.press("approve_one", key)
        assert "見つかりません" in screen.said

    @pytest.mark.parametrize("button", ["approve_one", "return"])
    def test_what_has_passed_to_another_department_is_told_with_the_cause(self, small_city, page, button):
        row = small_city.value("submitted")
        screen = page().type({f"reason-{key_of(row)}": "桁を確かめてください"})
        other = Department.objects.get(municipality=small_city.city, code="other")
        small_city.indicator.departments.set([other])
        screen.press(button, key_of(row))
        assert state(row) == "submitted"
        assert "承認の担当から外れたため、何もしていません" in screen.said
        assert small_city.indicator.name not in screen.said

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000])
    def test_a_forged_version_decides_nothing(self, small_city, page, version):
        row = small_city.value("submitted")
        screen = page()
        screen.post({"approve_one": key_of(row), f"version-{key_of(row)}": version})
        assert state(row) == "submitted"

    @pytest.mark.parametrize("key", ["", "value-", "value-x", "user-1", "value-" + "9" * 5000, "value-１"])
    def test_a_forged_key_decides_nothing(self, small_city, page, key):
        row = small_city.value("submitted")
        screen = page()
        assert screen.post({"pick": key, "approve": "1"}).status_code == 302
        assert state(row) == "submitted"


class TestReach:
    def test_only_ones_own_departments_wait(self, small_city, page):
        mine, other = (
            small_city.value("submitted"),
            hand_in(small_city, department=small_city.city.departments.get(code="other")),
        )
        assert key_of(mine) in page()
        assert key_of(other) not in page()
        assert {key_of(mine), key_of(other)} <= set(page("manager").page.ids)
        assert key_of(other) in page("approver of others")

    @pytest.mark.parametrize("fields", [{"approve": "1"}, {"approve_one": ""}, {"return": ""}])
    def test_reports_out_of_reach_are_refused_and_not_even_named(self, small_city, page, fields):
        foreign = make_city("nishi", name="西市")
        indicator = make_indicator(make_plan(foreign, "west"), "x", name="西市だけの秘密の指標")
        theirs = make_measurement(indicator, PERIOD, 5, state="submitted")
        action = make_action(indicator.plan, "a", title="西市だけの秘密の取組")
        progress = make_progress(action, PERIOD, state="submitted")
        other = hand_in(
            small_city, name="他局の指標", department=small_city.city.departments.get(code="other")
        )
        screen = page()
        for row in (theirs, progress, other):
            key = key_of(row)
            sent = {name: value or key for name, value in fields.items()}
            sent |= {"pick": key, f"version-{key}": "1", f"reason-{key}": "理由"}
            answer = screen.post(sent)
            html = answer.content.decode() + screen.open().page.html
            assert state(row) == "submitted"
            assert "秘密" not in html
            assert "他局の指標" not in html

    @pytest.mark.parametrize(
        ("who", "status"),
        [("writer", 403), ("foreign manager", 404), ("former editor", 404), ("nobody", 404)],
    )
    def test_the_page_is_for_approvers_of_the_city(self, small_city, who, status):
        client = Client()
        client.force_login(small_city.user(who))
        address = reverse("admin:kpis_review_approval", args=[small_city.review.pk])
        assert client.get(address).status_code == status
        row = small_city.value("submitted")
        assert client.post(address, {"approve_one": key_of(row)}).status_code == status
        assert state(row) == "submitted"

    def test_a_department_that_slipped_into_another_citys_row_opens_no_door(self, small_city, page):
        foreign = make_indicator(make_plan(make_city("nishi", name="西市"), "west"), "x")
        foreign.departments.through.objects.create(indicator=foreign, department=small_city.section)
        row = make_measurement(foreign, PERIOD, 5, state="submitted")
        page().post({"approve_one": key_of(row), f"version-{key_of(row)}": "1"})
        assert state(row) == "submitted"


def test_a_deputy_is_recorded_with_the_person_they_act_for(small_city, page):
    boss = small_city.user("approver")
    member("deputy")
    Membership.objects.create(
        user=small_city.user("deputy"),
        municipality=small_city.city,
        role="approver",
        department=small_city.section,
        deputy_for=boss,
    )
    row = small_city.value("submitted")
    page("deputy").press("approve_one", key_of(row))
    row.refresh_from_db()
    assert (row.decided_by, row.decided_for) == (small_city.user("deputy"), boss)
    grid = page("deputy").client
    history = grid.get(reverse("admin:kpis_measurement_history", args=[row.pk])).content.decode()
    assert "deputy（approverの代決）" in history


def test_departments_below_ones_own_wait_too(small_city, page):
    below = Department.objects.create(
        municipality=small_city.city, code="kakari", name="係", parent=small_city.section
    )
    row = hand_in(small_city, department=below)
    assert key_of(row) in page()
