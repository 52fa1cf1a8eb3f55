"""Who is done in a review: what each role sees of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import State
from kpis.workflow import entries
from tests.factories import make_action, make_indicator, make_progress

from .hall import PERIOD

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_manager_sees_every_department_by_its_path(sign_in, hall):
    text = text_of(sign_in("manager").get(hall.status()))
    for words in ("総務局 窓口課", "総務局 文書課", "土木局", "申請の件数", "道路の点検", "公文書の電子化"):
        assert words in text
    assert text.index("総務局 窓口課") < text.index("総務局 文書課") < text.index("土木局")


def test_what_several_departments_share_stands_once_under_their_names(sign_in, hall):
    hall.third.departments.add(hall.section)
    text = text_of(sign_in("manager").get(hall.status()))
    assert "総務局 窓口課、土木局" in text
    assert text.count(f'id="value-{hall.third.pk}"') == 1


def test_what_belongs_to_nobody_stands_last(sign_in, hall):
    hall.first.departments.clear()
    text = text_of(sign_in("manager").get(hall.status()))
    assert text.index("土木局") < text.index("担当なし")


def test_an_editor_sees_only_the_own_departments_and_cannot_run_the_review(sign_in, hall):
    client = sign_in("editor")
    text = text_of(client.get(hall.status()))
    assert "申請の件数" in text
    for words in ("道路の点検", "公文書の電子化", "このレビューを締め切る", "値なしとして記録", "日程と総括"):
        assert words not in text
    for button in ("change", "close", "reopen", "missing"):
        assert client.post(hall.status(), {button: "1"}).status_code == 403
    hall.review.refresh_from_db()
    assert hall.review.is_open


def test_an_approver_of_a_bureau_sees_its_sections(sign_in, hall):
    text = text_of(sign_in("approver").get(hall.status()))
    assert "申請の件数" in text and "公文書の電子化" in text
    assert "道路の点検" not in text


def test_a_manager_of_another_city_does_not_find_the_review(sign_in, hall):
    client = sign_in("foreign")
    assert client.get(hall.status()).status_code == 404
    assert client.post(hall.status(), {"close": "1"}).status_code == 404


def test_the_counts_say_how_many_stand_in_each_state(sign_in, hall):
    hall.value(hall.first, "approved")
    hall.value(hall.second, "submitted")
    hall.value(
        hall.third, "approved", value=None, observation_status="M", issues_comment="調査を行わなかったため"
    )
    found = sign_in("manager").get(hall.status()).context["status_found"]
    assert {row.state: row.number for row in found.counts} == {
        "": 4,
        "approved": 1,
        "submitted": 1,
        "returned": 0,
        "draft": 0,
        "none": 1,
        "missing": 1,
    }
    assert (found.count, found.answered) == (4, 2)


def test_the_filter_shows_one_state(sign_in, hall):
    hall.value(hall.first, "returned")
    text = text_of(sign_in("manager").get(hall.status(state="returned")))
    assert "申請の件数" in text
    assert "窓口の待ち時間" not in text
    assert "この状態のものはありません" in text_of(sign_in("manager").get(hall.status(state="missing")))


def test_an_unknown_filter_shows_all(sign_in, hall):
    assert "道路の点検" in text_of(sign_in("manager").get(hall.status(state="<x>")))


def test_what_has_been_answered_stays_so_while_it_is_corrected(sign_in, hall):
    hall.value(hall.first, "approved")
    hall.value(hall.first, "draft", revision=2, revision_reason="数え直し")
    text = text_of(sign_in("manager").get(hall.status(state="approved")))
    assert "申請の件数" in text
    assert "改定（版2）は下書き" in text


def test_the_last_change_names_who_made_it_and_why(sign_in, hall):
    row = hall.value(hall.first, "submitted")
    entries.send_back(row, by=hall.user("approver"), reason="単位を確かめてください。")
    line = (
        sign_in("manager").get(hall.status(state=State.RETURNED)).context["status_found"].tables[0].lines[0]
    )
    assert line.changed_by == "approver"
    assert "単位を確かめてください。" in line.changed_why
    assert line.changed_at is not None


def test_each_line_leads_to_where_its_reader_works_on_it(sign_in, hall):
    row = hall.value(hall.second, "submitted")
    entry = reverse("admin:kpis_review_entry", args=[hall.review.pk])
    approval = reverse("admin:kpis_review_approval", args=[hall.review.pk])

    def places(name):
        found = sign_in(name).get(hall.status()).context["status_found"]
        return {line.due_item.owner: line.url for table in found.tables for line in table.lines}

    assert places("editor") == {
        hall.first: f"{entry}#value-{hall.first.pk}",
        hall.second: f"{entry}#value-{hall.second.pk}",
    }
    assert places("approver") == {
        hall.first: "",
        hall.second: f"{approval}#value-{row.pk}",
        hall.action: "",
    }
    assert places("manager")[hall.second] == f"{approval}#value-{row.pk}"


def test_the_days_left_and_what_is_late_are_said(sign_in, hall, monkeypatch):
    assert "あと5日です" in text_of(sign_in("manager").get(hall.status()))
    hall.review.due_on = hall.review.due_on.replace(day=20)
    hall.review.save()
    text = text_of(sign_in("manager").get(hall.status()))
    assert "5日過ぎています" in text
    assert "chip-late" in text


def test_what_has_been_handed_in_is_not_called_late(sign_in, hall):
    hall.review.due_on = hall.review.due_on.replace(day=20)
    hall.review.save()
    hall.value(hall.first, "submitted")
    hall.value(hall.second, "returned")
    found = sign_in("manager").get(hall.status()).context["status_found"]
    late = {line.due_item.owner: line.is_late for table in found.tables for line in table.lines}
    assert late == {hall.first: False, hall.second: True, hall.third: True, hall.action: True}


@pytest.mark.parametrize("state", ["closed", "published"])
def test_a_review_that_is_not_open_offers_neither_closing_nor_missing_values(sign_in, hall, state):
    type(hall.review).objects.filter(pk=hall.review.pk).update(state=state)
    text = text_of(sign_in("manager").get(hall.status()))
    assert "このレビューを締め切る" not in text
    assert "値なしとして記録</button>" not in text and 'name="missing"' not in text
    assert ('name="reopen"' in text) is (state == "closed")


@pytest.mark.parametrize("name", ["manager", "editor"])
def test_the_page_asks_as_many_questions_with_thirty_indicators_as_with_three(sign_in, hall, name):
    client = sign_in(name)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(hall.status())
        return len(asked.captured_queries)

    hall.value(hall.first, "submitted")
    hall.action.lead_departments.add(hall.section)
    make_progress(hall.action, PERIOD, state="draft")
    questions()  # the first page of a session asks some more
    few = questions()
    for n in range(27):
        row = make_indicator(hall.plan, f"more-{n}")
        row.departments.add(hall.section, hall.works)
        hall.value(row, ("draft", "submitted", "approved")[n % 3])
        action = make_action(hall.plan, f"more-{n}")
        action.lead_departments.add(hall.section)
        make_progress(action, PERIOD, state="draft")
    assert questions() == few
