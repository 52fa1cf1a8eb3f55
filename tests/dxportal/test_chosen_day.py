"""Every page of a plan shows it as it stood on a chosen day: words, structure, schedule, actions; and says so."""

from datetime import date

import pytest

from kpis.workflow import promises
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan, PlanLabel
from tests.factories import (
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_measurement,
    make_member,
    make_plan,
    make_progress,
    make_target,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db
ROOT = "/kitayama/smart-plan/"
TODAY = date(2025, 11, 20)
PAGES = (
    "",
    "map/",
    "actions/",
    "actions/a/",
    "goals/1/",
    "goals/2/",
    "values/",
    "schedule/",
    "kpis/",
    "kpis/k/",
)
THEN = "令和7年度（2025年度）第1四半期末の時点"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """Public since the beginning of FY2024; on 1 October 2025 nearly everything was changed."""
    freeze_today(monkeypatch, date(2024, 4, 1))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2027, 3, 31), edition="第1版")
    PlanLabel.objects.create(plan=plan, kind="action", label="前の呼び名")
    first = make_goal(plan, "1", title="前の柱")
    second = make_goal(plan, "2", title="ほかの柱", order=1)
    action = make_action(plan, "a", first, title="前の取組")
    plan.statements.create(code="v", kind="vision", title="前の将来像")
    plan.statements.create(code="w", kind="vision", title="終わる将来像", order=1)
    track = plan.schedule_tracks.create(code="t", title="前の列", goal=first)
    make_item(track, "i", "2025-Q1", "2025-Q2", title="前の作業")
    make_item(track, "j", "2025-Q1", "2025-Q1", title="決める", kind="milestone", order=1)
    row = make_indicator(plan, "k", first, name="指標", baseline_value=0, baseline_period="2023")
    row.actions.add(action)
    row.excluded_periods.create(period="2025-Q1", reason="災害のため。")
    make_target(row, "2026", 100, "2024-04-01")
    make_measurement(row, "2025-Q1", 10)
    make_progress(action, "2025-Q1", "delayed", comment="遅れています。")
    guarded(plan)
    freeze_today(monkeypatch, date(2025, 10, 1))
    manager = make_member(plan.municipality, name="sato")
    words = {"effective_on": date(2025, 10, 1), "reason": "改定のため。", "by": manager}
    promises.change(plan, {"edition": "第2版"}, **words)
    promises.change(first, {"title": "今の柱"}, **words)
    promises.change(action, {"title": "今の取組"}, **words)
    promises.change(plan.statements.get(code="v"), {"title": "今の将来像"}, **words)
    promises.change(track, {"title": "今の列"}, **words)
    promises.change(track.items.get(code="i"), {"from_quarter": "2026-Q1", "to_quarter": "2026-Q2"}, **words)
    promises.change(track.items.get(code="j"), {"done_on": date(2025, 9, 30)}, **words)
    with revising(plan, Grounds("改定のため。", date(2025, 10, 1), by=manager)):
        plan.labels.update(label="今の呼び名")
        row.excluded_periods.get().delete()
        row.actions.clear()
        action.goals.set([second])
        make_action(plan, "b", second, title="加えた取組")
        make_goal(plan, "3", title="加えた柱")
        plan.statements.create(code="x", kind="value", title="加えた価値観")
    promises.end(plan.statements.get(code="w"), ended_on=date(2025, 9, 30), ending=Ending.ABOLISHED, **words)
    freeze_today(monkeypatch, TODAY)
    return plan


@pytest.fixture
def show(client, plan):
    """A page of the plan, today and at the end of the first quarter of FY2025."""

    def show(address: str, at: str = ""):
        return read(client, ROOT + address, **({"at": at} if at else {}))

    return show


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_which_day_it_shows_and_leads_back_to_today(show, address):
    page = show(address, "2025-Q1")
    assert THEN in page.text
    assert ROOT + address in page.links
    assert THEN not in show(address).text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_lets_one_choose_the_day(show, address):
    options = [option.get("value") for option in show(address).element("at").iter("option")]
    assert options == ["", "2025-Q2", "2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2", "2024-Q1"]


@pytest.mark.parametrize("address", PAGES)
def test_the_day_goes_along_to_every_page_that_can_show_it(show, address):
    links = [link.get("href", "").split("#")[0] for link in show(address, "2025-Q1").all("a")]
    links = [link for link in links if link.startswith(ROOT)]
    rooms = ("actions/", "goals/", "map/", "values/", "schedule/", "kpis/")
    days = [link for link in links if link == ROOT or link.removeprefix(ROOT).startswith(rooms)]
    days = [link for link in days if not link.split("?")[0].endswith((".csv", ".svg", ".xlsx", ".atom"))]
    assert len(days) > 5
    lost = {link for link in days if "at=2025-Q1" not in link}
    assert lost == {ROOT + address}  # back to today


@pytest.mark.parametrize("address", ["map/", "actions/", "values/", "schedule/", "goals/2/", "actions/a/"])
@pytest.mark.parametrize("asked", ["spring", "1999-Q1", "2025-Q4"])
def test_a_day_that_cannot_be_shown_is_answered_with_today_and_a_sentence(show, address, asked):
    page = show(address, asked)
    [notice] = [part for part in page.main.iter("p") if part.get("role") == "alert"]
    assert text_of(notice).endswith("今日の時点を表示しています。")
    assert THEN not in page.text


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("", ("前の柱", "前の将来像", "前の呼び名"), ("今の柱", "今の将来像", "今の呼び名", "加えた")),
        ("map/", ("前の柱", "前の取組", "前の将来像", "終わる将来像"), ("今の", "加えた")),
        ("actions/", ("前の取組", "支える目標 1 前の柱"), ("今の", "加えた", "ほかの柱")),
        ("actions/a/", ("前の取組", "1 前の柱", "遅れています。"), ("今の", "ほかの柱")),
        ("goals/1/", ("前の柱", "前の取組", "前の列", "前の作業"), ("今の", "完了")),
        ("values/", ("前の将来像", "終わる将来像"), ("今の", "加えた", "終わったもの")),
        ("schedule/", ("前の列", "前の作業"), ("今の列", "✓ 完了", "に完了")),  # the legend names 完了, too
    ],
)  # fmt: skip
def test_it_reads_as_it_did(show, address, before, after):
    then = text_of(show(address, "2025-Q1").main)
    assert [text for text in before if text not in then] == []
    assert [text for text in after if text in then] == []


