"""Two people have the same page open. Whoever saves second sees what the first one wrote, and chooses: nothing is lost."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from kpis.models import ActionProgress, Measurement, PlanRating, RatingScale
from plans.models import Term
from plans.models.versions import StaleRow, VersionedRow
from tests.factories import make_member
from tests.kpis.admin.entering import as_answered, errors_of, filled_form
from tests.sent_forms import choice

NO_FORM = ("Revision", "Report", "Reminder")
FORMS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("plans", "kpis") and model.__name__ not in NO_FORM
]
# What two people write into one field of each form; in most it is the place in the source.
EDITS = {
    "Municipality": ("name_en", "Mihon", "Mihon City"),
    "Membership": ("valid_until", "2030-03-31", "2031-03-31"),
    "NationalPriority": ("note", "一人目の文", "二人目の文"),
    "SitePage": ("title", "一人目の題", "二人目の題"),
    "Translation": ("text", "The first text", "The second text"),
    "Review": ("overall_comment", "一人目の文", "二人目の文"),
    "ReviewPolicy": ("reporting_from", "2023-Q2", "2023-Q3"),
    "Target": ("reason", "一人目の文", "二人目の文"),
    "Measurement": ("internal_note", "一人目の文", "二人目の文"),
    "ActionProgress": ("internal_note", "一人目の文", "二人目の文"),
    "AssessmentScale": ("description", "一人目の文", "二人目の文"),
    "AssessmentAspect": ("order", 7, 8),
    "RatingScale": ("description", "一人目の文", "二人目の文"),
}
IN_MOST = ("source_place", "一人目の箇所", "二人目の箇所")
GROUNDS = {"revision_kind": "misprint", "revision_reason": "書きまちがい"}


@pytest.fixture
def row_of(mihon, unguarded):
    """One row of each kind, of the fictional city where it is a city's."""
    make_member(mihon.municipality, "editor", "suzuki")
    wanted = {"municipality": mihon.municipality, "plan": mihon}

    def first(model):
        names = {field.name for field in model._meta.fields}
        known = {name: row for name, row in wanted.items() if name in names}
        rows = model._default_manager.filter(**known)
        return rows.filter(state="draft").first() if model in (Measurement, ActionProgress) else rows.first()

    return first


def edit_of(row) -> tuple[str, object, object]:
    if isinstance(row, PlanRating):
        one, other = RatingScale.objects.exclude(pk=row.scale_id).order_by("pk")[:2]
        return "scale", one.pk, other.pk
    return EDITS.get(type(row).__name__, IN_MOST)


