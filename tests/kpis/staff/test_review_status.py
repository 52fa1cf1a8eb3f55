"""Who is done in a review: what each role sees of it."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Indicator, State
from kpis.staff.desk import desk
from kpis.workflow import entries, meanings
from tests.cities import PERIOD
from tests.factories import make_action, make_indicator, make_progress

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_manager_sees_every_department_by_its_path(sign_in, bureau_city):
    text = text_of(sign_in("manager").get(bureau_city.status()))
    for words in ("総務局 窓口課", "総務局 文書課", "土木局", "申請の件数", "道路の点検", "公文書の電子化"):
        assert words in text
    assert text.index("総務局 窓口課") < text.index("総務局 文書課") < text.index("土木局")


def test_what_several_departments_share_stands_once_under_their_names(sign_in, bureau_city):
    bureau_city.third.departments.add(bureau_city.section)
    text = text_of(sign_in("manager").get(bureau_city.status()))
    assert "総務局 窓口課、土木局" in text
    assert text.count(f'id="value-{bureau_city.third.pk}"') == 1


def test_what_belongs_to_nobody_stands_last(sign_in, bureau_city):
    bureau_city.first.departments.clear()
    text = text_of(sign_in("manager").get(bureau_city.status()))
    assert text.index("土木局") < text.index("担当なし")


def test_an_editor_sees_only_the_own_departments_and_cannot_run_the_review(sign_in, bureau_city):
    client = sign_in("editor")
    text = text_of(client.get(bureau_city.status()))
    assert "申請の件数" in text
    for words in ("道路の点検", "公文書の電子化", "このレビューを締め切る", "値なしとして記録", "日程と総括"):
        assert words not in text
    for button in ("change", "close", "reopen", "missing"):
        assert client.post(bureau_city.status(), {button: "1"}).status_code == 403
    bureau_city.review.refresh_from_db()
    assert bureau_city.review.is_open


def test_an_approver_of_a_bureau_sees_its_sections(sign_in, bureau_city):
    text = text_of(sign_in("approver").get(bureau_city.status()))
    assert "申請の件数" in text and "公文書の電子化" in text
    assert "道路の点検" not in text


def test_a_manager_of_another_city_does_not_find_the_review(sign_in, bureau_city):
    client = sign_in("foreign")
    assert client.get(bureau_city.status()).status_code == 404
    assert client.post(bureau_city.status(), {"close": "1"}).status_code == 404


def test_the_counts_say_how_many_stand_in_each_state(sign_in, bureau_city):
    bureau_city.value(bureau_city.first, "approved")
    bureau_city.value(bureau_city.second, "submitted")
    bureau_city.value(
        bureau_city.third,
        "approved",
        value=None,
        observation_status="M",
        issues_comment="調査を行わなかったため",
    )
    found = sign_in("manager").get(bureau_city.status()).context["status_found"]
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


def test_the_filter_shows_one_state(sign_in, bureau_city):
    bureau_city.value(bureau_city.first, "returned")
    text = text_of(sign_in("manager").get(bureau_city.status(state="returned")))
    assert "申請の件数" in text
    assert "窓口の待ち時間" not in text
    assert "この状態のものはありません" in text_of(
        sign_in("manager").get(bureau_city.status(state="missing"))
    )


def test_an_unknown_filter_shows_all(sign_in, bureau_city):
    assert "道路の点検" in text_of(sign_in("manager").get(bureau_city.status(state="<x>")))


def test_what_has_been_answered_stays_so_while_it_is_corrected(sign_in, bureau_city):
    bureau_city.value(bureau_city.first, "approved")
    bureau_city.value(bureau_city.first, "draft", revision=2, revision_reason="数え直し")
    text = text_of(sign_in("manager").get(bureau_city.status(state="approved")))
    assert "申請の件数" in text
    assert "改定（版2）は下書き" in text


def test_the_last_change_names_who_made_it_and_why(sign_in, bureau_city):
    row = bureau_city.value(bureau_city.first, "submitted")
    entries.send_back(row, by=bureau_city.user("approver"), reason="単位を確かめてください。")
    line = (
        sign_in("manager")
        .get(bureau_city.status(state=State.RETURNED))
        .context["status_found"]
        .tables[0]
        .lines[0]
    )
    assert line.changed_by == "approver"
    assert "単位を確かめてください。" in line.changed_why
    assert line.changed_at is not None


def test_a_conversion_of_the_unit_is_no_change_of_a_value(sign_in, bureau_city):
    row = bureau_city.value(bureau_city.first, "submitted")
    entries.approve(row, by=bureau_city.user("approver"))
    indicator = Indicator.objects.get(pk=bureau_city.first.pk)
    meanings.convert_unit(
        indicator, f"千{indicator.unit}", Fraction(1, 1000), decimals=3,
        effective_on=timezone.localdate(), reason="千で見るため。", by=bureau_city.user("manager"),
    )  # fmt: skip
    assert row.history.count() > 1
    found = sign_in("manager").get(bureau_city.status(state=State.APPROVED)).context["status_found"]
    [line] = [
        line for table in found.tables for line in table.lines if line.due_item.owner == bureau_city.first
    ]
    assert line.changed_by == "approver"
    assert "換算" not in line.changed_why
    assert "換算" not in " ".join(item.note for item in desk(bureau_city.user("manager")).newest)


def test_each_line_leads_to_where_its_reader_works_on_it(sign_in, bureau_city):
    row = bureau_city.value(bureau_city.second, "submitted")
    entry = reverse("admin:kpis_review_entry", args=[bureau_city.review.pk])
    approval = reverse("admin:kpis_review_approval", args=[bureau_city.review.pk])

    def places(name):
        found = sign_in(name).get(bureau_city.status()).context["status_found"]
        return {line.due_item.owner: line.url for table in found.tables for line in table.lines}

    assert places("editor") == {
        bureau_city.first: f"{entry}#value-{bureau_city.first.pk}",
        bureau_city.second: f"{entry}#value-{bureau_city.second.pk}",
    }
    assert places("approver") == {
        bureau_city.first: "",
        bureau_city.second: f"{approval}#value-{row.pk}",
        bureau_city.action: "",
    }
    assert places("manager")[bureau_city.second] == f"{approval}#value-{row.pk}"


def test_the_days_left_and_what_is_late_are_said(sign_in, bureau_city, monkeypatch):
    assert "あと5日です" in text_of(sign_in("manager").get(bureau_city.status()))
    bureau_city.review.due_on = bureau_city.review.due_on.replace(day=20)
    bureau_city.review.save()
    text = text_of(sign_in("manager").get(bureau_city.status()))
    assert "5日過ぎています" in text
    assert "chip-late" in text


def test_what_has_been_handed_in_is_not_called_late(sign_in, bureau_city):
    bureau_city.review.due_on = bureau_city.review.due_on.replace(day=20)
    bureau_city.review.save()
    bureau_city.value(bureau_city.first, "submitted")
    bureau_city.value(bureau_city.second, "returned")
    found = sign_in("manager").get(bureau_city.status()).context["status_found"]
    late = {line.due_item.owner: line.is_late for table in found.tables for line in table.lines}
    assert late == {
        bureau_city.first: False,
        bureau_city.second: True,
        bureau_city.third: True,
        bureau_city.action: True,
    }


@pytest.mark.parametrize("state", ["closed", "published"])
def test_a_review_that_is_not_open_offers_neither_closing_nor_missing_values(sign_in, bureau_city, state):
    type(bureau_city.review).objects.filter(pk=bureau_city.review.pk).update(state=state)
    text = text_of(sign_in("manager").get(bureau_city.status()))
    assert "このレビューを締め切る" not in text
    assert "値なしとして記録</button>" not in text and 'name="missing"' not in text
    assert ('name="reopen"' in text) is (state == "closed")


@pytest.mark.parametrize("name", ["manager", "editor"])
def test_the_page_asks_as_many_questions_with_thirty_indicators_as_with_three(sign_in, bureau_city, name):
    client = sign_in(name)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(bureau_city.status())
        return len(asked.captured_queries)

    bureau_city.value(bureau_city.first, "submitted")
    bureau_city.action.lead_departments.add(bureau_city.section)
    make_progress(bureau_city.action, PERIOD, state="draft")
    questions()  # the first page of a session asks some more
    few = questions()
    for n in range(27):
        row = make_indicator(bureau_city.plan, f"more-{n}")
        row.departments.add(bureau_city.section, bureau_city.works)
        bureau_city.value(row, ("draft", "submitted", "approved")[n % 3])
        action = make_action(bureau_city.plan, f"more-{n}")
        action.lead_departments.add(bureau_city.section)
        make_progress(action, PERIOD, state="draft")
    assert questions() == few
