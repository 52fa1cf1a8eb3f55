"""尼崎市「あまがさき共創DXプラン」 as stored, against facts written down from its documents."""

from collections import Counter
from itertools import chain

import pytest

from plans.models import Department, Plan, Statement

from . import facts_amagasaki as facts
from .wording import committee_names, missing, plain, statements, texts, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def amagasaki(real_plans):
    return Plan.objects.get_by_natural_key("amagasaki", "kyoso-dx")


def test_amagasakis_plan_has_its_title_and_dates(amagasaki):
    plan = facts.PLAN
    assert plain(amagasaki.title) == plain(plan["title"])
    assert amagasaki.adopted_on.isoformat() == plan["adopted_on"]
    assert amagasaki.ends_on.isoformat() == plan["ends_on"]
    assert not amagasaki.is_draft
    published = set(amagasaki.documents.values_list("published", flat=True))
    assert published >= set(facts.PUBLISHED)


def test_amagasakis_vision_and_keyword_are_word_for_word(amagasaki):
    changed = missing(facts.VISION, statements(amagasaki, Statement.Kind.VISION))
    assert not changed, f"not word for word: {changed}"
    assert facts.KEYWORD in statements(amagasaki, Statement.Kind.KEYWORD)


@pytest.mark.parametrize("code", facts.DIRECTIONS)
def test_amagasakis_direction_has_its_words_and_three_pillars(amagasaki, code):
    direction = amagasaki.goals.get(code=code, kind="direction")
    words = plain(direction.title, direction.subtitle, direction.summary)
    changed = missing(facts.DIRECTIONS[code], words)
    assert not changed, f"{direction} lacks: {changed}"
    assert [pillar.code for pillar in direction.children.all()] == facts.PILLARS_OF[code]


def test_amagasakis_six_pillars_have_their_titles_and_subtitles(amagasaki):
    pillars = {pillar.code: pillar for pillar in amagasaki.goals.filter(kind="pillar")}
    assert sorted(pillars) == sorted(facts.PILLARS)
    for code, (title, subtitle) in facts.PILLARS.items():
        assert plain(pillars[code].title) == plain(title)
        changed = missing(subtitle.split(), plain(pillars[code].subtitle))
        assert not changed, f"subtitle of {pillars[code]} lacks: {changed}"


@pytest.mark.parametrize("code", facts.ACTIONS)
def test_amagasakis_pillar_has_the_actions_of_its_table_in_order(amagasaki, code):
    others = [plain(title) for title in facts.OTHER_ACTIONS]
    pillar = amagasaki.goals.get(code=code)
    stored = [
        title for title in titles(pillar.actions.all()) if title not in others and facts.FEATURED not in title
    ]
    assert stored == [plain(title) for title in facts.ACTIONS[code]]


@pytest.mark.parametrize("code", facts.ACTION_FACTS)
def test_the_actions_of_amagasakis_pillar_keep_their_facts(amagasaki, code):
    words = texts(amagasaki.goals.get(code=code).actions.all(), "title", "summary")
    dropped = missing(facts.ACTION_FACTS[code], words)
    assert not dropped, f"actions of pillar {code} lack: {dropped}"


def test_amagasakis_other_actions_are_complete_and_stand_under_their_headings(amagasaki):
    stored = titles(amagasaki.actions.all())
    absent = [title for title in facts.OTHER_ACTIONS if plain(title) not in stored]
    assert not absent, f"no action: {absent}"
    headings = missing(facts.OTHER_GROUPS, texts(amagasaki.actions.all(), "group", "summary"))
    assert not headings, f"no action stands under: {headings}"


def test_amagasaki_has_no_invented_action(amagasaki):
    known = Counter(plain(title) for title in chain(*facts.ACTIONS.values(), facts.OTHER_ACTIONS))
    stored = Counter(title for title in titles(amagasaki.actions.all()) if facts.FEATURED not in title)
    assert not stored - known, f"not in the source, or twice: {sorted(stored - known)}"


