"""What a citizen finds beside words of the plan: numbers, verdicts, who is in charge, comments, other words."""

from datetime import date

import pytest

from dxportal.finding.asking import PER_KIND
from kpis.models import PlanStanding
from kpis.standings.writing import refresh
from plans.models import Department, PlanDepartment
from tests.factories import (
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_progress,
    make_target,
    make_term,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db
ROOT = "/kitayama/smart-plan/"


@pytest.fixture
def plan():
    return make_plan(make_city(), starts_on=date(2024, 4, 1))


@pytest.fixture
def look(client):
    """The plan's hits under each heading: where they lead below the plan and what is said, in their order."""

    def look(query: str, **more) -> dict[str, dict[str, str]]:
        found = {}
        for section in read(client, "/search/", q=query, **more).main.iter("section"):
            hits = {next(item.iter("a")).get("href"): text_of(item) for item in section.iter("li")}
            mine = {href.removeprefix(ROOT): said for href, said in hits.items() if href.startswith(ROOT)}
            if mine:
                found[section.get("aria-labelledby").removeprefix("hits-")] = mine
        return found

    return look


class TestNumbers:
    @pytest.fixture(autouse=True)
    def numbered(self, plan):
        make_indicator(plan, "2-1", name="前の1-1を引き継ぐ指標", order=1)
        make_indicator(plan, "1-1", number="KPI 1-1", name="オンライン申請の割合", order=2)
        make_indicator(plan, "1-11", number="KPI 1-11", name="別の指標", order=3)
        make_indicator(plan, "kgi-4", role="kgi", name="市民の満足", order=4)
        make_goal(plan, "1-1", number="1-1", title="便利にする")
        make_action(plan, "2", number="②", title="カードの普及")

    @pytest.mark.parametrize("query", ["1-1", "１－１", "KPI1-1", "KPI 1-1", "kpi1‐1", "指標 1−1"])
    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    def test_the_indicator_of_the_number_stands_first(self, look, query, scope):
        sections = look(query, **scope)
        assert next(iter(sections)) == "indicators"
        assert next(iter(sections["indicators"])) == "kpis/1-1/"

    def test_a_number_without_a_kind_finds_the_goal_too(self, look):
        assert "goals/1-1/" in look("1-1")["goals"]

    @pytest.mark.parametrize("query", ["KGI 4", "kgi4", "ＫＧＩ④"])
    def test_a_kgi_is_found_though_its_number_is_in_its_address_only(self, look, query):
        assert next(iter(look(query)["indicators"])) == "kpis/kgi-4/"
        hit = look(query)["indicators"]["kpis/kgi-4/"]
        assert hit.startswith("市民の満足 KGI")
        assert "番号: kgi-4" in hit

    def test_an_action_by_the_number_in_a_circle(self, look):
        assert "actions/2/" in look("取組2")["actions"]

    def test_a_kpi_of_a_number_that_only_a_kgi_has_is_not_there(self, look):
        assert "kpis/kgi-4/" not in look("KPI 4").get("indicators", {})


class TestVerdicts:
    @pytest.fixture(autouse=True)
    def judged(self, plan, monkeypatch):
        freeze_today(monkeypatch, date(2025, 5, 10))
        # 0 → 100 from April 2024 to March 2026: half of it is due at the end of March 2025.
        for code, value in (("late", 10), ("track", 50), ("done", 100)):
            row = make_indicator(plan, code, name=f"窓口{code}", baseline_value=0, baseline_period="2023-Q4")
            make_target(row, "2025-Q4", 100)
            make_measurement(row, "2024-Q4", value)
        make_indicator(plan, "none", name="窓口none")
        guarded(plan)
        refresh(plan)

    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    @pytest.mark.parametrize(
        ("query", "codes"),
        [("遅れ", {"late"}), ("順調", {"track"}), ("窓口 遅れ", {"late"}), ("予約 遅れ", set())],
    )
    def test_the_word_of_a_verdict_finds_those_that_stand_so(self, look, scope, query, codes):
        assert set(look(query, **scope).get("standing", {})) == {f"kpis/{code}/" for code in codes}

    def test_each_says_value_target_and_verdict(self, look):
        hit = look("遅れ")["standing"]["kpis/late/"]
        assert "遅れ" in hit
        assert "実績 10件（令和6年度第4四半期）" in hit
        assert "目標 100件（令和7年度第4四半期末）" in hit

    def test_so_does_every_indicator_that_is_found(self, look):
        hits = look("窓口", plan="kitayama/smart-plan")["indicators"]
        assert "順調" in hits["kpis/track/"]
        assert "実績 50件" in hits["kpis/track/"]
        assert "実績未登録" in hits["kpis/none/"]

    def test_what_is_no_longer_true_is_not_shown(self, look, plan, client):
        # As after a change: PostgreSQL counts a plan once in a transaction, and a test is one.
        PlanStanding.objects.filter(plan_id=plan.pk).update(plan_version=-1)
        assert "kpis/late/" not in look("遅れ").get("standing", {})
        assert "判定を計算しなおしている計画があります" in read(client, "/search/", q="遅れ").text
        assert "実績 10件" not in look("窓口", plan="kitayama/smart-plan")["indicators"]["kpis/late/"]
        refresh(plan)
        assert "kpis/late/" in look("遅れ")["standing"]

    def test_a_hidden_indicator_is_not_found_by_its_verdict(self, look, plan, unguarded):
        plan.indicators.filter(code="late").update(state="preparing")
        refresh(plan)
        assert "kpis/late/" not in look("遅れ").get("standing", {})

    def test_nor_is_one_of_a_plan_that_is_not_public(self, look, plan, unguarded):
        type(plan).objects.filter(pk=plan.pk).update(is_public=False)
        assert "kpis/late/" not in look("遅れ").get("standing", {})

    def test_nothing_is_judged(self, look, monkeypatch):
        def refuse(*args, **kwargs):
            raise AssertionError("judged")

        monkeypatch.setattr("kpis.judging.evaluation.evaluate", refuse)
        monkeypatch.setattr("kpis.assessment.assessing.evaluate", refuse, raising=False)
        assert look("遅れ")["standing"]


class TestInCharge:
    @pytest.fixture(autouse=True)
    def department(self, plan):
        department = Department.objects.create(municipality=plan.municipality, code="d", name="銀河鉄道課")
        make_indicator(plan, "1").departments.set([department])
        make_action(plan, "1").lead_departments.set([department])
        make_action(plan, "2").supporting_departments.set([department])
        make_action(plan, "3")
        hidden = make_indicator(plan, "2", state="preparing")
        hidden.departments.set([department])
        PlanDepartment.objects.create(plan=plan, department=department)

    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    def test_a_department_is_found_with_what_it_does(self, look, scope):
        sections = look("銀河鉄道課", **scope)
        assert set(sections["indicators"]) == {"kpis/1/"}
        assert set(sections["actions"]) == {"actions/1/", "actions/2/"}
        assert set(sections["people"]) == {"organization/"}
        assert "担当: 銀河鉄道課" in sections["indicators"]["kpis/1/"]


class TestComments:
    SECRET = "銀河鉄道"

    @pytest.fixture
    def indicator(self, plan):
        return make_indicator(plan, "1")

    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    @pytest.mark.parametrize(
        ("field", "name"),
        [("progress_comment", "取組状況"), ("issues_comment", "課題"), ("response_comment", "今後の対応")],
    )
    def test_an_approved_comment_is_found_and_quoted(self, look, indicator, scope, field, name):
        make_measurement(indicator, "2024-Q3", 1, **{field: f"先に{self.SECRET}を"})
        make_measurement(indicator, "2024-Q4", 2, **{field: f"次に{self.SECRET}を"})
        [hit] = look(self.SECRET, **scope)["indicators"].values()
        assert f"令和6年度第4四半期の{name}: 次に銀河鉄道を" in hit

    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_what_is_not_approved_is_not_found(self, look, indicator, state, scope):
        make_measurement(indicator, "2024-Q3", 1, state=state, progress_comment=self.SECRET)
        assert look(self.SECRET, **scope) == {}

    def test_notes_between_the_staff_are_not_found(self, look, indicator):
        make_measurement(indicator, "2024-Q3", 1, internal_note=self.SECRET, answer=self.SECRET)
        assert look(self.SECRET) == {}

    def test_nor_what_a_correction_has_replaced(self, look, indicator):
        make_measurement(indicator, "2024-Q3", 1, issues_comment=self.SECRET)
        make_measurement(
            indicator, "2024-Q3", 2, revision=2, revision_reason="誤り", issues_comment="正しい話"
        )
        assert look(self.SECRET) == {}
        assert "kpis/1/" in look("正しい話")["indicators"]

    def test_a_correction_that_is_a_draft_replaces_nothing(self, look, indicator):
        make_measurement(indicator, "2024-Q3", 1, issues_comment=self.SECRET)
        make_measurement(indicator, "2024-Q3", 2, revision=2, revision_reason="誤り", state="draft")
        assert "kpis/1/" in look(self.SECRET)["indicators"]

    def test_nor_what_was_said_of_a_hidden_indicator(self, look, plan):
        make_measurement(
            make_indicator(plan, "2", state="preparing"), "2024-Q3", 1, issues_comment=self.SECRET
        )
        assert look(self.SECRET) == {}

    def test_nor_of_a_plan_that_is_not_public(self, look, plan):
        other = make_plan(plan.municipality, "other", is_public=False)
        make_measurement(make_indicator(other, "1"), "2024-Q3", 1, issues_comment=self.SECRET)
        assert look(self.SECRET) == {}

    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    def test_what_is_reported_of_an_action_is_found(self, look, plan, scope):
        action = make_action(plan, "1")
        make_progress(action, "2024-Q3", comment=f"{self.SECRET}を始めた")
        make_progress(make_action(plan, "2"), "2024-Q3", comment=self.SECRET, state="draft")
        [(address, hit)] = look(self.SECRET, **scope)["actions"].items()
        assert address == "actions/1/"
        assert "令和6年度第3四半期の取組状況: 銀河鉄道を始めた" in hit


class TestOtherWords:
    @pytest.fixture(autouse=True)
    def glossary(self, plan):
        make_term(plan, "t", "電子申請", aliases="オンライン申請\nネット申請", original="Digital Application")
        make_action(plan, "1", title="オンライン申請を広げる")
        make_action(plan, "2", title="電子申請を広げる")

    @pytest.mark.parametrize("scope", [{}, {"plan": "kitayama/smart-plan"}])
    @pytest.mark.parametrize("query", ["電子申請", "オンライン申請", "ネット申請", "digital application"])
    def test_a_word_of_the_glossary_finds_what_says_it_otherwise(self, look, client, query, scope):
        actions = look(query, **scope).get("actions", {})
        if " " not in query:  # two words are asked for one by one
            assert {"actions/1/", "actions/2/"} <= set(actions)
            assert "用語集で同じ意味とされている" in read(client, "/search/", q=query, **scope).text

    def test_a_part_of_such_a_word_is_only_itself(self, look):
        assert set(look("電子")["actions"]) == {"actions/2/"}

    def test_another_plans_glossary_says_nothing_of_this_one(self, client, plan):
        other = make_plan(plan.municipality, "other")
        make_action(other, "1", title="オンライン申請を広げる")
        assert "見つかりませんでした" in read(client, "/search/", q="電子申請", plan="kitayama/other").text


def test_indicators_come_first_and_titles_before_texts(look, plan):
    make_goal(plan, "1", title="銀河鉄道の柱")
    make_indicator(plan, "1", name="本数", definition="銀河鉄道が走る", order=1)
    make_indicator(plan, "2", name="銀河鉄道の本数", order=2)
    sections = look("銀河鉄道")
    assert list(sections) == ["indicators", "goals"]
    assert list(sections["indicators"]) == ["kpis/2/", "kpis/1/"]


def test_headings_count_what_stands_under_them(client, plan):
    for number in range(PER_KIND + 1):
        make_action(plan, f"a{number}", title="銀河鉄道")
    make_goal(plan, "1", title="銀河鉄道")
    page = read(client, "/search/", q="銀河鉄道")
    headings = [text_of(heading) for heading in page.main.iter("h3")]
    assert headings == ["目標・柱 1件", f"取組 {PER_KIND}件以上"]
    links = [a.get("href") for nav in page.main.iter("nav") for a in nav.iter("a")]
    assert links == ["#hits-goals", "#hits-actions"]


def test_a_city_is_found_by_its_name(look, plan):
    assert "" in look(plan.municipality.name)["plans"]


def test_where_nothing_is_found_the_page_says_what_to_try(client, plan):
    page = read(client, "/search/", q="ないことば どこにも", plan="kitayama/smart-plan")
    links = [a.get("href") for a in page.main.iter("a")]
    assert "/search/?q=%E3%81%AA%E3%81%84%E3%81%93%E3%81%A8%E3%81%B0&plan=kitayama/smart-plan" in links
    assert {"/kitayama/smart-plan/kpis/", "/kitayama/smart-plan/glossary/", "/"} <= set(links)


class TestCityNamed:
    """Who names the city means its plans; the other words say what is looked for there."""

    @pytest.fixture(autouse=True)
    def two_cities(self, plan):
        make_indicator(plan, "1-1", number="KPI 1-1", name="オンライン申請の割合")
        other = make_plan(make_city("minami", name="南山市", name_en="Minami City"))
        make_indicator(other, "1-1", number="KPI 1-1", name="オンライン申請の数")

    @pytest.mark.parametrize(
        "asked", ["北山市 オンライン", "オンライン　北山市", "北山市 KPI 1-1", "北山市、1-1"]
    )
    def test_only_its_plan_is_searched(self, look, client, asked):
        assert list(look(asked)["indicators"]) == ["kpis/1-1/"]
        page = read(client, "/search/", q=asked)
        assert "「北山市 スマート計画」の中だけを検索します。" in text_of(page.main)
        assert "南山市" not in text_of(page.main)

    def test_by_its_english_name(self, client):
        said = text_of(read(client, "/search/", q="minami 割合 オンライン").main)
        assert "0件" in said or "見つかりません" in said
        assert "「南山市" in text_of(read(client, "/search/", q="Minami オンライン").main)

    def test_of_a_city_with_several_plans_all(self, look, client, plan):
        make_indicator(make_plan(plan.municipality, "old-plan"), "9", name="オンライン窓口の数")
        said = text_of(read(client, "/search/", q="北山市 オンライン").main)
        assert "北山市の計画の中だけを検索しました。" in said
        assert "オンライン窓口の数" in said and "オンライン申請の割合" in said and "南山市" not in said

    def test_its_name_alone_is_a_word_like_any_other(self, client):
        assert "中だけを" not in text_of(read(client, "/search/", q="北山市").main)
