"""A citizen looks for a word in everything the plans say."""

import pytest

from dxportal.finding.asking import PER_KIND
from dxportal.finding.marking import mark_words
from dxportal.finding.query import MAX_QUERY, MAX_WORDS, read_query
from dxportal.finding.results import FEW
from plans.models import Committee, Department, PlanDepartment, Seat, SourceNote, Statement
from tests.factories import (
    make_action,
    make_city,
    make_full_plan,
    make_goal,
    make_indicator,
    make_member,
    make_plan,
    make_term,
)
from tests.reading import Page, read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client):
    """The page that answers a query."""
    return lambda query, **more: read(client, "/search/", q=query, **more)


def hits(page: Page) -> dict[str, str]:
    """Where each hit leads, and what is said of it."""
    lists = (ol for ol in page.main.iter("ol") if ol.get("class") == "hits")
    return {next(item.iter("a")).get("href"): text_of(item) for found in lists for item in found}


def test_a_citizen_looks_for_number_cards_and_finds_takarazukas_action(look):
    found = hits(look("マイナンバーカード"))
    hit = found["/takarazuka/dx-vision/actions/2/"]
    assert "宝塚市 DX推進ビジョン" in hit
    assert "② マイナンバーカードの普及促進" in hit


def test_every_hit_leads_to_a_page_that_says_the_word(look, client):
    for address in hits(look("オンライン")):
        page, _, anchor = address.partition("#")
        shown = read(client, page)
        text = text_of(shown.element(anchor)) if anchor else shown.text
        assert "オンライン" in text, address


def test_both_words_must_occur_in_a_row(look):
    make_action(make_plan(make_city()), "both", title="窓口とアプリ")
    make_action(make_plan(make_city("minami")), "one", title="窓口だけ")
    found = hits(look("窓口 アプリ"))
    assert "/kitayama/smart-plan/actions/both/" in found
    assert "/minami/smart-plan/actions/one/" not in found


@pytest.mark.parametrize("query", ["ＤＸ研修", "DX研修", "dx研修", "　DX研修　"])
def test_wide_and_narrow_large_and_small_letters_find_the_same(look, query):
    make_action(make_plan(make_city()), "1", title="DX研修の実施")
    assert "/kitayama/smart-plan/actions/1/" in hits(look(query))


@pytest.mark.parametrize("query", ["DX研修", "ＤＸ研修"])
def test_wide_letters_in_the_plan_are_found_too(look, query):
    make_action(make_plan(make_city()), "1", title="ＤＸ研修の実施")
    assert "/kitayama/smart-plan/actions/1/" in hits(look(query))


ROWS = [
    (lambda plan: make_goal(plan, "1", summary="銀河鉄道"), "/goals/1/"),
    (lambda plan: make_action(plan, "1", group="銀河鉄道"), "/actions/1/"),
    (lambda plan: make_indicator(plan, "1", name="銀河鉄道の本数"), "/kpis/1/"),
    (lambda plan: make_indicator(plan, "1", target_wording="銀河鉄道"), "/kpis/1/"),
    (lambda plan: make_indicator(plan, "1", definition="銀河鉄道"), "/kpis/1/"),
    (lambda plan: make_indicator(plan, "1", data_source="銀河鉄道"), "/kpis/1/"),
    (lambda plan: Statement.objects.create(plan=plan, code="s", kind="value", title="銀河鉄道"), "/values/#"),
    (lambda plan: make_term(plan, "t", "語", aliases="銀河鉄道"), "/glossary/#"),
    (
        lambda plan: SourceNote.objects.create(
            plan=plan, code="n", kind="silent", title="…", found="銀河鉄道"
        ),
        "/sources/silent/#",
    ),
    (
        lambda plan: Committee.objects.create(plan=plan, code="c", name="本部", secretariat="銀河鉄道"),
        "/organization/",
    ),
    (lambda plan: _seat(plan), "/organization/"),
    (lambda plan: _department(plan), "/organization/"),
]


def _seat(plan):
    Seat.objects.create(
        committee=Committee.objects.create(plan=plan, code="c", name="本部"), code="1", office="銀河鉄道"
    )


def _department(plan):
    department = Department.objects.create(municipality=plan.municipality, code="d", name="銀河鉄道課")
    PlanDepartment.objects.create(plan=plan, department=department)


