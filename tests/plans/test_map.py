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
        "組織を超えた柔軟な働き方ができている",
        "自治体情報システムの標準化",
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


def test_an_action_number_is_read_aloud_with_its_title(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/map/")
    chips = [a for a in page.main.iter("a") if a.get("data-action") == "2" and a.get("aria-label")]
    assert chips
    assert {chip.get("aria-label") for chip in chips} == {"② マイナンバーカードの普及促進"}
    assert {text_of(chip) for chip in chips} == {"②"}


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
    cells = rows["1-1 時間や場所に関係なく、市の手続きや相談ができている"]
    assert len(columns) == len(cells) == len(rows) == 11
    assert [column for column, cell in zip(columns, cells, strict=True) if cell] == [
        "② マイナンバーカードの普及促進",
        "③ 行政手続のオンライン化",
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
    assert "見本市 見本市DX推進計画 第2版（サンプル）" in sample