def address(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def stored(row, name):
    row.refresh_from_db()
    value = getattr(row, row._meta.get_field(name).attname)
    return value.isoformat() if hasattr(value, "isoformat") else value


def opened(client, row) -> dict:
    return filled_form(client, address(row)) | GROUNDS


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_the_second_sees_both_texts_and_chooses(admin_client, row_of, model):
    row = row_of(model)
    name, first, second = edit_of(row)
    data = opened(admin_client, row)
    saved = admin_client.post(address(row), data | {name: first})
    assert saved.status_code == 302, errors_of(saved)

    answer = admin_client.post(address(row), data | {name: second})
    assert "ほかの人は次の内容で保存しました" in errors_of(answer)
    assert stored(row, name) == first
    assert answer.context["adminform"].form[name].value() == str(second)
    html, again = answer.content.decode(), as_answered(answer)
    undecided = admin_client.post(address(row), again)
    assert "ほかの人は次の内容で保存しました" in errors_of(undecided)
    kept = admin_client.post(address(row), again | choice(html, name, "theirs"))
    assert (kept.status_code, stored(row, name)) == (302, first)
    done = admin_client.post(address(row), again | choice(html, name, "mine"))
    assert (done.status_code, stored(row, name)) == (302, second)


def test_what_only_the_first_changed_stays_and_the_second_is_told(admin_client, row_of):
    term = row_of(Term)
    data = opened(admin_client, term)
    admin_client.post(address(term), data | {"name": "電子申請サービス"})
    answer = admin_client.post(address(term), data | {"body": "窓口に行かずに手続きができること。"})
    assert "名前「電子申請サービス」" in errors_of(answer) or "「電子申請サービス」" in errors_of(answer)
    done = admin_client.post(address(term), as_answered(answer))
    assert done.status_code == 302
    term.refresh_from_db()
    assert (term.name, term.body) == ("電子申請サービス", "窓口に行かずに手続きができること。")


def test_a_page_saved_as_it_was_takes_nothing_back(admin_client, row_of):
    term = row_of(Term)
    data = opened(admin_client, term)
    admin_client.post(address(term), data | {"name": "電子申請サービス"})
    assert admin_client.post(address(term), data).status_code == 302
    assert stored(term, "name") == "電子申請サービス"


# -- rows of tables


@pytest.fixture
def scale(db):
    return RatingScale.objects.filter(bands__isnull=False).order_by("pk").first()


def test_in_a_table_each_row_is_met_by_itself(admin_client, scale):
    data = filled_form(admin_client, address(scale))
    first, second = scale.bands.order_by("order")[:2]
    assert admin_client.post(address(scale), data | {"bands-0-label": "一人目"}).status_code == 302
    assert admin_client.post(address(scale), data | {"bands-1-label": "二人目"}).status_code == 302
    assert (stored(first, "label"), stored(second, "label")) == ("一人目", "二人目")
    answer = admin_client.post(address(scale), data | {"bands-0-label": "三人目"})
    assert "ほかの人は次の内容で保存しました" in errors_of(answer)
    chosen = as_answered(answer) | choice(answer.content.decode(), "bands-0-label", "mine")
    assert admin_client.post(address(scale), chosen).status_code == 302
    assert stored(first, "label") == "三人目"


def test_a_row_that_somebody_else_deleted_does_not_come_back_nor_shift_the_others(admin_client, db):
    scale = next(
        scale
        for scale in RatingScale.objects.order_by("pk")
        if scale.bands.count() > scale.bands.values("group").distinct().count() + 1
    )
    data = filled_form(admin_client, address(scale))
    bands = list(scale.bands.order_by("order"))
    groups = [band.group for band in bands]
    place = next(place for place, group in enumerate(groups) if groups.count(group) > 1)
    gone, rest = bands[place], [*bands[:place], *bands[place + 1 :]]
    label = stored(rest[-1], "label")
    gone.delete()
    last = f"bands-{len(rest)}-label"
    answer = admin_client.post(
        address(scale), data | {f"bands-{place}-label": "書いた文", last: "最後の段階"}
    )
    assert "この行は、ほかの人が消しました" in errors_of(answer)
    assert "書いた文" in answer.content.decode()
    assert stored(rest[-1], "label") == label
    done = admin_client.post(address(scale), data | {last: "最後の段階"})
    assert done.status_code == 302, errors_of(done)
    assert stored(rest[-1], "label") == "最後の段階"
    assert scale.bands.count() == len(rest)


def test_a_row_changed_meanwhile_is_not_deleted_unseen(admin_client, scale):
    data = filled_form(admin_client, address(scale))
    band = scale.bands.order_by("order").last()
    place = scale.bands.count() - 1
    admin_client.post(address(scale), data | {f"bands-{place}-label": "一人目"})
    answer = admin_client.post(address(scale), data | {f"bands-{place}-DELETE": "on"})
    assert "ほかの人が変えました" in errors_of(answer)
    assert stored(band, "label") == "一人目"


# -- deleting


def test_what_changed_since_the_question_is_not_deleted(admin_client, row_of):
    term = row_of(Term)
    page = address(term).replace("/change/", "/delete/")
    asked = admin_client.get(page).content.decode()
    seen = f"{term.pk}:{term.version}"
    assert f'name="seen_rows" value="{seen}"' in asked
    term.name = "別の用語"
    term.save()
    answer = admin_client.post(page, {"post": "yes", "seen_rows": seen}, follow=True)
    assert "ほかの人が「別の用語」を変えました。削除していません。" in answer.content.decode()
    assert "保存していません" not in answer.content.decode()
    # The page's look tells its two buttons apart by these.
    assert "delete-confirmation" in answer.content.decode()
    assert "cancel-link" in answer.content.decode()
    assert Term.objects.filter(pk=term.pk).exists()
    again = {"post": "yes", "seen_rows": f"{term.pk}:{term.version}"}
    assert admin_client.post(page, again).status_code == 302
    assert not Term.objects.filter(pk=term.pk).exists()


def test_nor_with_others_from_the_list(admin_client, row_of):
    term = row_of(Term)
    listed = reverse("admin:plans_term_changelist")
    asked = {"action": "delete_selected", "_selected_action": [term.pk]}
    assert (
        f'name="seen_rows" value="{term.pk}:{term.version}"'
        in admin_client.post(listed, asked).content.decode()
    )
    confirmed = asked | {"post": "yes", "seen_rows": f"{term.pk}:{term.version}"}
    term.save()
    assert "削除していません" in admin_client.post(listed, confirmed, follow=True).content.decode()
    assert Term.objects.filter(pk=term.pk).exists()
    confirmed["seen_rows"] = f"{term.pk}:{term.version}"
    admin_client.post(listed, confirmed)
    assert not Term.objects.filter(pk=term.pk).exists()


# -- rows in memory


def test_every_row_that_people_edit_is_found_by_its_version():
    assert [model.__name__ for model in FORMS if not issubclass(model, VersionedRow)] == []


def test_a_row_read_before_another_save_is_neither_written_nor_deleted(row_of):
    term = row_of(Term)
    stale = Term.objects.get(pk=term.pk)
    term.body = "新しい説明"
    term.save()
    stale.name = "古い行の名前"
    for write in (stale.save, stale.delete):
        with pytest.raises(StaleRow), transaction.atomic():
            write()
    assert stored(term, "body") == "新しい説明"
    term.save()  # its own saves follow each other


def test_a_deleted_row_is_not_written_anew(row_of):
    term = row_of(Term)
    stale = Term.objects.get(pk=term.pk)
    term.delete()
    with pytest.raises(StaleRow), transaction.atomic():
        stale.save()
    assert not Term.objects.filter(code=stale.code, plan=stale.plan).exists()


INLINES = [(model, inline) for model in FORMS for inline in admin.site._registry[model].inlines]


@pytest.mark.parametrize(("model", "inline"), INLINES, ids=lambda one: one.__name__)
def test_a_row_that_is_gone_can_be_named_in_every_table(row_of, model, inline):
    """On the page that comes back a blank row stands in its place."""
    parent = row_of(model)
    owner = next(
        field.name
        for field in inline.model._meta.fields
        if field.related_model is model and inline.fk_name in (None, field.name)
    )
    assert isinstance(str(inline.model(**{owner: parent})), str)


def test_who_chose_theirs_and_wrote_on_is_asked_once_more(admin_client, row_of):
    term = row_of(Term)
    data = opened(admin_client, term)
    admin_client.post(address(term), data | {"body": "一人目の文。"})
    asked = admin_client.post(address(term), data | {"body": "二人目の文。"})
    theirs = choice(asked.content.decode(), "body", "theirs")
    again = admin_client.post(address(term), as_answered(asked) | theirs | {"body": "二人の文を合わせた文。"})
    assert "選んだ後に、欄の内容も書き替えられています" in errors_of(again)
    assert again.context["adminform"].form["body"].value() == "二人の文を合わせた文。"
    assert stored(term, "body") == "一人目の文。"
    kept = admin_client.post(
        address(term), as_answered(again) | choice(again.content.decode(), "body", "theirs")
    )
    assert (kept.status_code, stored(term, "body")) == (302, "一人目の文。")
