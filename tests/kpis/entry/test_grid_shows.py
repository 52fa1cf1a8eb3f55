"""What stands in the grid, for whom, and beside which figures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Indicator
from tests.cities import PERIOD
from tests.factories import (
    make_action,
    make_measurement,
    make_progress,
    make_target,
)
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of
from tests.reading import text_of

pytestmark = pytest.mark.django_db


class TestFiguresBesideTheInput:
    def test_a_level_has_its_last_value_its_target_and_where_it_should_stand(self, small_city, sit):
        row = add(small_city, "lvl", baseline_value=0, baseline_period="2023")
        make_measurement(row, "2024-Q4", 30)
        make_target(row, "2027", 160)
        cells = sit().cells(key_of(row))
        assert cells["前回"] == "30件令和6年度第4四半期"
        assert cells["目標"].startswith("160件令和9年度")
        assert cells["今回の目安"] == "50件", "5 of 16 quarters from the baseline"

    def test_an_amount_has_the_years_total(self, small_city, sit):
        row = add(small_city, "flow", series="flow")
        make_measurement(row, "2024-Q4", 99)
        make_measurement(row, "2025-Q1", 4, state="draft")
        screen = sit()
        assert screen.value_of(f"{key_of(row)}-value") == "4"
        assert "今年度の合計 4件（1期分）" in screen.row(key_of(row))

    def test_what_waits_or_is_a_draft_is_no_last_value(self, small_city, sit):
        row = add(small_city, "d")
        make_measurement(row, "2024-Q3", 1)
        make_measurement(row, "2024-Q4", 2, state="submitted")
        assert sit().cells(key_of(row))["前回"].startswith("1件")

    def test_where_there_is_nothing_to_compare_with_it_says_so(self, small_city, sit):
        cells = sit().cells(key_of(small_city.indicator))
        assert (cells["前回"], cells["目標"], cells["今回の目安"]) == ("なし", "なし", "なし")

    def test_a_period_of_before_the_unit_changed_has_its_own(self, small_city, sit):
        """And nothing of today's promise, in people, to hold cases against."""
        row = add(small_city, "unit", unit="人", direction="keep_within", lower=1, upper=9)
        row.series_breaks.create(period="2025-Q2", reason="人を数えるため。", unit_before="件")
        make_measurement(row, "2024-Q4", 30)
        make_target(row, "2027", 160)
        screen = sit()
        assert "令和7年度第1四半期・単位 件・" in screen.row(key_of(row))
        cells = screen.cells(key_of(row))
        assert cells["前回"] == "30件令和6年度第4四半期"
        assert (cells["目標"], cells["今回の目安"]) == ("なし", "なし")
        assert cells["今回の値"].endswith("件")


class TestLockedRows:
    @pytest.mark.parametrize("state", ["submitted", "approved"])
    def test_what_has_left_is_shown_and_not_filled_in(self, small_city, sit, state):
        small_city.value(
            state, value=1234, decided_by=small_city.user("approver") if state == "approved" else None
        )
        screen = sit()
        key = key_of(small_city.indicator)
        assert not screen.has_field(f"{key}-value")
        assert "1,234件" in screen.row(key)
        assert ("取り戻す" in screen.row(key)) == (state == "submitted")
        assert ("改定案を書く" in screen.row(key)) == (state == "approved")

    def test_values_sent_for_it_by_hand_change_nothing(self, small_city, sit):
        row = small_city.value("approved")
        key = key_of(small_city.indicator)
        screen = sit()
        screen.post(
            {f"{key}-seen": "1:x", f"{key}-value": "99", f"{key}-observation_status": "A", "submit": "1"}
        )
        row.refresh_from_db()
        assert (row.value, row.state, row.version) == (10, "approved", 1)

    def test_the_links_of_a_locked_row_lead_somewhere(self, small_city, sit):
        small_city.value("approved")
        screen = sit()
        links = [a.get("href") for a in screen.page.element(key_of(small_city.indicator)).iter("a")]
        assert len(links) == 2
        for link in links:
            assert screen.client.get(link).status_code == 200, link

    def test_the_counts_add_up(self, small_city, sit):
        for state in ("draft", "submitted", "approved", "returned"):
            make_measurement(add(small_city, state), PERIOD, 1, state=state)
        text = sit().text
        # With the small_city's own indicator and action, of which nobody has reported yet.
        assert "全6件のうち、これから書くもの4件、提出済み1件、承認済み1件" in text


class TestDaysLeft:
    @pytest.mark.parametrize(
        ("due", "text"),
        [
            ("2025-08-04", "あと3日です"),
            ("2025-08-01", "今日"),
            ("2025-07-30", "2日過ぎています"),
        ],
    )
    def test_the_page_says_how_long_there_is(self, small_city, sit, due, text):
        small_city.review.due_on = due
        small_city.review.save()
        assert text in sit().row("grid-counts")

    def test_of_a_closed_review_it_says_that(self, small_city, sit):
        small_city.value("approved")
        small_city.close()
        screen = sit()
        assert "締め切られています" in screen.row("grid-counts")
        assert "「改定案を書く」から、理由を付けて提出します" in screen.row("grid-counts")
        assert "過ぎています" not in screen.text