@pytest.mark.parametrize(("make", "place"), ROWS, ids=[place + str(n) for n, (_, place) in enumerate(ROWS)])
def test_every_kind_of_row_is_found_on_its_page(look, make, place):
    make(make_plan(make_city()))
    [address] = hits(look("銀河鉄道"))
    assert address.startswith(f"/kitayama/smart-plan{place}")


def test_the_word_is_marked_where_it_stands(look):
    make_action(
        make_plan(make_city()), "1", title="銀河鉄道の夜", summary=f"{'前' * 200}銀河鉄道{'後' * 200}"
    )
    page = look("銀河鉄道")
    assert [text_of(mark) for mark in page.main.iter("mark")] == ["銀河鉄道", "銀河鉄道"]
    snippet = next(p for p in page.main.iter("p") if p.get("class") == "hit-snippet")
    assert text_of(snippet).startswith("…前")
    assert text_of(snippet).endswith("後…")
    assert len(text_of(snippet)) < 140


def test_one_plan_can_be_searched_alone(look):
    found = hits(look("窓口", plan="mihon/dx-plan"))
    assert found
    assert {address.split("/")[1] for address in found} == {"mihon"}


def test_the_chosen_plan_and_the_words_stay_in_the_form(look):
    page = look("窓口", plan="mihon/dx-plan")
    assert page.element("q").get("value") == "窓口"
    assert "「見本市DX推進計画」の中だけを検索します" in page.text
    chosen = [field for field in page.main.iter("input") if field.get("name") == "plan"]
    assert [field.get("value") for field in chosen] == ["mihon/dx-plan"]
    assert "/search/?q=%E7%AA%93%E5%8F%A3" in [a.get("href") for a in page.main.iter("a")]


@pytest.mark.parametrize("plan", ["nowhere/no-plan", "mihon", "mihon/dx-plan/kpis", "<b>", "/" * 3000])
def test_an_unknown_plan_is_named_and_nothing_is_searched(look, plan):
    page = look("窓口", plan=plan)
    assert "このポータルにありません" in page.text
    assert "まだ何も検索していません" in page.text
    assert not hits(page)
    assert "<b>" not in page.html
    assert "/search/?q=%E7%AA%93%E5%8F%A3" in [a.get("href") for a in page.main.iter("a")]


def test_a_plan_is_found_at_an_address_that_it_had_before(look):
    plan = make_plan(make_city())
    make_action(plan, "1", title="銀河鉄道")
    plan.keep_address("kitayama/old")
    assert "/kitayama/smart-plan/actions/1/" in hits(look("銀河鉄道", plan="kitayama/old"))


def test_a_plan_that_is_not_public_is_as_one_that_is_not_there(look):
    make_action(make_plan(make_city(), title="準備中", is_public=False), "1", title="銀河鉄道")
    page = look("銀河鉄道", plan="kitayama/smart-plan")
    assert "このポータルにありません" in page.text
    assert "準備中" not in page.text


def test_a_word_that_is_nowhere_gets_advice_instead_of_hits(look):
    page = look("ないことば")
    assert "見つかりませんでした" in page.text
    assert "0件" in page.text
    assert page.title.startswith("「ないことば」の検索結果")


@pytest.mark.parametrize("query", ["", "   ", "　", "\t\n", "\x00"])
def test_an_empty_query_shows_the_form_only(look, query):
    page = look(query)
    assert page.heading == "計画の中を検索"
    assert not list(page.main.iter("h2"))


