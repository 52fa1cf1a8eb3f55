"""A citizen meets an unfamiliar word: its first occurrence on the page leads to its explanation."""

import pytest

from plans.glossary import Glossary
from tests.factories import make_plan, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(plan):
    """Gives the plan terms by name and code, and answers its glossary for one page."""

    def terms(aliases: dict[str, str] | None = None, **codes: str) -> Glossary:
        for code, name in codes.items():
            make_term(plan, code, name, aliases=(aliases or {}).get(code, ""))
        return Glossary(plan)

    return terms


def link(code: str, text: str) -> str:
    return f'<a class="term" href="/kitayama/smart-plan/glossary/#term-{code}">{text}</a>'


def test_only_the_first_occurrence_on_the_page_is_linked(terms):
    glossary = terms(ai="AI")
    assert glossary.link("AIとAI") == f"{link('ai', 'AI')}とAI"
    assert glossary.link("またAI") == "またAI"


def test_another_page_links_the_word_again(plan, terms):
    terms(ai="AI").link("AI")
    assert Glossary(plan).link("AI") == link("ai", "AI")


def test_the_longest_word_wins(terms):
    glossary = terms(digital="デジタル", divide="デジタルデバイド")
    assert glossary.link("デジタルデバイド対策") == f"{link('divide', 'デジタルデバイド')}対策"


def test_a_short_word_inside_a_long_one_is_not_linked_the_second_time(terms):
    glossary = terms(digital="デジタル", divide="デジタルデバイド")
    glossary.link("デジタルデバイド")
    assert glossary.link("デジタルデバイド") == "デジタルデバイド"
    assert glossary.link("デジタル化") == f"{link('digital', 'デジタル')}化"


@pytest.mark.parametrize("text", ["MAIL", "AIR", "1AI", "AI2", "TAI"])
def test_a_latin_word_is_not_found_inside_another(terms, text):
    assert terms(ai="AI").link(text) == text


@pytest.mark.parametrize("text", ["生成AI", "AIを使う", "（AI）", "AI・RPA", "AI"])
def test_a_latin_word_is_found_beside_japanese_and_marks(terms, text):
    assert terms(ai="AI").link(text) == text.replace("AI", link("ai", "AI"))


def test_other_spellings_lead_to_the_same_explanation_once(terms):
    glossary = terms({"divide": "情報格差\n\n  デジタル格差 \n"}, divide="デジタルデバイド")
    assert glossary.link("情報格差") == link("divide", "情報格差")
    assert glossary.link("デジタル格差、デジタルデバイド") == "デジタル格差、デジタルデバイド"


def test_markup_in_the_text_and_in_the_word_is_shown_not_run(terms):
    glossary = terms(ai="AI", rd="R&D")
    expected = f"&lt;script&gt;{link('ai', 'AI')}&lt;/script&gt; {link('rd', 'R&amp;D')} &quot;"
    assert glossary.link('<script>AI</script> R&D "') == expected


def test_a_word_of_regular_expression_marks_is_found_as_it_is_written(terms):
    glossary = terms(c="C++（言語）", dot="A.B")
    assert glossary.link("C++（言語）") == link("c", "C++（言語）")
    assert glossary.link("AxB") == "AxB"


def test_a_word_is_not_linked_in_its_own_explanation_and_stays_free_for_the_next(terms):
    glossary = terms(ai="AI", rpa="RPA")
    assert glossary.link("AIはRPAと違う", skip="ai") == f"AIは{link('rpa', 'RPA')}と違う"
    assert glossary.link("AI") == link("ai", "AI")


def test_a_plan_without_glossary_shows_its_text_escaped(terms):
    assert terms().link("AI < 人") == "AI &lt; 人"


def test_the_words_of_another_plan_are_not_linked(plan, terms):
    make_term(make_plan(plan.municipality, "other"), "ai", "AI")
    assert terms(rpa="RPA").link("AI") == "AI"
