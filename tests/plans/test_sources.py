"""出典と注記: a reader checks where everything comes from and what the portal made of unclear places."""

import pytest

from plans.models import PlanRelation, SourceDocument, SourceNote
from tests.factories import make_action, make_goal, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client):
    return lambda: read(client, "/kitayama/smart-plan/sources/")


def test_amagasakis_documents_are_named_with_publisher_and_date(client):
    documents = text_of(read(client, "/amagasaki/kyoso-dx/sources/").section("documents"))
    assert "あまがさき共創DXプラン" in documents
    assert "尼崎市" in documents
    assert "令和5年（2023年）12月" in documents


@pytest.mark.parametrize("name", ["takarazuka", "amagasaki", "mihon"])
def test_every_document_relation_and_note_is_shown(client, request, name):
    plan = request.getfixturevalue(name)
    page = read(client, f"{plan.get_absolute_url()}sources/")
    rows = [*plan.documents.all(), *plan.relations.all(), *plan.source_notes.all()]
    lost = [row for row in rows if row.title not in page.text]
    assert rows
    assert not lost


def test_a_note_says_what_the_source_has_and_what_the_portal_chose(plan, show):
    SourceNote.objects.create(
        plan=plan, code="n", kind="contradiction", title="⑩と⑪", found="本編と別冊で逆", chosen="本編に従う",
        is_unverified=True, changes_figure=True, source_place="別冊 ⑩",
    )  # fmt: skip
    note = text_of(show().section("notes"))
    for words in ("食い違い", "⑩と⑪", "原本未確認", "本編と別冊で逆", "本編に従う", "別冊 ⑩"):
        assert words in note


def test_a_note_that_was_checked_does_not_say_unverified(plan, show):
    SourceNote.objects.create(plan=plan, code="n", kind="silent", title="件", found="無", chosen="空")
    assert "原本未確認" not in show().text


def test_notes_on_figures_and_dates_stand_whole_before_the_titles_of_the_others(plan, show, client):
    for code, is_on_figures in (("a", False), ("b", True), ("c", False)):
        SourceNote.objects.create(
            plan=plan, code=code, kind="silent", title=f"件{code}", found=f"無{code}", chosen="空",
            changes_figure=is_on_figures,
        )  # fmt: skip
    page = show()
    assert "数値や日付に関わる注記 1件" in page.text
    assert "そのほかの注記 2件" in page.text
    assert page.text.index("無b") < page.text.index("件a")
    assert "無a" not in page.text
    others = "/kitayama/smart-plan/sources/silent/"
    assert {f"{others}#sourcenote-a", f"{others}#sourcenote-c"} <= set(page.links)
    whole = read(client, others)
    assert [word in whole.text for word in ("無a", "無b", "無c")] == [True, False, True]
    assert "/kitayama/smart-plan/sources/" in whole.links


def test_a_former_link_to_a_note_leads_to_its_title(plan, show):
    """A link to …/sources/#sourcenote-n that somebody kept still finds the note."""
    SourceNote.objects.create(plan=plan, code="n", kind="silent", title="件", found="無", chosen="空")
    [line] = [row for row in show().main.iter("li") if row.get("id") == "sourcenote-n"]
    assert text_of(line) == "件"


def test_a_kind_without_notes_has_an_empty_page_and_no_kind_none(plan, client):
    assert "食い違い 0件" in read(client, "/kitayama/smart-plan/sources/contradiction/").text
    assert client.get("/kitayama/smart-plan/sources/unknown/").status_code == 404


def test_a_note_leads_to_the_goals_and_actions_it_speaks_of(plan, client):
    note = SourceNote.objects.create(plan=plan, code="n", kind="silent", title="件", found="無", chosen="空")
    note.goals.add(make_goal(plan, "1"))
    note.actions.add(make_action(plan, "2"))
    page = read(client, "/kitayama/smart-plan/sources/silent/")
    assert {"/kitayama/smart-plan/goals/1/", "/kitayama/smart-plan/actions/2/"} <= set(page.links)


def test_a_related_plan_of_this_portal_is_a_link_to_it(plan, show):
    other = make_plan(plan.municipality, "older")
    PlanRelation.objects.create(plan=plan, code="r", kind="predecessor", title="前の計画", related_plan=other)
    page = show()
    assert "統合・継承" in page.text
    assert "/kitayama/older/" in page.links


def test_an_unpublished_related_plan_is_named_but_not_linked(plan, show):
    other = make_plan(plan.municipality, "older", is_public=False)
    PlanRelation.objects.create(plan=plan, code="r", kind="predecessor", title="前の計画", related_plan=other)
    page = show()
    assert "前の計画" in page.text
    assert "/kitayama/older/" not in page.links


def test_a_document_elsewhere_is_marked_as_leaving_the_portal(plan, show):
    SourceDocument.objects.create(plan=plan, code="d", title="本編", url="https://www.example.jp/dx.pdf")
    PlanRelation.objects.create(
        plan=plan, code="r", kind="upper", title="総合計画", url="https://www.example.jp/"
    )
    outside = [a for a in show().main.iter("a") if a.get("href").startswith("https:")]
    assert [a.get("rel") for a in outside] == ["external", "external"]


def test_a_date_of_which_only_the_month_is_known_is_shown_in_both_calendars(plan, show):
    SourceDocument.objects.create(plan=plan, code="d", title="本編", publisher="北山市", published="2019-04")
    assert "北山市（平成31年（2019年）4月）" in show().text


def test_a_plan_without_sources_says_so(plan, show):
    page = show()
    assert "まだ登録されていません" in page.text
    assert not page.has_section("notes")
    assert not page.has_section("relations")
