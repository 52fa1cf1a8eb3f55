"""The table of KPIs and KGIs, in the plan's own shape."""

from datetime import date

import pytest

from kpis.models import PlanRating, RatingScale
from tests.factories import (
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_progress,
    make_target,
)
from tests.reading import read, text_of

from .scorecard_page import TABLE, cell, has_class, lines, make_on_the_way, names, row_of

pytestmark = pytest.mark.django_db


def test_the_table_has_the_plans_own_shape(shaped, show):
    page = show()
    headings = [text_of(h) for h in page.main.iter("h2")]
    assert headings == [
        "判定の内訳",
        "市民のために",
        "3 目標3",
        "計画全体の指標",
        "参考指標",
        "更新を受け取る",
    ]
    # What the direction aims at in the end stands below its pillars, the reference apart.
    assert names(page) == ["一の一", "一の二", "二の一", "満足度", "三の一", "全体の値", "旧計画の値"]


def test_a_pillar_stands_once_beside_all_its_indicators_with_its_actions(shaped, show):
    first = lines(show())[:2]
    goals = [[td for td in line.iter("td") if has_class(td, "kpi-goal")] for line in first]
    assert [len(found) for found in goals] == [1, 0]
    assert (goals[0][0].get("rowspan"), text_of(goals[0][0])) == ("2", "1 目標1")
    actions = next(td for td in first[0].iter("td") if has_class(td, "kpi-actions"))
    assert (actions.get("rowspan"), text_of(actions)) == ("2", "a 取組a")
    assert [a.get("href") for a in actions.iter("a")] == ["/kitayama/smart-plan/actions/a/"]


def test_every_row_of_a_table_has_as_many_columns_as_its_head(shaped, show):
    for query in ({}, {"sort": "name"}):
        for table in show(**query).all("table"):
            width = len(list(table.find("thead").iter("th")))
            spans: list[int] = []
            for line in table.iter("tr"):
                own = [e for e in line if e.tag in ("th", "td")]
                if line in list(table.find("thead").iter("tr")):
                    continue
                assert len(own) + len(spans) == width, text_of(line)
                spans += [int(e.get("rowspan")) for e in own if e.get("rowspan")]
                spans = [span - 1 for span in spans if span > 1]
            assert spans == []


def test_value_target_and_verdict_stand_as_words(shaped, show):
    page = show()
    row = row_of(page, "一の一")
    assert row["value"] == "62% 令和6年度"
    assert row["target"].startswith("目標 80% 令和8年度末 基準 60%")
    assert row["verdict"] == "遅れ"
    assert row_of(page, "一の二")["verdict"] == "達成"
    assert row_of(page, "二の一")["verdict"] == "前倒し"
    assert row_of(page, "満足度")["verdict"] == "順調"
    assert row_of(page, "旧計画の値")["verdict"] == "判定対象外"
    assert row_of(page, "三の一") == {
        "value": "実績未登録",
        "target": row["target"],
        # FY2023 was due on 30 April 2024: late for more than a year.
        "verdict": "実績なし 更新遅れ",
        "trend": "",
    }


def test_the_counts_leave_references_out(shaped, show):
    counts = text_of(show().section("counts"))
    for words in ("達成 1", "順調 2", "注意 1", "遅れ 1", "判定なし 1", "更新遅れ 1"):
        assert words in counts
    assert "6の指標のうち3が達成・順調です。" in counts


def test_the_table_says_of_which_day_it_speaks(shaped, show):
    assert "令和7年（2025年）5月1日の時点" in show().text
    assert "令和5年度（2023年度）第4四半期末の時点" in show(at="2023-Q4").text


def test_a_mark_of_the_citys_own_stands_beside_the_verdict(shaped, show):
    PlanRating.objects.create(plan=shaped, scale=RatingScale.objects.get(code="tama"))
    page = show()
    # 2/10 of the way expected: ③; 11/10: ①
    assert "市の印 ③" in row_of(page, "一の一")["verdict"]
    assert "市の印 ①" in row_of(page, "二の一")["verdict"]


def test_a_legend_explains_the_small_pictures_and_whose_the_citys_marks_are(shaped, show):
    [legend] = [ul for ul in show().main.iter("ul") if has_class(ul, "chart-key")]
    for words in ("青は進んだ分", "計画どおりなら今いるところ", "点線は目標"):
        assert words in text_of(legend)
    assert "市の印" not in text_of(legend)
    PlanRating.objects.create(plan=shaped, scale=RatingScale.objects.get(code="tama"))
    [legend] = [ul for ul in show().main.iter("ul") if has_class(ul, "chart-key")]
    assert "市の印は、市が付けた印（判定とは別）" in text_of(legend)


def test_the_portals_own_marks_are_not_shown_twice(shaped, show):
    PlanRating.objects.create(plan=shaped, scale=RatingScale.objects.get(code="portal"))
    assert "市の印" not in show().text


