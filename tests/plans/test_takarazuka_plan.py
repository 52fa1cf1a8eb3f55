"""宝塚市「DX推進ビジョン」 as stored, against facts written down from its document."""

from collections import Counter

import pytest

from plans.models import Plan, Seat, Statement

from . import facts_takarazuka as facts
from .wording import committee_names, missing, plain, statements, texts, titles, without_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def takarazuka(real_plans):
    return Plan.objects.get_by_natural_key("takarazuka", "dx-vision")


def test_takarazukas_vision_is_a_first_edition_and_a_draft(takarazuka):
    plan = facts.PLAN
    assert plain(takarazuka.title) == plain(plan["title"])
    assert plain(takarazuka.edition) == plain(plan["edition"])
    assert takarazuka.is_draft is plan["is_draft"]
    assert takarazuka.ends_on is None
    assert plan["published"] in takarazuka.documents.values_list("published", flat=True)


def test_takarazukas_mission_and_visions_are_word_for_word(takarazuka):
    assert facts.MISSION in statements(takarazuka, Statement.Kind.MISSION)
    sentences = [vision.removesuffix("。") for vision in facts.VISIONS]
    changed = missing(sentences, statements(takarazuka, Statement.Kind.VISION))
    assert not changed, f"not word for word: {changed}"


def test_takarazukas_idea_of_dx_is_word_for_word(takarazuka):
    changed = missing(facts.CONCEPT_LINES, statements(takarazuka, Statement.Kind.CONCEPT))
    assert not changed, f"not word for word: {changed}"


def test_takarazukas_goals_have_the_titles_of_the_system_diagram(takarazuka):
    expected = facts.PILLARS | facts.SUB_GOALS
    stored = {goal.code: plain(goal.title) for goal in takarazuka.goals.all()}
    assert stored == {code: plain(title) for code, title in expected.items()}


def test_takarazukas_sub_goals_stand_under_the_pillar_of_their_number(takarazuka):
    sub_goals = takarazuka.goals.filter(kind="sub-goal").select_related("parent")
    pillars = {goal.code: goal.parent.code for goal in sub_goals}
    assert pillars == {code: code.split("-")[0] for code in facts.SUB_GOALS}


def test_takarazukas_sub_goals_have_the_actions_listed_on_their_pages(takarazuka):
    links = {
        goal.code: sorted((action.code for action in goal.actions.all()), key=int)
        for goal in takarazuka.goals.filter(kind="sub-goal").prefetch_related("actions")
    }
    assert links == facts.LINKS


def test_takarazukas_actions_have_the_numbers_and_titles_of_the_system_diagram(takarazuka):
    stored = {row.code: (plain(row.number), plain(row.title)) for row in takarazuka.actions.all()}
    assert stored == {code: (plain(number), plain(title)) for code, (number, title) in facts.ACTIONS.items()}


@pytest.mark.parametrize("code", facts.ACTION_FACTS)
def test_a_summary_of_takarazukas_action_keeps_its_facts(takarazuka, code):
    action = takarazuka.actions.get(code=code)
    dropped = missing(facts.ACTION_FACTS[code], plain(action.title, action.summary))
    assert not dropped, f"action {action} lacks: {dropped}"


@pytest.mark.parametrize("code", facts.GOAL_FACTS)
def test_a_summary_of_takarazukas_goal_keeps_its_terms(takarazuka, code):
    goal = takarazuka.goals.get(code=code)
    dropped = missing(facts.GOAL_FACTS[code], plain(goal.title, goal.subtitle, goal.summary))
    assert not dropped, f"goal {goal} lacks: {dropped}"


def test_takarazukas_seven_watchwords_stand_in_order(takarazuka):
    values = takarazuka.statements.filter(kind=Statement.Kind.VALUE)
    assert titles(values) == [plain(value) for value in facts.VALUES]


def test_only_what_chapter_seven_says_stands_under_its_title(takarazuka):
    rows = takarazuka.statements.filter(kind=Statement.Kind.KEYWORD)
    assert rows
    assert {row.source_place for row in rows} == {"本編 7「職員のみなさんへ」"}
    assert "概要版" in takarazuka.statements.get(title="おまけ").source_place


def test_takarazukas_glossary_has_every_term_with_its_page(takarazuka):
    stored = {without_english(term.name): plain(term.page) for term in takarazuka.terms.all()}
    assert stored == {plain(name): page for name, page in facts.TERMS.items()}


def test_takarazukas_glossary_has_the_groups_of_the_source(takarazuka):
    assert Counter(term.reading_group for term in takarazuka.terms.all()) == facts.TERM_GROUPS


def test_takarazukas_headquarters_has_every_seat_and_no_invented_one(takarazuka):
    assert facts.COMMITTEE in committee_names(takarazuka)
    stored = [plain(seat.role, seat.office) for seat in Seat.objects.filter(committee__plan=takarazuka)]
    absent = [
        (role, office)
        for role, office in facts.SEATS
        if not any(plain(role) in seat and plain(office) in seat for seat in stored)
    ]
    assert not absent, f"no seat for: {absent}"
    known = [office for _, office in facts.SEATS] + facts.DEPARTMENTS
    invented = [seat for seat in stored if not any(plain(office) in seat for office in known)]
    assert not invented, f"seats that the source does not have: {invented}"


def test_takarazukas_departments_in_charge_are_the_seven_of_the_source(takarazuka):
    stored = [row.department.name for row in takarazuka.plan_departments.select_related("department")]
    assert sorted(stored) == sorted(facts.DEPARTMENTS)


def test_takarazukas_relations_name_every_plan_and_law(takarazuka):
    unnamed = missing(facts.RELATIONS, texts(takarazuka.relations.all(), "title", "wording"))
    assert not unnamed, f"no relation names: {unnamed}"


def test_takarazukas_cxo_has_the_two_names_of_the_glossary(takarazuka):
    note = takarazuka.source_notes.get(code="cxo-title")
    assert "2とおり" in note.title
    assert not missing(["変革推進最高責任者", "変革最高責任者"], plain(note.found))