@pytest.mark.parametrize(
    "query", ["%", "_", "\\", "'", '"', "' OR 1=1 --", "窓口\x00", ".*", "(", "\ud83d\ude00"]
)
def test_marks_that_mean_something_to_machines_are_only_marks(look, query):
    make_action(make_plan(make_city()), "1", title="銀河鉄道")
    assert "/kitayama/smart-plan/actions/1/" not in hits(
        look(query.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    )


def test_markup_in_the_query_and_in_a_plan_is_shown_not_run(look):
    make_action(make_plan(make_city()), "1", title="<script>銀河</script>")
    page = look("<script>銀河")
    assert "<script>銀河" not in page.html
    assert "/kitayama/smart-plan/actions/1/" in hits(page)


def test_many_hits_are_cut_and_the_page_says_so(look):
    make_full_plan(make_city(), "big", PER_KIND + 1)
    page = look("取組", plan="kitayama/big")
    assert "一部だけを表示しています" in page.text
    assert sum("/actions/" in address for address in hits(page)) == FEW
    assert "?q=%E5%8F%96%E7%B5%84&plan=kitayama%2Fbig&in=actions" in page.links
    page = look("取組", plan="kitayama/big", **{"in": "actions"})
    assert "一部だけを表示しています" in page.text
    assert sum("/actions/" in address for address in hits(page)) == PER_KIND
    assert "?q=%E5%8F%96%E7%B5%84&plan=kitayama%2Fbig" in page.links


def test_an_unknown_heading_is_none_chosen(look):
    make_action(make_plan(make_city()), "1", title="銀河鉄道")
    assert "/kitayama/smart-plan/actions/1/" in hits(look("銀河鉄道", **{"in": "goals"}))
    assert "/kitayama/smart-plan/actions/1/" in hits(look("銀河鉄道", **{"in": "x"}))


def test_an_unpublished_plan_is_found_by_its_staff_only(look, client):
    plan = make_plan(make_city(), title="準備中", is_public=False)
    make_action(plan, "1", title="銀河鉄道")
    assert not hits(look("銀河鉄道"))
    assert "準備中" not in look("銀河鉄道").text
    client.force_login(make_member(plan.municipality))
    assert hits(look("銀河鉄道"))


def test_the_box_at_the_top_of_every_page_asks_the_same_page(client):
    form = next(form for form in read(client, "/takarazuka/dx-vision/").all("form"))
    assert (form.get("action"), form.get("role")) == ("/search/", "search")
    assert [box.get("name") for box in form.iter("input")] == ["q"]


def test_results_are_not_for_search_engines(look):
    metas = [meta for meta in look("窓口").all("meta") if meta.get("name") == "robots"]
    assert [meta.get("content") for meta in metas] == ["noindex"]


def test_a_long_query_is_cut_to_what_the_portal_answers():
    assert len(read_query("あ " * 300).words) == MAX_WORDS
    assert len(read_query("あ" * 500).words[0]) == MAX_QUERY


@pytest.mark.parametrize("query", ["あ" * 3000, "窓口 " * 1000, "%" * 3000, "窓口" + "\x07" * 2990])
def test_three_thousand_characters_have_a_page(client, query):
    answer = client.get("/search/", {"q": query, "plan": "mihon/dx-plan"}, follow=True)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    assert "はじめの言葉だけで検索しました" in answer.content.decode()
    assert len(answer.request["QUERY_STRING"]) < 1200
    assert "plan=mihon%2Fdx-plan" in answer.request["QUERY_STRING"]


@pytest.mark.parametrize("query", ["。。。", "!?", "ー", "%", "「」", "😀"])
def test_signs_alone_get_a_sentence(look, query):
    page = look(query)
    assert "記号だけでは検索できません" in page.text
    assert not list(page.main.iter("h2"))


def test_the_longer_word_is_marked_where_two_overlap():
    assert mark_words("デジタル化", ["デジ", "デジタル"]) == "<mark>デジタル</mark>化"


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("ﾃﾞｰﾀの活用", "データ", "<mark>ﾃﾞｰﾀ</mark>の活用"),
        ("㈱北山", "(株)", "<mark>㈱</mark>北山"),
        ("電子申し込みの手続き", "申込", "電子<mark>申し込み</mark>の手続き"),
        ("ＤＸの推進", "dx", "<mark>ＤＸ</mark>の推進"),
        ("か\u3099くしゅう", "がくしゅう", "<mark>か\u3099くしゅう</mark>"),
        ("a<b>データ</b>", "でーた", "a&lt;b&gt;<mark>データ</mark>&lt;/b&gt;"),
    ],
)
def test_what_is_found_is_marked_however_it_is_spelled(text, word, marked):
    assert mark_words(text, [word]) == marked


@pytest.mark.parametrize("typed", ["㎡", "①", "ｄｘ", "ＤＸ"])
def test_a_citizen_finds_signs_and_full_width_letters_as_they_are_typed(client, typed):
    plan = make_plan(make_city())
    plan.statements.create(code="sign", kind="concept", title="庁舎 120㎡ ① ＤＸ")
    assert "庁舎" in client.get("/search/", {"q": typed, "plan": "kitayama/smart-plan"}).content.decode()
