"""体系図: a citizen sees on one page how mission, vision, goals and actions hang together."""

import pytest

from tests.factories import make_action, make_city, make_goal, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_a_citizen_reads_takarazukas_hierarchy_from_the_top_down(client, takarazuka):
    picture = text_of(
        next(
            div
            for div in read(client, "/takarazuka/dx-vision/map/").main.iter("div")
            if div.get("class") == "map"
        )
    )
    order = [
        "個性豊かで活力に満ちた地域社会の実現",
        "デジタルによる便利なサービスと",
        "市民のくらしをもっと便利に",
        "時間や場所に関係なく",
        "自治体情報システムの標準化",
        "組織を超えた柔軟な働き方ができている",
        "ありたい姿を描こう",
    ]
    places = [picture.index(words) for words in order]
    assert places == sorted(places)


def test_every_goal_action_and_word_of_the_picture_leads_to_its_page(client, takarazuka):
    links = read(client, "/takarazuka/dx-vision/map/").links
    for row in [*takarazuka.goals.all(), *takarazuka.actions.all()]:
        assert row.get_absolute_url() in links, row
    for row in takarazuka.statements.filter(kind__in=["mission", "vision", "value"]):
        assert row.get_absolute_url() in links, row


def test_sub_goals_stand_inside_their_pillar(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/map/")
    inside = {}
    for item in page.main.iter("li"):
        first = next(item.iter("a"), None)
        if first is not None and "map-pillar" in first.get("class", ""):
            inside[text_of(first)[0]] = sum("map-sub-goal" in a.get("class", "") for a in item.iter("a"))
    assert inside == {"1": 3, "2": 3, "3": 5}


def test_every_goal_names_the_actions_that_serve_it_in_full(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/map/")
    folds = [fold for fold in page.main.iter("details") if fold.get("class") == "map-fold"]
    assert {fold.get("open") for fold in folds} == {""}  # readable at once; a phone may fold them
    first = [text_of(item) for item in folds[0].iter("li")]
    assert text_of(folds[0].find("summary")) == "アクション 2件"
    assert first == ["② マイナンバーカードの普及促進", "③ 行政手続のオンライン化"]


def test_a_pillar_shows_how_many_indicators_stand_where(client, mihon):
    page = read(client, "/mihon/dx-plan/map/")
    verdicts = [a for a in page.main.iter("a") if a.get("class") == "map-verdicts"]
    goal = mihon.goals.get(code="1-1")
    [own] = [a for a in verdicts if a.get("href") == f"/mihon/dx-plan/kpis/?goal={goal.code}"]
    table = read(client, own.get("href"))
    rated = sum(int(number) for number in text_of(own).split() if number.isdigit())
    assert rated == len([line for line in table.main.iter("th") if "kpi-name" in line.get("class", "")])
    assert text_of(own).startswith("指標の判定 ")
    legend = next(ul for ul in page.main.iter("ul") if ul.get("class") == "map-legend")
    for word in ("達成", "順調", "注意", "遅れ"):
        assert word in text_of(legend)


def test_where_nothing_is_judged_no_verdict_is_drawn(client, amagasaki):
    page = read(client, "/amagasaki/kyoso-dx/map/")
    assert not [a for a in page.main.iter("a") if a.get("class") == "map-verdicts"]
    assert not [ul for ul in page.main.iter("ul") if ul.get("class") == "map-legend"]


def test_amagasakis_picture_has_two_directions_over_six_pillars(client, amagasaki):
    page = read(client, "/amagasaki/kyoso-dx/map/")
    kinds = [a.get("class", "") for a in page.main.iter("a")]
    assert sum("map-direction" in kind for kind in kinds) == 2
    assert sum("map-pillar" in kind for kind in kinds) == 6
    assert sum("map-sub-goal" in kind for kind in kinds) == 0


def test_the_matrix_marks_which_action_serves_which_goal(client, takarazuka):
    matrix = next(read(client, "/takarazuka/dx-vision/map/").main.iter("table"))
    columns = [text_of(cell) for cell in matrix.find("thead").iter("th")][1:]
    rows = {
        text_of(row.find("th")): [text_of(cell) for cell in row.iter("td")]
        for row in matrix.find("tbody").iter("tr")
    }
    cells = rows["③ 行政手続のオンライン化"]
    assert len(columns) == len(cells) == len(rows) == 11
    assert [column for column, cell in zip(columns, cells, strict=True) if cell] == [
        "1-1 時間や場所に関係なく、市の手続きや相談ができている",
        "1-2 自分のニーズに合った情報を自動的に受け取ることができている",
        "2-1 市に対してさまざまな意見を伝える機会・手段が増えている",
    ]


def test_a_mark_of_the_matrix_is_a_word_for_screen_readers(client, takarazuka):
    matrix = next(read(client, "/takarazuka/dx-vision/map/").main.iter("table"))
    [mark, word] = next(cell for cell in matrix.iter("td") if len(cell))
    assert (mark.get("aria-hidden"), text_of(word)) == ("true", "主な取組")
    assert {cell.get("scope") for cell in matrix.iter("th")} == {"col", "row"}


def test_an_action_that_serves_one_goal_stands_below_it_and_not_again(client):
    plan = make_plan(make_city())
    make_action(plan, "1", make_goal(plan, "1"))
    picture = next(
        div for div in read(client, "/kitayama/smart-plan/map/").main.iter("div") if div.get("class") == "map"
    )
    assert [a.get("href") for a in picture.iter("a")].count("/kitayama/smart-plan/actions/1/") == 1


def test_an_action_without_a_goal_is_not_lost_from_the_picture(client):
    plan = make_plan(make_city())
    make_action(plan, "1", make_goal(plan, "1"))
    make_action(plan, "2", title="目標のない取組")
    assert "目標のない取組" in text_of(next(
        div for div in read(client, "/kitayama/smart-plan/map/").main.iter("div") if div.get("class") == "map"
    ))  # fmt: skip


def test_a_plan_with_nothing_in_it_says_so_and_shows_no_empty_picture_or_matrix(client):
    make_plan(make_city())
    page = read(client, "/kitayama/smart-plan/map/")
    assert page.heading.endswith("体系図")
    assert not list(page.main.iter("table"))
    assert not [ul for ul in page.main.iter("ul") if not len(ul)]
    assert "まだ登録されていません" in page.text


def test_the_printed_picture_names_its_city_and_whether_it_is_a_sample(client, takarazuka, mihon):
    real, sample = (
        read(client, f"/{plan.municipality.slug}/{plan.slug}/map/").heading for plan in (takarazuka, mihon)
    )
    assert "宝塚市 DX推進ビジョン（案）" in real
    assert "サンプル" not in real
    assert "見本市DX推進計画 第2版（サンプル）" in sample