def test_today_it_reads_as_it_does_now(show):
    assert "支える目標 2 ほかの柱" in text_of(show("actions/").main)
    assert "加えた柱" in show("map/").text
    assert "加えた価値観" in show("values/").text
    assert "終わったもの 1件" in show("values/").text
    assert "✓ 令和7年（2025年）9月30日に完了" in show("schedule/").text


def test_the_action_serves_what_it_served(show):
    assert "関係する指標" in show("actions/a/", "2025-Q1").text
    assert "関係する指標" not in show("actions/a/").text


def test_the_schedule_marks_the_quarter_of_that_day(show):
    [head] = [cell for cell in show("schedule/", "2025-Q1").main.iter("th") if cell.get("class") == "now"]
    assert "4〜6月" in text_of(head)
    assert "この時点" in text_of(head)
    assert "今は" not in show("schedule/", "2025-Q1").text
    assert "今は令和7年度（2025年度）第3四半期です。" in show("schedule/").text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("goals/3/", "この目標は、その時点にはまだありませんでした。今日の時点を表示しています。"),
        ("actions/b/", "この取組は、その時点にはまだありませんでした。今日の時点を表示しています。"),
    ],
)
def test_what_was_not_there_yet_is_shown_as_of_today(show, address, sentence):
    page = show(address, "2025-Q1")
    assert sentence in page.text
    assert "加えた" in page.text
    assert THEN not in page.text


def test_a_period_that_was_judged_again_later_was_left_out_of_judgement_then(show):
    assert "災害のため。" in show("kpis/k/", "2025-Q1").text
    assert "災害のため。" not in text_of(show("kpis/k/").section("verdict"))


@pytest.fixture
def ending_action(plan, manager, monkeypatch) -> None:
    """Decided in October with that quarter as the last: at its end it was still part of the plan. Today is in February."""
    freeze_today(monkeypatch, date(2025, 10, 1))
    promises.end(
        plan.actions.get(code="a"), last_period="2025-Q3", ending=Ending.ABOLISHED,
        effective_on=date(2025, 10, 1), reason="国の事業に替わるため。", by=manager,
    )  # fmt: skip
    freeze_today(monkeypatch, date(2026, 2, 1))


def test_an_end_to_come_is_told_as_to_come(show, ending_action):
    assert "国の事業に替わるため。" not in show("actions/a/", "2025-Q2").text
    assert "令和7年度（2025年度）第3四半期で終わりました（廃止）" in show("actions/a/").text
    assert "令和7年度（2025年度）第3四半期で終わります（廃止）" in show("actions/a/", "2025-Q3").text


def test_what_was_corrected_later_is_named_on_the_page_of_its_own_row(show, plan, manager):
    promises.correct_misprint(
        plan.goals.get(code="2"), {"title": "直した柱"}, reason="誤記のため。", by=manager
    )
    line = "この時点より後に分かったことを含みます: 2 直した柱（誤りの訂正）"
    for address in ("map/", "goals/2/", ""):
        assert line in show(address, "2025-Q1").text, address
    for address in ("goals/1/", "values/", "actions/"):
        assert line not in show(address, "2025-Q1").text, address


def test_the_list_of_goals_leads_to_the_picture_of_the_same_day(client, plan):
    answer = client.get(ROOT + "goals/?at=2025-Q1")
    assert answer["Location"] == ROOT + "map/?at=2025-Q1"


def test_an_action_that_has_ended_stands_under_what_has_ended(show, ending_action):
    before, after = show("map/", "2025-Q1").text, show("map/").text
    assert "国の事業に替わるため。" not in before
    assert "令和7年度（2025年度）第3四半期で終わりました（廃止）。理由: 国の事業に替わるため。" in after


def test_what_the_line_of_later_known_does_not_name_is_folded_below(show, plan, manager):
    for number in range(5):
        row = plan.goals.get(code="2")
        promises.correct_misprint(row, {"title": f"題{number}"}, reason="誤記のため。", by=manager)
    text = show("map/", "2025-Q1").text
    assert "題2（誤りの訂正） ほか2件" in text
    assert "ほか2件を見る" in text
    assert text.count("題3（誤りの訂正）") == text.count("題4（誤りの訂正）") == 1


def test_a_period_reported_as_missing_is_no_new_value(client, plan, monkeypatch):
    row = plan.indicators.get(code="k")
    make_measurement(row, "2025-Q3", None, observation_status="M")
    # The third quarter has ended: the one before it had no value, nor has this one.
    freeze_today(monkeypatch, date(2026, 2, 1))
    for query in ("", "?at=2025-Q3"):
        news = client.get(ROOT + query).context["news"]
        assert [event for event in news.events if event.value or event.when] == []
        assert "10件" in read(client, ROOT + "kpis/" + query).text
    events = client.get(ROOT + "?at=2025-Q1").context["news"].events
    assert [event.value for event in events if event.value] == ["10件"]
