"""計画の言葉: the plan's own words, by kind, exactly as the city wrote them."""

import pytest

from plans.models import PlanLabel, Statement
from tests.factories import make_term
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_a_citizen_reads_takarazukas_mission_and_seven_watchwords(client):
    page = read(client, "/takarazuka/dx-vision/values/")
    watchwords = [text_of(heading) for heading in page.section("kind-value").iter("h3")]
    assert text_of(page.section("kind-mission")).count("個性豊かで活力に満ちた地域社会の実現") == 1
    assert len(watchwords) == 7
    assert watchwords[0] == "① ありたい姿を描こう"
    assert all(words[2] in "あア" for words in watchwords)


def test_a_citizen_reads_amagasakis_four_principles_and_its_keyword(client):
    page = read(client, "/amagasaki/kyoso-dx/values/")
    assert len(list(page.section("kind-principle").iter("h3"))) == 4
    assert "共創" in text_of(page.section("kind-keyword"))


@pytest.mark.parametrize("address", ["/takarazuka/dx-vision/", "/amagasaki/kyoso-dx/", "/mihon/dx-plan/"])
def test_every_word_of_a_plan_stands_on_the_page_at_its_own_anchor(client, address):
    page = read(client, f"{address}values/")
    rows = Statement.objects.filter(plan__slug=address.split("/")[2])
    assert rows
    for row in rows:
        assert row.title in text_of(page.element(row.get_absolute_url().split("#")[1])), row


def test_kinds_are_called_what_the_plan_calls_them_and_come_in_the_portals_order(client, plan):
    for kind in ("value", "mission", "challenge"):
        Statement.objects.create(plan=plan, code=f"a-{kind}", kind=kind, title=f"言葉 {kind}")
    PlanLabel.objects.create(plan=plan, kind="value", label="心得")
    page = read(client, "/kitayama/smart-plan/values/")
    *kinds, days = [text_of(heading) for heading in page.main.iter("h2")]
    assert kinds == ["ミッション", "心得", "課題"]
    assert days == "過去の時点で見る"


def test_the_page_says_where_a_word_stands_in_its_source_and_that_it_is_a_summary(client, plan):
    Statement.objects.create(
        plan=plan, code="m", kind="concept", title="考え方", source_place="本編 3ページ", is_summary=True
    )
    text = read(client, "/kitayama/smart-plan/values/").text
    assert "出典: 本編 3ページ" in text
    assert "要約" in text


def test_paragraphs_and_bullets_of_the_text_become_paragraphs_and_bullets(client, plan):
    body = "はじめに\n続き\n\n次の段落\n・一つ目\n・<b>二つ目</b>\n"
    Statement.objects.create(plan=plan, code="m", kind="concept", title="考え方", body=body)
    html = read(client, "/kitayama/smart-plan/values/").html
    assert "<p>はじめに<br>続き</p><p>次の段落</p>" in html
    assert "<ul><li>一つ目</li><li>&lt;b&gt;二つ目&lt;/b&gt;</li></ul>" in html


def test_a_term_in_the_text_leads_to_its_explanation(client, plan):
    make_term(plan, "ai", "AI")
    Statement.objects.create(plan=plan, code="m", kind="concept", title="考え方", body="AIを使う。AIと働く。")
    page = read(client, "/kitayama/smart-plan/values/")
    assert page.links.count("/kitayama/smart-plan/glossary/#term-ai") == 1


def test_a_plan_without_words_says_so(client, plan):
    page = read(client, "/kitayama/smart-plan/values/")
    assert "まだ登録されていません" in page.text
    assert not list(page.main.iter("nav"))