def test_a_year_in_progress_shows_its_sum_and_the_year_at_this_pace(today, show):
    plan = make_plan(make_city())
    row = make_indicator(
        plan,
        "k",
        series="flow",
        direction="decrease",
        unit="時間",
        baseline_value=145,
        baseline_period="2022",
    )
    make_target(row, "2025", 120)
    for quarter in (1, 2):
        make_measurement(row, f"2024-Q{quarter}", 32)
    shown = row_of(show(at="2024-Q2"), "指標k")["value"]
    assert shown == "64時間 （途中） 令和6年度第2四半期までの合計 令和6年度第2四半期 32時間 年換算 128時間"


def test_a_row_shows_the_newest_value_and_the_one_that_is_judged(today, show):
    row = make_indicator(make_plan(make_city()), "k", frequency="half-yearly")
    make_target(row, "2024-Q2", 10)
    for period, value in (("2024-Q2", 6), ("2024-Q4", 11)):
        make_measurement(row, period, value)
    shown = row_of(show(), "指標k")
    assert shown["value"] == "11件 令和6年度下半期 判定に使った値 6件（令和6年度上半期）"
    assert shown["verdict"] == "未達成"


def test_a_plan_without_any_value_says_one_calm_line(today, show):
    plan = make_plan(make_city(), starts_on=date(2023, 4, 1))
    make_on_the_way(plan, "k1", None)
    counts = show().section("counts")
    assert text_of(counts) == "判定の内訳 実績は、まだ登録されていません。"


def test_a_bound_is_a_target_that_says_so(today, show):
    row = make_indicator(make_plan(make_city()), "k", unit="%", decimals=1, direction="keep_at_most")
    make_target(row, "2026", 10)
    assert row_of(show(), "指標k")["target"].startswith("目標 10.0%以下 令和8年度末")


def test_a_value_that_cannot_be_worked_out_is_not_called_missing(today, show):
    plan = make_plan(make_city())
    row = make_indicator(plan, "k", unit="%", numerator_label="申請", denominator_label="全体")
    make_target(row, "2026", 80)
    make_measurement(row, "2024-Q4", numerator=0, denominator=0)
    assert row_of(show(), "指標k")["value"] == "該当なし"


def test_a_number_without_target_says_so(today, show):
    row = make_indicator(make_plan(make_city()), "k", target_wording="満足度の向上")
    make_measurement(row, "2024-Q4", 5)
    page = show()
    assert row_of(page, "指標k")["target"] == "数値目標なし"
    assert "計画の言葉: 満足度の向上" in page.text


def test_a_plan_without_rated_indicators_counts_its_actions(today, show):
    plan = make_plan(make_city())
    make_progress(make_action(plan, "a"), "2024-Q4", "delayed")
    make_progress(make_action(plan, "b"), "2024-Q4", "completed")
    make_action(plan, "c")
    page = show()
    assert "この計画には、指標が登録されていません。" in page.text
    actions = text_of(page.section("actions"))
    for words in ("遅れ 1", "完了 1", "未登録 1"):
        assert words in actions


def test_a_plan_with_nothing_in_it_has_a_table_page(plan, show):
    page = show()
    assert page.heading == "KPI・KGIの進み具合"
    assert "指標が登録されていません" in page.text
    assert lines(page) == []


def test_a_citizen_reads_amagasakis_table(client, amagasaki):
    page = read(client, "/amagasaki/kyoso-dx/kpis/")
    assert len(lines(page)) == amagasaki.indicators.count()
    directions = [str(goal) for goal in amagasaki.goals.filter(kind="direction")]
    assert [h for h in map(text_of, page.main.iter("h2")) if h in directions] == directions
    rated = [line for line in lines(page) if "参考" not in text_of(line)]
    # The sources hold no value of 2023 or later, and none are invented.
    assert {cell(line, "value") for line in rated} == {"実績未登録"}
    assert "サンプル" not in page.text


def test_takarazukas_table_says_that_nothing_is_rated_and_how_the_actions_go(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/kpis/")
    assert page.has_section("actions")
    assert len(lines(page)) == takarazuka.indicators.count()


def test_the_fictional_citys_table_says_that_it_is_made_up(client, mihon):
    page = read(client, "/mihon/dx-plan/kpis/")
    assert len(lines(page)) == mihon.indicators.count()
    assert "サンプル" in text_of(page.all("body")[0])


def test_the_table_is_for_those_who_may_see_the_plan(client):
    plan = make_plan(make_city(), is_public=False)
    make_indicator(plan, "k")
    for address in ("kpis/", "kpis/scorecard.csv", "kpis/k/", "kpis/k/data.csv", "kpis/k/chart.svg"):
        assert client.get(f"/kitayama/smart-plan/{address}").status_code == 404


def test_the_table_only_reads(shaped, client):
    assert client.post(TABLE).status_code == 405
