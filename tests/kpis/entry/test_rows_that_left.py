"""A row leaves somebody's hands while their page is open: what they typed is shown with where it went, never dropped."""

import pytest

from kpis.models import ActionProgress
from plans.models import Department
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(small_city) -> Department:
    return small_city.city.departments.get(code="other")


@pytest.fixture
def moved(small_city, other):
    """Gives the indicator, or another row, to another department."""

    def moved(row=None):
        row = row or small_city.indicator
        (row.departments if hasattr(row, "frequency") else row.lead_departments).set([other])

    return moved


def test_a_value_of_an_indicator_that_moved_is_shown_with_where_it_went(small_city, sit, moved):
    screen = sit().type(key=key_of(small_city.indicator), value="3100", issues_comment="人手が足りない")
    moved()
    screen.save()
    assert "1件は、担当の行ではなくなったので、保存していません。" in screen.said
    assert "変わったところはありません" not in screen.text
    for text in (str(small_city.indicator), "土木局の担当になりました", "3100", "人手が足りない"):
        assert text in screen.text
    assert not small_city.indicator.measurements.exists()


def test_other_rows_are_saved_and_the_one_that_left_is_named(small_city, sit, moved):
    second = add(small_city, "1-2", order=1)
    screen = sit().type(key=key_of(small_city.indicator), value="3100").type(key=key_of(second), value="7")
    moved()
    screen.save()
    assert second.measurements.get().value == 7
    assert "1件を保存しました。1件は、担当の行ではなくなったので" in screen.said
    assert "3100" in screen.text
    screen.save()
    assert "3100" not in screen.text


def test_nothing_is_handed_in_before_that_is_read(small_city, sit, moved):
    second = add(small_city, "1-2", order=1)
    screen = sit().type(key=key_of(small_city.indicator), value="3100").type(key=key_of(second), value="7")
    moved()
    screen.press("submit")
    assert "hand-in" not in screen
    assert "まだ何も提出していません" in screen.said
    assert second.measurements.get().state == "draft"


def test_a_row_that_nobody_typed_into_is_not_mentioned(small_city, sit, moved):
    second = add(small_city, "1-2", order=1)
    screen = sit().type(key=key_of(second), value="7")
    moved()
    screen.save()
    assert "担当の行ではなくなった" not in screen.said


def test_an_action_and_a_text_alone(small_city, sit, moved):
    screen = sit().type(key=key_of(small_city.action), comment="手順書を作った")
    moved(small_city.action)
    screen.save()
    assert "手順書を作った" in screen.text
    assert not ActionProgress.objects.filter(action=small_city.action).exists()


def test_a_row_that_is_no_longer_asked_for(small_city, sit):
    screen = sit().type(key=key_of(small_city.indicator), value="3100")
    small_city.indicator.delete()
    screen.save()
    assert "この四半期に報告するものではなくなりました" in screen.text
    assert "3100" in screen.text


def test_a_ticked_row_that_left_is_not_handed_in_without_a_word(small_city, sit, moved):
    second = add(small_city, "1-2", order=1)
    screen = sit().type(key=key_of(small_city.indicator), value="3100").type(key=key_of(second), value="7")
    screen.press("submit")
    moved()
    screen.press("handin")
    assert "1件を提出しました。" in screen.said
    assert "1件は、この画面を開いた後に、担当の行ではなくなったので、提出していません。" in screen.said


def test_a_submission_that_left_is_not_taken_back_without_a_word(small_city, sit, moved):
    small_city.value("submitted")
    screen = sit()
    moved()
    screen.press("recall", key_of(small_city.indicator))
    assert "取り戻せません" in screen.said
    assert small_city.indicator.measurements.get().state == "submitted"


def test_months_are_called_by_their_month(small_city, sit):
    monthly = add(small_city, "1-2", order=1, frequency="monthly")
    screen = sit().type({f"{key_of(monthly)}-2025-05-value": "7"}).press("submit")
    assert f"{monthly}（令和7年5月）" in screen.text
