"""A role that could do nothing is refused at the field: a deputy of nobody who decides, a department that has ended."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from plans.access import RIGHTS, Right
from plans.models import Department, Membership
from tests.factories import make_city, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def deputy(city):
    return make_member(city, "editor", "deputy")


@pytest.fixture
def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def refusal(**fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        Membership(**{"role": "approver"} | fields).full_clean()
    return error.value.message_dict


def ended(city, day) -> Department:
    return Department.objects.create(municipality=city, code="ka", name="市民課", valid_until=day)


class TestDeputies:
    def test_of_an_editor_are_refused(self, city, deputy):
        person = make_member(city, "editor", "sato")
        [sentence] = refusal(user=deputy, municipality=city, deputy_for=person)["deputy_for"]
        assert sentence.startswith("satoさんには、北山市で承認する役割（承認者・計画管理者）がありません。")

    @pytest.mark.parametrize("role", ["approver", "manager"])
    def test_of_somebody_who_decides_are_taken(self, city, deputy, role):
        person = make_member(city, role, "sato")
        Membership(user=deputy, municipality=city, role="approver", deputy_for=person).full_clean()

    def test_of_another_citys_approver_are_refused(self, city, deputy):
        person = make_member(make_city("minami", name="南山市"), "approver", "sato")
        assert "deputy_for" in refusal(user=deputy, municipality=city, deputy_for=person)

    def test_of_a_deputy_are_refused(self, city, deputy):
        principal = make_member(city, "approver", "sato")
        between = make_member(city, "approver", "ito", deputy_for=principal)
        assert "deputy_for" in refusal(user=deputy, municipality=city, deputy_for=between)

    def test_of_an_approver_whose_role_has_ended_are_refused(self, city, deputy, yesterday):
        person = make_member(city, "approver", "sato", valid_until=yesterday)
        assert "deputy_for" in refusal(user=deputy, municipality=city, deputy_for=person)

    def test_who_becomes_approver_only_later_has_no_deputy_before(self, city, deputy, yesterday):
        later = yesterday + timedelta(days=30)
        person = make_member(city, "approver", "sato", valid_from=later)
        fields = {"user": deputy, "municipality": city, "deputy_for": person}
        assert "deputy_for" in refusal(**fields, valid_until=later - timedelta(days=1))
        Membership(role="approver", **fields, valid_from=later).full_clean()

    @pytest.fixture
    def offices(self, city) -> dict[str, Department]:
        """A bureau with a section, and another bureau."""
        made = {}
        for code, name, parent in (("so", "総務局", None), ("ka", "人事課", "so"), ("shi", "市民局", None)):
            above = made.get(parent)
            made[code] = Department.objects.create(municipality=city, code=code, name=name, parent=above)
        return made

    @pytest.mark.parametrize(
        ("wanted", "is_taken"), [("so", True), ("ka", True), ("shi", False), (None, False)]
    )
    def test_reach_no_further_than_the_person_they_act_for(self, city, deputy, offices, wanted, is_taken):
        person = make_member(city, "approver", "sato", department=offices["so"])
        fields = {"user": deputy, "municipality": city, "deputy_for": person}
        fields["department"] = offices[wanted] if wanted else None
        if is_taken:
            Membership(role="approver", **fields).full_clean()
            return
        [sentence] = refusal(**fields)["department"]
        assert sentence.startswith("satoさんが承認するのは「総務局」とその下の部署だけです。")
        assert "その人の役割を直してください" in sentence

    def test_of_an_approver_of_departments_manage_no_plan(self, city, deputy, offices):
        person = make_member(city, "approver", "sato", department=offices["so"])
        fields = {"user": deputy, "municipality": city, "deputy_for": person, "department": offices["so"]}
        assert "計画管理者の代決はできません" in refusal(role="manager", **fields)["role"][0]

    def test_any_of_the_persons_roles_may_be_lent(self, city, deputy, offices):
        person = make_member(city, "approver", "sato", department=offices["so"])
        fields = {"user": deputy, "municipality": city, "deputy_for": person, "department": offices["shi"]}
        own = {"user": person, "municipality": city}
        second = Membership.objects.create(**own, role="approver", department=offices["shi"])
        Membership(role="approver", **fields).full_clean()
        second.delete()
        Membership.objects.create(**own, role="manager", department=offices["so"])
        Membership(role="manager", **fields).full_clean()

    def test_can_always_be_ended(self, city, deputy, yesterday):
        person = make_member(city, "approver", "sato")
        row = Membership.objects.create(user=deputy, municipality=city, role="approver", deputy_for=person)
        Membership.objects.filter(user=person).update(role="editor")
        row.valid_until = yesterday
        row.full_clean()

    def test_every_role_but_the_editors_decides(self):
        assert {role for role, rights in RIGHTS.items() if Right.DECIDE_ENTRIES not in rights} == {
            Membership.Role.EDITOR
        }


class TestDepartmentsThatHaveEnded:
    def test_take_no_new_role(self, city, deputy, yesterday):
        old = ended(city, yesterday)
        [sentence] = refusal(user=deputy, municipality=city, department=old, role="editor")["department"]
        assert (
            sentence.startswith("「市民課」は") and "に終わった部署です。引き継いだ部署を選んで" in sentence
        )

    def test_take_none_that_begins_after_their_end(self, city, deputy, yesterday):
        old = ended(city, yesterday + timedelta(days=30))
        fields = {"user": deputy, "municipality": city, "department": old, "role": "editor"}
        assert "department" in refusal(**fields, valid_from=yesterday + timedelta(days=31))
        Membership(**fields | {"role": "approver"}).full_clean()

    def test_keep_the_roles_that_were_held_there(self, city, deputy, yesterday):
        old = ended(city, yesterday)
        fields = {"user": deputy, "municipality": city, "department": old}
        Membership(role="approver", valid_until=yesterday, **fields).full_clean()
        row = Membership.objects.create(role="editor", **fields)
        row.valid_from = date(2024, 4, 1)
        row.full_clean()


def test_the_form_says_it_at_the_field(admin_client, city, deputy, yesterday):
    person, old = make_member(city, "editor", "sato"), ended(city, yesterday)
    data = {"user": deputy.pk, "municipality": city.pk, "role": "approver"}
    address = reverse("admin:plans_membership_add")
    answer = admin_client.post(address, data | {"deputy_for": person.pk})
    assert "承認する役割" in answer.context["adminform"].form.errors["deputy_for"][0]
    answer = admin_client.post(address, data | {"department": old.pk})
    assert "終わった部署" in answer.context["adminform"].form.errors["department"][0]
    assert Membership.objects.filter(user=deputy).count() == 1


def test_ending_the_chiefs_role_says_who_deputises_no_more(admin_client, city, yesterday):
    chief = make_member(city, "approver", "sato")
    make_member(city, "approver", "ito", deputy_for=chief)
    row = Membership.objects.get(user=chief)
    address = reverse("admin:plans_membership_change", args=[row.pk])
    page = admin_client.get(address)
    data = {
        name: page.context["adminform"].form[name].value() for name in page.context["adminform"].form.fields
    }
    data = {name: "" if value is None else value for name, value in data.items()}
    answer = admin_client.post(address, data | {"valid_until": yesterday}, follow=True)
    assert "代決者（ito）は代決できなくなります。" in answer.content.decode()


def test_the_command_of_the_demo_accounts_refuses_it_too(mihon, yesterday):
    mihon.municipality.departments.filter(code="shimin").update(valid_from=None, valid_until=yesterday)
    with pytest.raises(CommandError, match="終わった部署です"):
        call_command("create_demo_accounts", verbosity=0)
    assert not get_user_model().objects.filter(username="mihon-editor").exists()
