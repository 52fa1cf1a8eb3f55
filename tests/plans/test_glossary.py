"""用語集: a citizen looks up a word, by its group or from a link in a text."""

import pytest

from plans.models import Term
from tests.factories import make_city, make_plan, make_term
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_a_citizen_looks_up_bpr_in_takarazukas_glossary(client):
    page = read(client, "/takarazuka/dx-vision/glossary/")
    term = Term.objects.get(plan__slug="dx-vision", name__startswith="BPR")
    entry = text_of(page.element(term.get_absolute_url().split("#")[1]))
    assert entry.startswith("BPR Business Process Re-engineering")
    assert "業務改革" in entry
    assert "原本のページ: P6" in entry


@pytest.mark.parametrize("plan", ["takarazuka/dx-vision", "amagasaki/kyoso-dx", "mihon/dx-plan"])
def test_every_term_stands_at_the_anchor_that_texts_link_to(client, plan):
    page = read(client, f"/{plan}/glossary/")
    terms = Term.objects.filter(plan__slug=plan.split("/")[1])
    assert terms
    for term in terms:
        assert term.name in text_of(page.element(term.get_absolute_url().split("#")[1])), term


def test_groups_can_be_jumped_to_from_the_top_of_the_page(client):
    page = read(client, "/takarazuka/dx-vision/glossary/")
    index = next(nav for nav in page.main.iter("nav"))
    jumps = {text_of(a): a.get("href") for a in index.iter("a")}
    assert list(jumps)[:2] == ["英字", "ア行"]
    for name, target in jumps.items():
        assert text_of(page.element(target.removeprefix("#"))) == name


def test_each_group_is_named_once(client):
    headings = [text_of(h) for h in read(client, "/takarazuka/dx-vision/glossary/").main.iter("h2")]
    assert len(headings) == len(set(headings)) == 9


def test_an_explanation_links_other_terms_but_not_its_own(client):
    plan = make_plan(make_city())
    make_term(plan, "ai", "AI", body="AIは機械の知能です。RPAとは違います。", order=1)
    make_term(plan, "rpa", "RPA", body="自動化です。", order=2)
    links = [
        a for a in read(client, "/kitayama/smart-plan/glossary/").main.iter("a") if a.get("class") == "term"
    ]
    assert [text_of(link) for link in links] == ["RPA"]


def test_the_original_word_is_marked_as_another_language(client):
    page = read(client, "/takarazuka/dx-vision/glossary/")
    term = page.element(Term.objects.get(plan__slug="dx-vision", name="BPR").get_absolute_url().split("#")[1])
    assert [text_of(span) for span in term.iter("span") if span.get("lang") == "en"] == [
        "Business Process Re-engineering"
    ]


def test_a_japanese_original_is_not_read_aloud_as_english(client):
    plan = make_plan(make_city())
    make_term(plan, "eltax", "eLTAX", original="地方税ポータルシステム")
    spans = [
        s for s in read(client, "/kitayama/smart-plan/glossary/").main.iter("span") if s.get("lang") == "en"
    ]
    assert not spans


def test_a_plan_without_glossary_says_so(client):
    make_plan(make_city())
    page = read(client, "/kitayama/smart-plan/glossary/")
    assert "用語集がありません" in page.text
    assert not list(page.main.iter("nav"))
