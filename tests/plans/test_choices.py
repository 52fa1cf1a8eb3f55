"""What every form of the admin offers: departments by their path and of one city only, people by their names."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from plans.models import Department, Membership, Municipality
from plans.models.base import PlanPart
from tests.addresses.walked_city import settle
from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today

pytestmark = pytest.mark.django_db
SECTION = "北山市 > 総務局 > 窓口課"


@pytest.fixture
def city(db, monkeypatch):
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    found = settle()
    foreign = Membership.objects.get(user__username="foreign manager").municipality
    Department.objects.create(municipality=foreign, code="x", name="よその課")
    get_user_model().objects.filter(username="manager").update(last_name="山田", first_name="花子")
    # The walk has marked the city and every department of it with one name.
    Municipality.objects.filter(pk=found.small_city.city.pk).update(name="北山市")
    found.small_city.city.departments.exclude(code__in=("kyoku", "ka", "other")).update(name="支所")
    for code, name in (("kyoku", "総務局"), ("ka", "窓口課"), ("other", "土木局")):
        found.small_city.city.departments.filter(code=code).update(name=name)
    found.small_city.city.refresh_from_db()
    return found


def forms_of(city, row_too: bool) -> Iterator[tuple[str, forms.BaseForm]]:
    """Every form that a superuser finds in the admin: pages and the tables on them, of stored rows or of new ones."""
    for model, page in admin.site._registry.items():
        row = city.rows[f"{model._meta.app_label}_{model._meta.model_name}"] if row_too else None
        request = RequestFactory().get("/", {"city": city.small_city.city.pk})
        request.user = city.small_city.user("superuser")
        request.resolver_match = type("Match", (), {"kwargs": {"object_id": str(row.pk)} if row else {}})
        yield model._meta.label, page.get_form(request, row, change=row is not None)(instance=row)
        for inline in page.get_inline_instances(request, row):
            formset = inline.get_formset(request, row)(instance=row or model())
            yield f"{model._meta.label} / {inline.model._meta.label}", formset.empty_form


def selects(city, row_too: bool, chosen: type) -> dict[str, list[str]]:
    found = {}
    for place, form in forms_of(city, row_too):
        for name, field in form.fields.items():
            is_select = isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden
            if is_select and issubclass(field.queryset.model, chosen):
                found[f"{place}.{name}"] = [str(label) for key, label in field.widget.choices if key]
    return found


@pytest.mark.parametrize("row_too", [True, False], ids=["stored", "new"])
def test_departments_are_chosen_by_their_path(city, row_too):
    found = selects(city, row_too, Department)
    assert len(found) >= 6, found.keys()
    for place, labels in found.items():
        assert not [label for label in labels if " > " not in label], place
        if place != "plans.Department.parent" or not row_too:
            assert not labels or SECTION in labels, place


def test_of_a_row_whose_city_is_known_no_other_city_is_offered_superusers_too(city):
    for place, labels in selects(city, True, Department).items():
        assert labels, place
        assert {label.split(" > ")[0] for label in labels} == {"北山市"}, place


def test_each_department_stands_below_what_it_belongs_to(city):
    labels = selects(city, True, Department)["plans.Membership.department"]
    assert [label for label in labels if "支所" not in label] == [
        "北山市 > 総務局",
        SECTION,
        "北山市 > 土木局",
    ]


@pytest.mark.parametrize("row_too", [True, False], ids=["stored", "new"])
def test_people_are_chosen_by_name(city, row_too):
    found = selects(city, row_too, get_user_model())
    assert {"plans.Membership.user", "plans.Membership.deputy_for"} <= found.keys()
    for place, labels in found.items():
        assert "山田 花子（manager）" in labels, place


def test_reading_the_choices_of_a_long_table_asks_once(city, django_assert_max_num_queries):
    address = f"/admin/plans/municipality/{city.small_city.city.pk}/change/"
    Department.objects.bulk_create(
        Department(municipality=city.small_city.city, code=f"n{number}", name="課") for number in range(60)
    )
    client = city.client("superuser")
    with django_assert_max_num_queries(30):
        client.get(address)


def test_people_are_listed_filtered_and_remembered_by_name(city):
    client = city.client("superuser")
    row = Membership.objects.get(user__username="manager")
    for address in (
        "/admin/plans/membership/",
        f"/admin/plans/membership/{row.pk}/change/",
        f"/admin/plans/membership/{row.pk}/delete/",
        f"/admin/auth/user/{row.user.pk}/change/",
    ):
        assert "山田 花子（manager）" in client.get(address).content.decode(), address


def test_histories_name_people(city):
    row = city.rows["plans_term"]
    row._history_user = city.small_city.user("manager")
    row.body = "書きかえ"
    row.save()
    page = city.client("superuser").get(city.address("plans_term_history")).content.decode()
    assert "山田 花子（manager）" in page


def test_a_department_of_another_city_is_refused_in_a_sentence(city):
    other = Department.objects.get(name="よその課")
    posted = {
        "user": city.small_city.user("nobody").pk,
        "municipality": city.small_city.city.pk,
        "department": other.pk,
        "role": "editor",
    }
    page = city.client("superuser").post("/admin/plans/membership/add/", posted).content.decode()
    assert "この市区町村のものから選んでください。" in page
    posted.pop("municipality")
    page = city.client("superuser").post("/admin/plans/membership/add/", posted).content.decode()
    assert "市区町村を選んでください。" in page
    assert not Membership.objects.filter(user__username="nobody").exists()


@pytest.mark.parametrize("sent", ["csv", "９" * 30, "-1", "1.5"])
def test_what_is_no_number_is_no_person_and_the_form_says_so(city, sent):
    row = Membership.objects.get(user__username="editor")
    posted = {"user": row.user_id, "department": "", "role": "editor", "deputy_for": sent, "_save": "保存"}
    for address in (f"/admin/plans/membership/{row.pk}/change/", "/admin/plans/membership/add/"):
        answer = city.client("superuser").post(address, posted | {"municipality": row.municipality_id})
        assert answer.status_code == 200
        assert "deputy_for" in answer.context["adminform"].form.errors


def test_the_city_of_a_role_stands_fixed(city):
    row = Membership.objects.get(user__username="manager")
    page = city.client("superuser").get(f"/admin/plans/membership/{row.pk}/change/").content.decode()
    assert not re.search(r'<select name="municipality"', page)


def test_the_staffs_screens_offer_paths(city):
    client = city.client("manager")
    city.small_city.indicator.departments.add(city.small_city.city.departments.get(code="other"))
    for key in ("kpis_review_entry", "kpis_review_upload", "kpis_reorganisation"):
        assert "北山市 &gt; 総務局 &gt; 窓口課" in client.get(city.address(key)).content.decode(), key


def test_what_was_done_to_accounts_and_roles_names_who_did_it(city):
    by = city.small_city.user("manager")
    row = Membership.objects.get(user__username="editor")
    for subject, key in ((row, "plans_membership"), (row.user, "auth_user")):
        LogEntry.objects.log_actions(by.pk, [subject], CHANGE, "役割を直しました。", single_object=True)
        page = city.client("superuser").get(f"/admin/{key.replace('_', '/')}/{subject.pk}/history/")
        assert "<td>山田 花子（manager）</td>" in page.content.decode(), key


def test_a_role_is_asked_for_from_the_city_to_the_days_and_no_department_is_the_whole_city(city):
    address = f"/admin/plans/membership/add/?city={city.small_city.city.pk}"
    form = city.client("superuser").get(address).context["adminform"].form
    asked = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    assert asked == [
        "municipality", "department", "user", "role", "deputy_for", "valid_from", "valid_until",
    ]  # fmt: skip
    assert next(iter(form.fields["department"].choices)) == ("", "全庁（部署を限らない）")


def test_choices_of_a_new_row_say_whose_they_are(city):
    """Whoever works in several cities: a script leaves the choices of the chosen one (tests/browser)."""
    unsaid, said = set(), 0
    for place, form in forms_of(city, False):
        governed = {"plan", "municipality"} & form.fields.keys() or place.startswith("plans.Plan /")
        for name, field in form.fields.items():
            is_choice = isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden
            if not governed or not is_choice or name == "related_plan":
                continue
            html = field.widget.render(name, None)
            if issubclass(field.queryset.model, Department):
                said += "data-city=" in html
                unsaid |= set() if "data-city=" in html else {f"{place}.{name}"}
            elif issubclass(field.queryset.model, PlanPart):
                said += "data-plan=" in html
                unsaid |= set() if "data-plan=" in html else {f"{place}.{name}"}
    assert unsaid == set()
    assert said >= 10


LISTS = ("kpis_indicator", "kpis_target", "kpis_measurement", "kpis_actionprogress", "plans_action")


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_filtered_by_department_with_those_below(city, name):
    client = city.client("superuser")
    address = f"/admin/{name.replace('_', '/')}/"
    place = {"city": city.small_city.city.pk}

    def listed(**query) -> set[int]:
        return {row.pk for row in client.get(address, place | query).context["cl"].result_list}

    filters = client.get(address, place).context["cl"].filter_specs
    titles = [spec.title for spec in filters]
    assert "担当部署（下位の部署を含む）" in titles
    choices = dict(filters[titles.index("担当部署（下位の部署を含む）")].lookup_choices)
    section, bureau = (city.small_city.city.departments.get(code=code) for code in ("ka", "kyoku"))
    assert section.full_path in choices.values()
    assert bureau.full_path in choices.values()
    assert listed(department=section.pk)
    assert listed(department=section.pk) <= listed(department=bureau.pk)
    other = Department.objects.get(name="よその課")
    assert not listed(department=other.pk)
    assert listed(department="none").isdisjoint(listed(department=bureau.pk))
    assert client.get(address, place | {"department": "9" * 3000}).status_code == 302
