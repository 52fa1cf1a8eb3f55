"""The plan on one page: what it promises, what belongs to it, what comes next."""

from datetime import date

import pytest

from kpis.models import ReviewPolicy
from plans.models import ScheduleTrack, Statement
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_measurement,
    make_plan,
    make_progress,
    make_target,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client):
    return lambda: read(client, "/kitayama/smart-plan/")


def test_a_citizen_reads_takarazukas_promise(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/")
    promise = text_of(page.section("promise"))
    assert page.heading == "DX推進ビジョン（案） 第1版"
    assert "案として公表されたもの" in page.text
    assert "個性豊かで活力に満ちた地域社会の実現" in promise
    assert promise.index("ミッション") < promise.index("ビジョン")
    for pillar in takarazuka.goals.filter(kind="pillar"):
        assert pillar.title in text_of(page.section("goals"))


def test_a_citizen_reads_amagasakis_promise_directions_and_term(client, amagasaki):
    page = read(client, "/amagasaki/kyoso-dx/")
    assert "市民と職員に寄り添い、ともに創る共創型スマートシティ" in text_of(page.section("promise"))
    for goal in amagasaki.goals.all():
        assert goal.title in text_of(page.section("goals"))
    facts = text_of(page.section("facts"))
    assert "令和8年（2026年）3月31日まで" in facts
    assert "令和5年（2023年）12月13日" in facts


def test_the_overview_leads_to_every_goal_and_to_the_map(client, real_plans):
    for plan in real_plans:
        links = read(client, plan.get_absolute_url()).links
        assert f"{plan.get_absolute_url()}map/" in links
        assert {goal.get_absolute_url() for goal in plan.goals.all()} <= set(links)


def test_the_words_of_the_plan_are_counted_and_lead_to_their_place(client, takarazuka):
    words = read(client, "/takarazuka/dx-vision/").section("words")
    counts = {a.get("href"): text_of(a) for a in words.iter("a")}
    assert counts["/takarazuka/dx-vision/values/#kind-value"].endswith("7件")
    assert len(counts) == len(set(takarazuka.statements.values_list("kind", flat=True)))


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        ("2024-03-31", "開始前"),
        ("2024-04-01", "実施中"),
        ("2027-03-31", "実施中"),
        ("2027-04-01", "期間終了"),
    ],
)
def test_the_page_says_whether_the_plan_runs(client, monkeypatch, today, phase):
    make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2027, 3, 31))
    freeze_today(monkeypatch, date.fromisoformat(today))
    assert phase in read(client, "/kitayama/smart-plan/").text


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "期間の定めなし（必要に応じて見直し）"),
        (
            {"starts_on": date(2024, 4, 1)},
            "令和6年（2024年）4月1日から（終わりの日は決めず、必要に応じて見直し）",
        ),
        ({"ends_on": date(2027, 3, 31)}, "令和9年（2027年）3月31日まで"),
    ],
)
def test_a_term_without_beginning_or_end_is_told_in_words(client, fields, label):
    make_plan(make_city(), **fields)
    assert label in text_of(read(client, "/kitayama/smart-plan/").section("facts"))


def test_what_comes_next_is_told_and_what_is_done_or_past_is_not(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2024, 8, 1))
    track = ScheduleTrack.objects.create(plan=plan, code="t", title="全体")
    make_item(track, "1", "2024-Q1", "2024-Q3", title="進行中の作業")
    make_item(track, "2", "2024-Q3", title="次の会議", kind="meeting")
    make_item(track, "3", "2024-Q2", title="済んだ会議", kind="meeting", done_on=date(2024, 7, 1))
    make_item(track, "4", "2024-Q2", title="過ぎた会議", kind="meeting", planned_on=date(2024, 7, 20))
    section = text_of(show().section("upcoming"))
    assert "次の会議" in section
    assert not {title for title in ("進行中の作業", "済んだ会議", "過ぎた会議") if title in section}


def test_only_the_next_three_meetings_are_listed(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2024, 4, 1))
    track = ScheduleTrack.objects.create(plan=plan, code="t", title="全体")
    for number in range(1, 6):
        make_item(track, str(number), "2024-Q2", title=f"第{number}回", kind="meeting", order=number)
    section = text_of(show().section("upcoming"))
    assert [f"第{n}回" in section for n in range(1, 6)] == [True] * 3 + [False] * 2