def test_amagasakis_four_principles_stand_in_order(amagasaki):
    principles = amagasaki.statements.filter(kind=Statement.Kind.PRINCIPLE)
    assert titles(principles) == [plain(title) for title in facts.PRINCIPLES]


def test_amagasakis_challenges_and_points_of_focus_are_kept(amagasaki):
    dropped = missing(facts.CHALLENGES, statements(amagasaki, Statement.Kind.CHALLENGE))
    assert not dropped, f"no challenge has: {dropped}"
    dropped = missing(facts.FOCUS, statements(amagasaki, Statement.Kind.FOCUS))
    assert not dropped, f"no point of focus has: {dropped}"
    assert amagasaki.statements.filter(kind=Statement.Kind.FOCUS).count() == len(facts.FOCUS)


def test_amagasakis_committee_seats_the_named_persons(amagasaki):
    assert committee_names(amagasaki) == [facts.COMMITTEE]
    committee = amagasaki.committees.get()
    assert facts.SECRETARIAT in committee.secretariat
    assert committee.seats.count() == len(facts.SEATS)
    for role, person, office in facts.SEATS:
        seat = committee.seats.get(role=role)
        assert person in seat.person, f"{role}: {seat.person}"
        assert bool(person) == bool(seat.person), f"{role}: the source names {person or 'nobody'}"
        assert plain(office) in plain(seat.office), f"{role}: {seat.office}"


def test_amagasakis_departments_form_the_tree_of_the_source(amagasaki):
    departments = Department.objects.filter(municipality=amagasaki.municipality).select_related("parent")
    tree = {row.name: row.parent.name if row.parent else None for row in departments}
    assert tree == {name: parent for name, (parent, _) in facts.DEPARTMENTS.items()}


def test_amagasakis_departments_have_their_roles(amagasaki):
    rows = amagasaki.plan_departments.exclude(role="").select_related("department")
    stored = {row.department.name: plain(row.role) for row in rows}
    assert stored == {name: plain(role) for name, (_, role) in facts.DEPARTMENTS.items() if role}


def test_amagasakis_committee_meets_once_in_every_quarter_of_the_table(amagasaki):
    meetings = amagasaki.schedule_items.filter(kind="meeting")
    assert [row.from_quarter for row in meetings] == facts.SCHEDULE_QUARTERS
    for meeting in meetings:
        absent = missing(facts.SCHEDULE[meeting.from_quarter], plain(meeting.title))
        assert not absent, f"meeting of {meeting.from_quarter} lacks: {absent}"
    first = meetings[0]
    assert (first.planned_on or first.done_on).isoformat() == facts.KICK_OFF


def test_amagasakis_schedule_has_every_track_and_item_within_the_table(amagasaki):
    tracks = [str(track) for track in amagasaki.schedule_tracks.all()]
    assert len(tracks) == len(facts.TRACKS)
    assert not missing(facts.TRACKS, plain(*tracks)), tracks
    items = amagasaki.schedule_items.all()
    absent = missing(facts.SCHEDULE_TITLES, texts(items, "title"))
    assert not absent, f"no schedule item: {absent}"
    outside = [row.title for row in items if row.to_quarter > facts.SCHEDULE_QUARTERS[-1]]
    assert not outside, f"after the end of the printed table: {outside}"


def test_kintone_is_explained_by_the_press_release_alone(amagasaki):
    term = amagasaki.terms.get(code="kintone")
    assert term.source_place.startswith("記者会見資料 2")
    assert "プラン" not in term.source_place
    assert term.page == ""


def test_amagasakis_plan_succeeds_two_plans(amagasaki):
    predecessors = amagasaki.relations.filter(kind="predecessor")
    assert predecessors.count() == len(facts.PREDECESSORS)
    for title, first, last in facts.PREDECESSORS:
        words = [title, first, last]
        absent = [missing(words, plain(row.title, row.wording, row.dated)) for row in predecessors]
        assert [] in absent, f"no predecessor with all of: {words}"


def test_a_word_that_is_written_one_way_only_is_no_contradiction(amagasaki):
    assert not amagasaki.source_notes.filter(title__contains="ペーパレス", kind="contradiction").exists()
