"""What stands in the grid, for whom, and beside which figures."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis import workflow
from kpis.models import Indicator, Measurement, Review
from plans.models import Department
from tests.factories import (
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_progress,
    make_target,
)
from tests.reading import read

from ..workflow.world import PERIOD, person
from .screen import key_of

pytestmark = pytest.mark.django_db
FREQUENCIES = {"quarterly": "q", "half-yearly": "h", "yearly": "y"}


def add(world, code, department=None, **fields) -> Indicator:
    found = make_indicator(world.plan, code, **fields)
    found.departments.add(department or world.section)
    return found


class TestRows:
    @pytest.mark.parametrize(
        ("period", "asked"),
        [("2024-Q1", "q"), ("2024-Q2", "qh"), ("2024-Q3", "q"), ("2024-Q4", "qhy")],
    )
    def test_only_what_is_due_by_its_frequency_is_asked_for(self, world, sit, period, asked):
        rows = {sign: add(world, sign, frequency=name) for name, sign in FREQUENCIES.items()}
        screen = sit(review=Review.objects.create(plan=world.plan, period=period, due_on="2025-08-10"))
        assert {sign for sign, row in rows.items() if key_of(row) in screen} == set(asked)

    def test_a_half_year_is_called_one(self, world, sit):
        row = add(world, "h", frequency="half-yearly")
        review = Review.objects.create(plan=world.plan, period="2024-Q2", due_on="2025-08-10")
        assert "令和6年度上半期" in sit(review=review).row(key_of(row))

    def test_references_are_not_asked_for(self, world, sit):
        row = add(world, "old", role="reference")
        assert key_of(row) not in sit("manager")

    def test_an_ended_action_is_not_asked_for_again(self, world, sit):
        ended, running = make_action(world.plan, "ended"), make_action(world.plan, "running")
        for action, status in ((ended, "completed"), (running, "delayed")):
            action.lead_departments.add(world.section)
            make_progress(action, "2024-Q4", status)
        screen = sit()
        assert key_of(ended) not in screen
        assert key_of(running) in screen

    @pytest.mark.parametrize(
        ("who", "seen"),
        [
            ("writer", {"section"}),
            ("editor", {"bureau", "section"}),
            ("editor of others", {"other"}),
            ("manager", {"bureau", "section", "other", "nobody"}),
            ("superuser", {"bureau", "section", "other", "nobody"}),
        ],
    )
    def test_everybody_has_their_departments_and_those_below(self, world, sit, who, seen):
        rows = {"section": world.indicator, "nobody": make_indicator(world.plan, "nobody")}
        for name, code in (("bureau", "kyoku"), ("other", "other")):
            rows[name] = add(world, name, world.city.departments.get(code=code))
        screen = sit(who)
        assert {name for name, row in rows.items() if key_of(row) in screen} == seen

    def test_one_department_may_be_chosen(self, world, sit):
        bureau = world.city.departments.get(code="kyoku")
        row = add(world, "b", bureau)
        screen = sit("editor", department=bureau.pk)
        assert key_of(row) in screen
        assert key_of(world.indicator) not in screen
        screen.type(key=key_of(row), value="3").save()
        assert key_of(world.indicator) not in screen, "the choice outlives saving"

    def test_the_department_of_another_city_is_not_found(self, world, sit):
        foreign = Department.objects.create(
            municipality=make_city("nishi", name="西市"), code="x", name="西課"
        )
        client = sit("manager").client
        address = reverse("admin:kpis_review_entry", args=[world.review.pk])
        assert client.get(address, {"department": foreign.pk}).status_code == 404
        assert client.get(address, {"department": "9" * 30}).status_code == 404
        assert client.get(address, {"department": "9" * 5000}).status_code == 404
        assert client.get(address, {"department": "x"}).status_code == 200

    def test_departments_offered_are_ones_own_with_something_to_report(self, world, sit):
        bureau = world.city.departments.get(code="kyoku")
        add(world, "b", bureau)
        add(world, "o", world.city.departments.get(code="other"))
        options = [
            option.text for option in sit("editor").page.all("option") if option.get("value", "").isdecimal()
        ]
        assert set(options) == {"総務局", "窓口課"}

    def test_without_anything_due_the_page_says_so(self, world, sit):
        world.indicator.delete()
        world.action.delete()
        assert "この四半期に書くものはありません" in sit("manager").text


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("room", ["entry", "preview"])
    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("approver", 403), ("foreign editor", 404), ("foreign manager", 404),
            ("former editor", 404), ("nobody", 404),
        ],
    )  # fmt: skip
    def test_others_are_refused(self, world, who, status, room):
        client = Client()
        client.force_login(world.user(who))
        address = reverse(f"admin:kpis_review_{room}", args=[world.review.pk])
        assert client.post(address, {"save": "1"}).status_code == status
        if room == "entry":
            assert client.get(address).status_code == status
        else:
            assert client.get(address).status_code in (status, 405)

    def test_a_review_that_is_not_there_is_not_found(self, sit):
        assert sit().client.get(reverse("admin:kpis_review_entry", args=[10**6])).status_code == 404

    def test_a_row_of_another_department_cannot_be_slipped_in(self, world, sit):
        other = add(world, "o", world.city.departments.get(code="other"))
        key = key_of(other)
        screen = sit()
        screen.post(
            {f"{key}-seen": "0:0", f"{key}-value": "5", f"{key}-observation_status": "A", "submit": "1"}
        )
        assert not other.measurements.exists()

    def test_a_row_of_another_city_cannot_be_slipped_in(self, world, sit):
        foreign = make_indicator(make_plan(make_city("nishi", name="西市")), "x")
        key = key_of(foreign)
        screen = sit("manager")
        screen.post(
            {f"{key}-seen": "0:0", f"{key}-value": "5", f"{key}-observation_status": "A", "submit": "1"}
        )
        assert not foreign.measurements.exists()


class TestFiguresBesideTheInput:
    def test_a_level_has_its_last_value_its_target_and_where_it_should_stand(self, world, sit):
        row = add(world, "lvl", baseline_value=0, baseline_period="2023")
        make_measurement(row, "2024-Q4", 30)
        make_target(row, "2027", 160)
        cells = sit().cells(key_of(row))
        assert cells["前回"] == "30件令和6年度第4四半期"
        assert cells["目標"].startswith("160件令和9年度")
        assert cells["今回の目安"] == "50件", "5 of 16 quarters from the baseline"

    def test_an_amount_has_the_years_total(self, world, sit):
        row = add(world, "flow", series="flow")
        make_measurement(row, "2024-Q4", 99)
        make_measurement(row, "2025-Q1", 4, state="draft")
        screen = sit()
        assert screen.value_of(f"{key_of(row)}-value") == "4"
        assert "今年度の合計 4件（1期分）" in screen.row(key_of(row))

    def test_what_waits_or_is_a_draft_is_no_last_value(self, world, sit):
        row = add(world, "d")
        make_measurement(row, "2024-Q3", 1)
        make_measurement(row, "2024-Q4", 2, state="submitted")
        assert sit().cells(key_of(row))["前回"].startswith("1件")

    def test_where_there_is_nothing_to_compare_with_it_says_so(self, world, sit):
        cells = sit().cells(key_of(world.indicator))
        assert (cells["前回"], cells["目標"], cells["今回の目安"]) == ("なし", "なし", "なし")


class TestPreview:
    @pytest.fixture
    def judged(self, world):
        row = add(world, "flow", series="flow", baseline_value=40, baseline_period="2023", order=5)
        make_target(row, "2027", 200)
        for quarter in (1, 2, 3, 4):
            make_measurement(row, f"2024-Q{quarter}", 20)
        return row

    def ask(self, screen, row, **typed):
        key = key_of(row)
        screen.type(key=key, **typed)
        fields = {name: text for name, text in screen.fields.items() if name.startswith(f"{key}-")}
        address = reverse("admin:kpis_review_preview", args=[screen.answer.context["review"].pk])
        answer = screen.client.post(address, fields | {"row": key})
        assert answer.status_code == 200
        return answer.context["preview"], answer.content.decode()

    def test_it_answers_with_verdict_sentence_and_total_and_saves_nothing(self, sit, judged):
        preview, html = self.ask(sit(), judged, value="２０")
        assert str(preview.found.verdict.label) in html
        assert preview.sentence in html
        assert preview.year_total == "今年度の合計 20件（1期分）"
        assert preview.year_total in html
        assert not judged.measurements.filter(period=PERIOD).exists()

    def test_it_is_the_verdict_that_the_public_will_see(self, world, sit, judged):
        preview, _ = self.ask(sit(), judged, value="20")
        sit().type(key=key_of(judged), value="20").submit()
        workflow.approve(judged.measurements.get(period=PERIOD), by=world.user("approver"))
        page = read(Client(), f"/{world.city.slug}/{world.plan.slug}/kpis/{judged.code}/")
        assert str(preview.found.verdict.label) in page.text
        assert preview.sentence in page.text

    def test_it_names_what_is_wrong(self, sit, judged):
        preview, html = self.ask(sit(), judged, value="<b>x</b>")
        assert "数として読み取れません" in " ".join(preview.problems)
        assert "<b>x</b>" not in html
        assert preview.found is None

    def test_it_names_what_is_doubtful_and_judges_it_nonetheless(self, sit, judged):
        preview, _ = self.ask(sit(), judged, value="2000")
        assert any("10倍以上" in notice for notice in preview.notices)
        assert preview.found is not None

    def test_it_says_how_a_number_was_understood(self, sit, judged):
        preview, _ = self.ask(sit(), judged, value="0.002万")
        assert any("20件" in notice for notice in preview.notices)

    def test_of_a_blank_there_is_nothing_to_say(self, sit, judged):
        preview, _ = self.ask(sit(), judged, value="", progress_comment="x")
        assert (preview.found, preview.sentence, preview.year_total) == (None, "", "")

    def test_others_rows_are_not_previewed(self, world, sit, judged):
        other = add(world, "o", world.city.departments.get(code="other"))
        make_measurement(other, PERIOD, 5, state="draft", internal_note="内緒")
        screen = sit()
        address = reverse("admin:kpis_review_preview", args=[world.review.pk])
        answer = screen.client.post(address, {"row": key_of(other), f"{key_of(other)}-value": "1"})
        assert answer.content.decode().strip() == ""

    def test_a_preview_is_asked_for_by_post_only(self, world, sit):
        address = reverse("admin:kpis_review_preview", args=[world.review.pk])
        assert sit().client.get(address).status_code == 405

    def test_the_button_shows_the_verdict_in_the_page(self, sit, judged):
        screen = sit().type(key=key_of(judged), value="20").press("preview")
        assert "今年度の合計 20件" in screen.row(key_of(judged))
        assert not judged.measurements.filter(period=PERIOD).exists()


class TestFragment:
    def test_a_fetch_gets_the_grid_with_its_messages_and_no_frame(self, world, sit):
        key = key_of(world.indicator)
        screen = sit().type(key=key, value="7")
        answer = screen.post(screen.fields | {"save": "1"}, **{"X-Fragment": "grid"})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "1件を保存しました。" in html
        assert "<html" not in html
        assert f'id="{key}"' in html
        assert "csrfmiddlewaretoken" in html
        assert world.indicator.measurements.get().value == 7

    def test_what_was_refused_is_in_it(self, world, sit):
        key = key_of(world.indicator)
        screen = sit().type(key=key, value="abc")
        html = screen.post(screen.fields | {"save": "1"}, **{"X-Fragment": "grid"}).content.decode()
        assert 'value="abc"' in html
        assert 'id="grid-problems"' in html

    def test_its_messages_do_not_come_up_again_on_the_next_page(self, world, sit):
        screen = sit().type(key=key_of(world.indicator), value="7")
        screen.post(screen.fields | {"save": "1"}, **{"X-Fragment": "grid"})
        assert "保存しました" not in screen.open().said


class TestLockedRows:
    @pytest.mark.parametrize("state", ["submitted", "approved"])
    def test_what_has_left_is_shown_and_not_filled_in(self, world, sit, state):
        world.value(state, value=1234, decided_by=world.user("approver") if state == "approved" else None)
        screen = sit()
        key = key_of(world.indicator)
        assert not screen.has_field(f"{key}-value")
        assert "1,234件" in screen.row(key)
        assert ("取り戻す" in screen.row(key)) == (state == "submitted")
        assert ("改定を登録" in screen.row(key)) == (state == "approved")

    def test_values_sent_for_it_by_hand_change_nothing(self, world, sit):
        row = world.value("approved")
        key = key_of(world.indicator)
        screen = sit()
        screen.post(
            {f"{key}-seen": "1:x", f"{key}-value": "99", f"{key}-observation_status": "A", "submit": "1"}
        )
        row.refresh_from_db()
        assert (row.value, row.state, row.version) == (10, "approved", 1)

    def test_the_links_of_a_locked_row_lead_somewhere(self, world, sit):
        world.value("approved")
        screen = sit()
        links = [a.get("href") for a in screen.page.element(key_of(world.indicator)).iter("a")]
        assert len(links) == 2
        for link in links:
            assert screen.client.get(link).status_code == 200, link

    def test_the_counts_add_up(self, world, sit):
        for state in ("draft", "submitted", "approved", "returned"):
            make_measurement(add(world, state), PERIOD, 1, state=state)
        text = sit().text
        # With the world's own indicator and action, of which nobody has reported yet.
        assert "全6件のうち、これから書くもの4件、承認待ち1件、承認済み1件" in text


class TestDaysLeft:
    @pytest.mark.parametrize(
        ("due", "text"),
        [
            ("2025-08-04", "あと3日です"),
            ("2025-08-01", "今日"),
            ("2025-07-30", "2日過ぎています"),
        ],
    )
    def test_the_page_says_how_long_there_is(self, world, sit, due, text):
        world.review.due_on = due
        world.review.save()
        assert text in sit().row("grid-counts")

    def test_of_a_closed_review_it_says_that(self, world, sit):
        world.value("approved")
        world.close()
        screen = sit()
        assert "締め切られています" in screen.row("grid-counts")
        assert "過ぎています" not in screen.text


class TestRowsOfAClosedReview:
    def test_what_was_left_open_can_no_longer_be_filled_in(self, world, sit):
        """An action of which nobody reported; a value that was never handed in."""
        world.value("draft", value=77)
        world.close()
        screen = sit()
        for owner in (world.indicator, world.action):
            key = key_of(owner)
            assert key in screen
            assert not screen.has_field(f"{key}-seen")
        assert "77件" in screen.row(key_of(world.indicator))
        assert "改定を登録" not in screen.row(key_of(world.indicator))
        assert "－" in screen.row(key_of(world.action))
        assert not any(button.get("name") == "submit" for button in screen.page.all("button"))

    def test_a_correction_under_way_is_filled_in(self, world, sit):
        world.value("approved")
        world.value("draft", revision=2, revision_reason="訂正", value=11)
        world.close()
        assert sit("manager").value_of(f"{key_of(world.indicator)}-value") == "11"


class TestInternalNotes:
    NOTE = "これは庁内だけの話です"

    def test_a_note_is_never_public(self, world, client, sit, plan_pages):
        key, action = key_of(world.indicator), key_of(world.action)
        screen = sit().type(key=key, value="7", progress_comment="公開の話", internal_note=self.NOTE)
        screen.type(key=action, status="delayed", comment="公開の取組", internal_note=self.NOTE).submit()
        decider = sit("approver", "approval")
        for part in ("value", "progress"):
            row = (world.indicator.measurements if part == "value" else world.action.progress).get()
            assert row.internal_note == self.NOTE
            assert self.NOTE in decider.row(f"{part}-{row.pk}"), "who decides reads it"
            decider.press("approve_one", f"{part}-{row.pk}")
        base = f"/{world.city.slug}/{world.plan.slug}/"
        files = [base + "kpis/scorecard.csv", base + "kpis/1-1/data.csv", base + "kpis/1-1/chart.svg"]
        seen = ""
        for address in [*plan_pages(world.plan), *files, "/", "/search/?q=" + self.NOTE[:4]]:
            answer = client.get(address)
            assert answer.status_code == 200, address
            text = answer.content.decode("utf-8-sig")
            assert self.NOTE not in text, address
            seen += text
        assert "公開の話" in seen
        assert "公開の取組" in seen

    def test_a_note_stays_out_of_other_departments_screens(self, world, sit):
        world.value("draft", internal_note=self.NOTE)
        assert self.NOTE in sit("writer").page.html
        assert self.NOTE not in sit("editor of others").page.html


class TestSize:
    @pytest.fixture
    def count(self, world, sit):
        def count(rows: int) -> int:
            have = Indicator.objects.filter(plan=world.plan).count()
            for n in range(have, rows):
                row = add(world, f"n{n}", series="flow", order=n)
                make_target(row, "2027", 50)
                make_measurement(row, "2024-Q4", n + 1)
                state = ("draft", "submitted", "approved", "returned")[n % 4]
                make_measurement(row, PERIOD, n + 1, state=state, submitted_by=world.user("writer"))
                action = make_action(world.plan, f"n{n}")
                action.lead_departments.add(world.section)
                make_progress(action, PERIOD, state=state, entered_by=world.user("writer"))
            screen = sit()
            with CaptureQueriesContext(connection) as asked:
                screen.client.get(screen.address)
            return len(asked)

        return count

    def test_the_grid_asks_as_many_questions_with_thirty_rows_as_with_five(self, count):
        assert count(6) == count(30)


def test_the_page_is_described_for_those_who_do_not_see_it(world, sit):
    """Every input has a label that names its row; headings of columns have a scope."""
    world.value("returned", return_reason="x")
    screen = sit()
    labelled = {label.get("for") for label in screen.page.all("label")}
    for control in screen.page.element("grid").iter():
        if control.tag in ("input", "select", "textarea") and control.get("type") not in (
            "hidden",
            "checkbox",
        ):
            assert control.get("id") in labelled, control.get("name")
    assert all(cell.get("scope") for cell in screen.page.all("th"))
    assert len(screen.page.ids) == len(set(screen.page.ids))
    assert " style=" not in screen.page.html
    assert " onclick=" not in screen.page.html


def test_a_value_of_two_cities_with_one_editor_is_kept_apart(world, sit):
    """Somebody may work for two cities: each review asks for its own city's rows."""
    foreign = make_city("higashi", name="東市")
    theirs = make_indicator(make_plan(foreign, "east"), "e")
    review = Review.objects.create(plan=theirs.plan, period=PERIOD, due_on="2025-08-10")
    person("both", (world.city, "editor", world.section, {}), (foreign, "editor", None, {}))
    assert key_of(theirs) not in sit("both")
    assert key_of(theirs) in sit("both", review=review)
    assert key_of(world.indicator) not in sit("both", review=review)


def test_the_page_holds_no_value_of_another_department(world, sit):
    other = add(world, "o", world.city.departments.get(code="other"))
    Measurement.objects.create(indicator=other, period=PERIOD, value=987654)
    assert "987,654" not in sit().page.html


def test_a_member_with_an_unbound_role_sees_the_whole_city(world, sit):
    row = add(world, "o", world.city.departments.get(code="other"))
    make_member(world.city, "editor", "everywhere")
    assert {key_of(row), key_of(world.indicator)} <= set(sit("everywhere").page.ids)