class TestRowsOfAClosedReview:
    def test_what_was_left_open_can_no_longer_be_filled_in(self, small_city, sit):
        """An action of which nobody reported; a value that was never handed in."""
        small_city.value("draft", value=77)
        small_city.close()
        screen = sit()
        for owner in (small_city.indicator, small_city.action):
            key = key_of(owner)
            assert key in screen
            assert not screen.has_field(f"{key}-seen")
        assert "77件" in screen.row(key_of(small_city.indicator))
        assert "－" in screen.row(key_of(small_city.action))
        for owner in (small_city.indicator, small_city.action):
            [way, *_history] = screen.page.element(key_of(owner)).iter("a")
            assert "改定案を書く" in text_of(way)
            assert "「改定の理由」を書くと" in screen.client.get(way.get("href")).content.decode()
        assert not any(button.get("name") == "submit" for button in screen.page.all("button"))

    def test_a_correction_under_way_is_filled_in(self, small_city, sit):
        small_city.value("approved")
        small_city.value("draft", revision=2, revision_reason="訂正", value=11)
        small_city.close()
        assert sit("manager").value_of(f"{key_of(small_city.indicator)}-value") == "11"


class TestInternalNotes:
    NOTE = "これは庁内だけの話です"

    def test_a_note_is_never_public(self, small_city, client, sit, plan_pages):
        key, action = key_of(small_city.indicator), key_of(small_city.action)
        screen = sit().type(key=key, value="7", progress_comment="公開の話", internal_note=self.NOTE)
        screen.type(key=action, status="delayed", comment="公開の取組", internal_note=self.NOTE).submit()
        decider = sit("approver", "approval")
        for part in ("value", "progress"):
            row = (small_city.indicator.measurements if part == "value" else small_city.action.progress).get()
            assert row.internal_note == self.NOTE
            assert self.NOTE in decider.row(f"{part}-{row.pk}"), "who decides reads it"
            decider.press("approve_one", f"{part}-{row.pk}")
        base = f"/{small_city.city.slug}/{small_city.plan.slug}/"
        files = [base + "kpis/scorecard.csv", base + "kpis/1-1/data.csv", base + "kpis/1-1/chart.svg"]
        seen = ""
        for address in [*plan_pages(small_city.plan), *files, "/", "/search/?q=" + self.NOTE[:4]]:
            answer = client.get(address)
            assert answer.status_code == 200, address
            text = answer.content.decode("utf-8-sig")
            assert self.NOTE not in text, address
            seen += text
        assert "公開の話" in seen
        assert "公開の取組" in seen

    def test_a_note_stays_out_of_other_departments_screens(self, small_city, sit):
        small_city.value("draft", internal_note=self.NOTE)
        assert self.NOTE in sit("writer").page.html
        assert self.NOTE not in sit("editor of others").page.html


class TestSize:
    @pytest.fixture
    def count(self, small_city, sit):
        def count(rows: int) -> int:
            have = Indicator.objects.filter(plan=small_city.plan).count()
            for n in range(have, rows):
                row = add(small_city, f"n{n}", series="flow", order=n)
                make_target(row, "2027", 50)
                make_measurement(row, "2024-Q4", n + 1)
                state = ("draft", "submitted", "approved", "returned")[n % 4]
                make_measurement(row, PERIOD, n + 1, state=state, submitted_by=small_city.user("writer"))
                action = make_action(small_city.plan, f"n{n}")
                action.lead_departments.add(small_city.section)
                make_progress(action, PERIOD, state=state, entered_by=small_city.user("writer"))
            screen = sit()
            with CaptureQueriesContext(connection) as asked:
                screen.client.get(screen.address)
            return len(asked)

        return count

    def test_the_grid_asks_as_many_questions_with_thirty_rows_as_with_five(self, count):
        assert count(6) == count(30)


def test_the_page_is_described_for_those_who_do_not_see_it(small_city, sit):
    """Every input has a label that names its row; headings of columns have a scope."""
    small_city.value("returned", return_reason="x")
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


def test_a_row_says_what_its_value_goes_into(small_city, sit):
    part = small_city.indicator
    assert "この値から計算します" not in sit().row(key_of(part))
    whole = Indicator(
        plan=part.plan, code="whole", name="前年との比", kind="composite", formula="year-before", parts=part.code, unit="%",
        frequency=part.frequency, direction="keep_at_least",
    )  # fmt: skip
    whole.full_clean()
    whole.save()
    assert "この値から計算します: 「前年との比」" in sit().row(key_of(part))