def test_what_a_real_plan_does_not_say_is_not_invented(client, plan, show):
    facts = text_of(show().section("facts"))
    assert "策定日 原本に記載なし" in facts.replace("策定日原本", "策定日 原本")
    assert facts.count("原本に記載なし") >= 2


def test_the_bones_of_a_plan_are_its_goals_below_one_another(plan, show):
    pillar = make_goal(plan, "1", title="窓口の改革")
    make_goal(plan, "1-1", title="待たない窓口", parent=pillar, kind="sub-goal")
    below = next(li for li in show().section("goals").iter("li") if "窓口の改革" in text_of(li))
    assert [text_of(a) for a in below.iter("a")] == ["1 窓口の改革", "1-1 待たない窓口"]


def test_a_vision_stands_for_the_promise_where_there_is_no_mission(plan, show):
    Statement.objects.create(plan=plan, code="v", kind="vision", title="いつでも市役所")
    assert "いつでも市役所" in text_of(show().section("promise"))


def test_a_plan_with_nothing_in_it_shows_no_empty_list_or_heading(plan, show):
    page = show()
    assert page.heading == "スマート計画"
    assert not page.has_section("promise")
    assert not page.has_section("upcoming")
    assert not [ul for ul in page.main.iter("ul") if not len(ul)]
    assert not [section for section in page.main.iter("section") if text_of(section) == text_of(section[0])]
    assert not page.has_section("troubles")
    assert not page.has_section("news")
    assert "進み具合は、市が報告するとここに表示します" in page.text


def test_the_overview_counts_verdicts_and_leads_to_the_table(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2025, 4, 10))
    # Half-way 50 is expected: 50 is on track, 20 is behind; one has no value, one is for reference.
    for code, value in (("a", 50), ("b", 20), ("c", None)):
        row = make_indicator(plan, code, frequency="yearly", baseline_value=0, baseline_period="2022")
        make_target(row, "2026", 100)
        if value is not None:
            make_measurement(row, "2024", value)
    make_indicator(plan, "old", role="reference")
    page = show()
    text = text_of(page.section("progress"))
    for words in (
        "順調 1",
        "遅れ 1",
        "判定なし 1",
        "3の指標のうち1が達成・順調です。",
    ):
        assert words in text
    assert "/kitayama/smart-plan/kpis/" in page.links
    assert "/kitayama/smart-plan/kpis/?group=late" in page.links


@pytest.fixture
def course(plan, monkeypatch):
    """Of a way from 0 at the end of FY2023 to 80 at the end of FY2025, ten are expected a quarter. Today is in FY2025 Q1."""
    freeze_today(monkeypatch, date(2025, 4, 10))

    def course(code: str, *values: int | None):
        """The values of FY2024, quarter by quarter."""
        row = make_indicator(plan, code, baseline_value=0, baseline_period="2023-Q4")
        make_target(row, "2025-Q4", 80)
        for number, value in enumerate(values, start=1):
            if value is not None:
                make_measurement(row, f"2024-Q{number}", value)
        return row

    return course


def test_the_worst_indicators_come_first_with_value_target_and_since_when(show, course):
    course("good", 10, 20, 30, 40)
    course("slow", 10, 20, 22, 30)  # of 30 and 40 expected: 0.73, 0.75: behind a little
    course("late", 10, 2, 3, 4)  # of 20, 30, 40 expected: a tenth
    section = show().section("troubles")
    items = [text_of(li) for li in section.iter("li")]
    assert [item.split()[0] for item in items] == ["指標late", "指標slow"]
    assert "4件 → 目標 80件" in items[0]
    assert "令和6年度第2四半期からずっと「遅れ」です" in items[0]
    assert "令和6年度第3四半期からずっと「注意」の区分です" in items[1]


def test_three_troubles_are_named_and_the_others_counted(show, course):
    for number in range(5):
        course(f"k{number}", 1, 1, 1, 1)
    page = show()
    section = page.section("troubles")
    assert len(list(section.iter("li"))) == 3
    assert "対応が必要な指標 5件をすべて見る" in text_of(section)
    assert "/kitayama/smart-plan/kpis/?sort=verdict" in page.links


