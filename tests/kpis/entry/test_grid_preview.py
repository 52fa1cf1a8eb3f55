"""What the grid answers before anything is saved, and what a script gets in place of a page."""

import pytest
from django.test import Client
from django.urls import reverse

from kpis.workflow import entries
from tests.cities import PERIOD
from tests.factories import (
    make_measurement,
    make_target,
)
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of
from tests.reading import read

pytestmark = pytest.mark.django_db


class TestPreview:
    @pytest.fixture
    def judged(self, small_city):
        row = add(small_city, "flow", series="flow", baseline_value=40, baseline_period="2023", order=5)
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

    def test_it_is_the_verdict_that_the_public_will_see(self, small_city, sit, judged):
        preview, _ = self.ask(sit(), judged, value="20")
        sit().type(key=key_of(judged), value="20").submit()
        entries.approve(judged.measurements.get(period=PERIOD), by=small_city.user("approver"))
        page = read(Client(), f"/{small_city.city.slug}/{small_city.plan.slug}/kpis/{judged.code}/")
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

    def test_the_years_sum_does_not_stand_beside_an_input_that_cannot_be_read(self, sit, judged):
        for period, value in (("2025-Q1", 20), ("2025-Q2", 21)):
            if period != PERIOD:
                make_measurement(judged, period, value)
        screen = sit().type(key=key_of(judged), value="20")
        assert "今年度の合計" in screen.press("preview").row(key_of(judged))
        screen.type(key=key_of(judged), value="20x").press("preview")
        assert "今年度の合計" not in screen.row(key_of(judged))
        preview, html = self.ask(sit(), judged, value="20x")
        assert (preview.year_total, "今年度の合計" in html) == ("", False)

    def test_of_a_blank_there_is_nothing_to_say(self, sit, judged):
        preview, _ = self.ask(sit(), judged, value="", progress_comment="x")
        assert (preview.found, preview.sentence, preview.year_total) == (None, "", "")

    def test_others_rows_are_not_previewed(self, small_city, sit, judged):
        other = add(small_city, "o", small_city.city.departments.get(code="other"))
        make_measurement(other, PERIOD, 5, state="draft", internal_note="内緒")
        screen = sit()
        address = reverse("admin:kpis_review_preview", args=[small_city.review.pk])
        answer = screen.client.post(address, {"row": key_of(other), f"{key_of(other)}-value": "1"})
        assert answer.content.decode().strip() == ""

    def test_a_preview_is_asked_for_by_post_only(self, small_city, sit):
        address = reverse("admin:kpis_review_preview", args=[small_city.review.pk])
        assert sit().client.get(address).status_code == 405

    def test_the_button_shows_the_verdict_in_the_page(self, sit, judged):
        screen = sit().type(key=key_of(judged), value="20").press("preview")
        assert "今年度の合計 20件" in screen.row(key_of(judged))
        assert not judged.measurements.filter(period=PERIOD).exists()


class TestFragment:
    def test_a_fetch_gets_the_grid_with_its_messages_and_no_frame(self, small_city, sit):
        key = key_of(small_city.indicator)
        screen = sit().type(key=key, value="7")
        answer = screen.post(screen.fields | {"save": "1"}, **{"X-Fragment": "grid"})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "1件を保存しました。" in html
        assert "<html" not in html
        assert f'id="{key}"' in html
        assert "csrfmiddlewaretoken" in html
        assert small_city.indicator.measurements.get().value == 7

    def test_what_was_refused_is_in_it(self, small_city, sit):
        key = key_of(small_city.indicator)
        screen = sit().type(key=key, value="abc")
        html = screen.post(screen.fields | {"save": "1"}, **{"X-Fragment": "grid"}).content.decode()
        assert 'value="abc"' in html
        assert 'id="grid-problems"' in html

    def test_its_messages_do_not_come_up_again_on_the_next_page(self, small_city, sit):
        screen = sit().type(key=key_of(small_city.indicator), value="7")
        screen.post(screen.fields | {"save": "1"}, **{"X-Fragment": "grid"})
        assert "保存しました" not in screen.open().said
