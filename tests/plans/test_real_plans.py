"""Both real plans as stored, against facts written down from their documents (facts_*.py)."""

import pytest
from django.apps import apps

from plans.models import Department, Plan, Sourced

from . import facts_amagasaki, facts_takarazuka
from .wording import missing, note_texts, plain, visible_text

pytestmark = pytest.mark.django_db

FACTS = {"takarazuka": facts_takarazuka, "amagasaki": facts_amagasaki}
both_plans = pytest.mark.parametrize("city", FACTS)


@pytest.fixture
def plan(real_plans, city):
    slug = {"takarazuka": "dx-vision", "amagasaki": "kyoso-dx"}[city]
    return Plan.objects.get_by_natural_key(city, slug)


def sourced_models():
    return [model for model in apps.get_models() if issubclass(model, Sourced)]


def rows_of(plan, model):
    """All rows of the model that belong to the plan, or to its city."""
    if model is Plan:
        return Plan.objects.filter(pk=plan.pk)
    if model is Department:
        return Department.objects.filter(municipality=plan.municipality)
    return model._default_manager.filter(**{model.PLAN_PATH: plan})


@both_plans
@pytest.mark.parametrize("model", sourced_models(), ids=lambda model: model.__name__)
def test_every_row_names_its_place_in_the_source(plan, city, model):
    nowhere = [str(row) for row in rows_of(plan, model) if not row.source_place.strip()]
    assert not nowhere, f"{model.__name__} without source_place: {nowhere}"


@both_plans
def test_every_contradiction_of_the_source_has_one_note_with_all_variants(plan, city):
    notes = note_texts(plan)
    unnoted = [
        variants
        for variants in FACTS[city].CONTRADICTIONS
        if not any(all(plain(variant) in note for variant in variants) for note in notes)
    ]
    assert not unnoted, f"no source note has all of: {unnoted}"


@both_plans
def test_every_corrected_slip_has_a_note_with_both_spellings(plan, city):
    notes = note_texts(plan)
    unnoted = [
        (slip, correct)
        for slip, correct in FACTS[city].CORRECTIONS
        if not any(plain(slip) in note and plain(correct) in note for note in notes)
    ]
    assert not unnoted, f"no source note has both of: {unnoted}"


@both_plans
def test_the_headings_that_the_portal_made_say_so_and_a_note_names_them(plan, city):
    own = [row.label for row in plan.labels.all() if "このポータルの見出し" in row.label]
    note = plan.source_notes.get(code="own-headings")
    assert len(own) == 2
    assert not missing([label.removesuffix("（このポータルの見出し）") for label in own], plain(note.found))


@both_plans
def test_what_the_source_does_not_tell_is_noted(plan, city):
    unnoted = missing(FACTS[city].SILENT, plain(*note_texts(plan)))
    assert not unnoted, f"no source note names: {unnoted}"


@both_plans
def test_a_reader_finds_every_official_term_and_figure_on_a_public_page(plan, city, plan_pages, client):
    pages = []
    for url in plan_pages(plan):
        response = client.get(url)
        assert response.status_code == 200, f"{url} answers {response.status_code}"
        pages.append(visible_text(response.content.decode()))
    lost = [term for term in FACTS[city].MUST_BE_FOUND if not any(plain(term) in page for page in pages)]
    assert not lost, f"on none of {len(pages)} pages: {lost}"


# The notes that change how a figure or a date is read. Of a name or a spelling, none does.
ON_FIGURES = {
    "takarazuka": {"draft", "term", "card-rate", "quarters"},
    "amagasaki": {
        "period", "adopted-on", "first-meeting", "schedule-header", "schedule-columns", "schedule-reports",
        "r9-targets", "online-applications", "online-ratio", "improvement-hours", "security-indicator", "security-keep",
        "overtime", "kpi-yearly-or-total", "kpi-ratios", "kpi-baselines", "sdgs-points", "printing-base",
        "smartphone-class", "telework-users", "dx-specialists",
    },
}  # fmt: skip


@both_plans
def test_the_notes_that_touch_a_figure_or_a_date_are_marked(plan, city):
    assert (
        set(plan.source_notes.filter(changes_figure=True).values_list("code", flat=True)) == ON_FIGURES[city]
    )
    assert not plan.source_notes.filter(changes_figure=True, kind="correction").exists()