def test_what_changed_is_told_as_events_verdicts_before_values(show, course):
    course("same", 10, 20, 30, 40)
    course("worse", 10, 20, 30, 4)
    course("silent", 10, 20, 30, None)
    section = show().section("news")
    items = [text_of(li) for li in section.iter("li")]
    assert "指標worseが4件になりました。" in items[0]
    assert "順調" in items[0]
    assert "遅れ" in items[0]
    assert "指標sameが40件になりました。" in items[1]
    assert len(items) == 2


def test_a_moved_target_is_among_what_changed(show, course):
    row = course("k", 10, 20, 30, 40)
    make_target(row, "2025-Q4", 100, since="2025-02-01", reason="見直し")
    text = text_of(show().section("news"))
    assert "指標kの目標（" in text
    assert "）が80件から100件に変わりました。" in text


def test_a_plan_without_values_says_what_it_set_out_to_reach(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2024, 10, 1))
    make_target(make_indicator(plan, "k", baseline_value=0, baseline_period="2023"), "2025-Q4", 80)
    page = show()
    text = text_of(page.section("progress"))
    assert "実績は、市が報告するとここに表示します。" in text
    assert "目標のある指標 1件" in text
    assert "目標の時期" in text
    assert "のうち0" not in page.text
    assert not page.has_section("news")


def test_by_when_is_told_in_the_order_of_time_and_each_time_once(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2024, 10, 1))
    for code, period, more in (
        ("late", "2028", {}),
        ("level", "2025", {}),
        ("sum", "2025", {"series": "flow"}),
    ):
        make_target(make_indicator(plan, code, baseline_value=0, baseline_period="2023", **more), period, 80)
    text = text_of(show().section("progress"))
    assert "目標の時期 令和7年度末、令和10年度末" in text


def test_where_nothing_is_rated_the_actions_are_counted(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2024, 10, 1))
    make_progress(make_action(plan, "a"), "2024-Q2", "delayed")
    make_action(plan, "b")
    text = text_of(show().section("progress"))
    assert "2の取組のうち、完了・予定どおりのものはまだありません。" in text
    assert "遅れ 1" in text
    assert "未登録 1" in text


def test_actions_that_nobody_reported_on_are_counted_in_words(plan, show):
    make_action(plan, "a")
    assert "進み具合は、市が報告するとここに表示します。" in text_of(show().section("progress"))


def test_the_real_plans_show_no_invented_progress(client, real_plans):
    for plan in real_plans:
        progress = text_of(read(client, plan.get_absolute_url()).section("progress"))
        assert not {
            word for word in ("達成 ", "順調 ", "注意 ", "遅れ 1") if word in progress.replace("更新遅れ", "")
        }


class TestFirstValues:
    """A plan that has had no review says by its policy when the first values come."""

    @pytest.fixture
    def due(self, plan, show, monkeypatch):
        make_target(make_indicator(plan, "k", baseline_value=0, baseline_period="2023"), "2026-Q4", 80)

        def told(day: date, reporting_from: str, due_days: int = 30) -> str:
            freeze_today(monkeypatch, day)
            ReviewPolicy.objects.update_or_create(
                plan=plan, defaults={"reporting_from": reporting_from, "due_days": due_days}
            )
            return text_of(show().section("progress"))

        return told

    def test_the_first_quarter_is_named_with_its_day(self, due):
        said = due(date(2024, 5, 1), "2024-Q2")
        assert (
            "値の予定令和6年度（2024年度）第2四半期の値は、令和6年（2024年）10月30日までに集めます。" in said
        )

    def test_no_heading_stands_over_nothing(self, due, show):
        due(date(2024, 5, 1), "2024-Q2")
        assert not show().has_section("upcoming")

    def test_a_quarter_that_is_over_is_expected_until_its_day(self, due):
        assert "第2四半期の値は、令和6年（2024年）10月30日まで" in due(date(2024, 10, 30), "2024-Q2")
        assert "第3四半期の値は、令和7年（2025年）1月30日まで" in due(date(2024, 10, 31), "2024-Q2")

    def test_a_year_begins_with_its_last_quarter(self, due):
        assert "第4四半期の値は、令和7年（2025年）4月30日まで" in due(date(2024, 5, 1), "2024")

    def test_a_policy_that_names_no_period_promises_no_day(self, due):
        assert "値の予定" not in due(date(2024, 5, 1), "")
