"""What must not be lost, reread or told by a side door of the admin."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.judging.periods import Period
from kpis.models import Indicator, Measurement, Review
from kpis.workflow import entries, reviews
from plans.models import Department, Membership, Plan, PlanRelation
from tests.factories import make_action, make_city, make_member, make_plan

from .entering import enter, errors_of, filled_form, make_indicator, make_ratio, measured, page

pytestmark = pytest.mark.django_db


def closed_review(plan, user, period="2025-Q1") -> Review:
    review = Review.objects.create(plan=plan, period=period, due_on="2025-07-30")
    return reviews.close_review(review, by=user)


# -- values


def test_marking_a_value_missing_publishes_nothing_of_the_draft(manager, plan):
    indicator = make_indicator(plan)
    texts = {
        "progress_comment": "下書き",
        "response_comment": "案",
        "evidence_url": "https://intra.example/x",
    }
    enter(indicator, "2025-Q1", 5, state="draft", issues_comment="秘密", as_of="2025-06-01", **texts)
    row = entries.mark_missing(indicator, Period(2025, 1), by=manager, reason="集計できません。")
    row.refresh_from_db()
    assert (row.progress_comment, row.response_comment, row.evidence_url, row.as_of) == ("", "", "", None)
    assert row.issues_comment == "集計できません。"
    assert row.history.last().progress_comment == "下書き"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"unit": "倍"}, "unit"), ({"denominator_label": "", "numerator_label": ""}, "denominator_label")],
)
def test_an_indicator_keeps_the_meaning_of_its_approved_values(plan, change, field):
    indicator = make_ratio(plan)
    indicator.measurements.create(period="2025-Q1", numerator=30, denominator=40, state="approved")
    for name, value in change.items():
        setattr(indicator, name, value)
    with pytest.raises(ValidationError) as caught:
        indicator.full_clean()
    assert set(caught.value.message_dict) == {field}
    indicator.measurements.update(state="draft")
    indicator.full_clean()


def test_a_page_opened_before_an_approval_does_not_take_the_new_baseline_away(client, manager, plan):
    indicator = make_indicator(plan, series="level")
    address = page(Indicator, "change", indicator.pk)
    data = filled_form(client, address)
    Indicator.objects.filter(pk=indicator.pk).update(
        baseline_value=5, baseline_period="2025-Q1", baseline_is_provisional=True
    )
    answer = client.post(address, data | {"definition": "数え方の説明"})
    assert "基準値「5件」" in errors_of(answer)
    indicator.refresh_from_db()
    assert (indicator.baseline_value, indicator.definition) == (5, "")
    again = client.post(address, filled_form(client, address))
    assert again.status_code == 302, errors_of(again)


def test_a_closed_quarter_is_told_in_the_form_which_keeps_what_was_typed(client, plan):
    closed_review(plan, make_member(plan.municipality))
    client.force_login(make_member(plan.municipality, "editor", "suzuki"))
    answer = client.post(
        page(Measurement, "add"), measured(make_indicator(plan), value="5", progress_comment="長い説明")
    )
    assert "締め切られています" in errors_of(answer)
    assert "長い説明" in answer.content.decode()


# -- records


def test_a_review_that_was_once_closed_is_never_deleted(client, manager, plan):
    review = reviews.reopen_review(closed_review(plan, manager), by=manager, reason="直すため")
    assert client.post(page(Review, "delete", review.pk), {"post": "yes"}).status_code == 403
    fresh = Review.objects.create(plan=plan, period="2025-Q2", due_on="2025-10-30")
    assert client.post(page(Review, "delete", fresh.pk), {"post": "yes"}).status_code == 302


def test_a_report_that_was_once_submitted_is_never_deleted(client, manager, plan):
    row = entries.save_entry(
        Measurement(indicator=make_indicator(plan), period="2025-Q1", value=5), by=manager
    )
    assert client.get(page(Measurement, "delete", row.pk)).status_code == 200
    entries.recall(entries.submit(row, by=manager), by=manager)
    assert client.post(page(Measurement, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("link", ["indicator", "action"])
def test_a_department_in_charge_of_something_is_not_deleted(client, manager, plan, link):
    department = Department.objects.create(municipality=plan.municipality, code="x", name="担当課")
    if link == "indicator":
        make_indicator(plan).departments.add(department)
    else:
        make_action(plan, "1").supporting_departments.add(department)
    address = reverse("admin:plans_department_delete", args=[department.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    city = reverse("admin:plans_municipality_change", args=[plan.municipality_id])
    answer = client.post(city, filled_form(client, city) | {"departments-0-DELETE": "on"})
    assert "先に組織改編で引き継いでください" in errors_of(answer)
    assert Department.objects.filter(pk=department.pk).exists()


# -- four eyes


def submitted_by(user, plan) -> Measurement:
    row = entries.save_entry(Measurement(indicator=make_indicator(plan), period="2025-Q1", value=5), by=user)
    return entries.submit(row, by=user)


def test_a_deputy_of_several_people_does_not_decide_on_what_one_of_them_entered(plan):
    first, second = (make_member(plan.municipality, "manager", name) for name in ("sato", "ito"))
    deputy = make_member(plan.municipality, "approver", "kato", deputy_for=first)
    Membership.objects.create(user=deputy, municipality=plan.municipality, role="approver", deputy_for=second)
    with pytest.raises(entries.Refused, match="ほかの承認者"):
        entries.approve(submitted_by(second, plan), by=deputy)


def test_only_who_decides_has_a_deputy(plan):
    user, other = make_member(plan.municipality, "editor"), make_member(plan.municipality, "approver", "ito")
    member = Membership(user=user, municipality=plan.municipality, role="editor", deputy_for=other)
    with pytest.raises(ValidationError, match="承認する役割"):
        member.full_clean()


def test_a_colleagues_last_touch_does_not_hide_who_entered_the_value(plan):
    first, second = (make_member(plan.municipality, "manager", name) for name in ("sato", "ito"))
    row = entries.save_entry(Measurement(indicator=make_indicator(plan), period="2025-Q1", value=5), by=first)
    row.value = 6
    row = entries.save_entry(row, by=second, seen_version=row.version)
    row = entries.submit(row, by=second)
    with pytest.raises(entries.Refused, match="ほかの承認者"):
        entries.approve(row, by=first)


# -- other cities


def test_the_way_to_the_public_page_does_not_tell_another_citys_addresses(client, manager, plan):
    own = make_indicator(plan)
    hidden = make_indicator(make_plan(make_city("minami", name="南山市"), "secret", is_public=False))
    kind = ContentType.objects.get_for_model(Indicator).pk
    address = reverse("admin:view_on_site", args=[kind, own.pk])
    assert client.get(address).status_code == 302
    assert client.get(reverse("admin:view_on_site", args=[kind, hidden.pk])).status_code == 404
    assert client.get(reverse("admin:view_on_site", args=[10**9, 1])).status_code == 404


def test_a_link_to_another_citys_public_plan_outlives_the_form(client, manager, plan):
    other = make_plan(make_city("minami", name="南山市"), "open-plan", title="南の計画")
    hidden = make_plan(other.municipality, "secret", title="南の秘密", is_public=False)
    row = PlanRelation.objects.create(plan=plan, code="r", kind="related", title="関係", related_plan=other)
    address = reverse("admin:plans_planrelation_change", args=[row.pk])
    assert "南の秘密" not in client.get(address).content.decode()
    saved = client.post(address, filled_form(client, address) | {"title": "直した"})
    assert saved.status_code == 302, errors_of(saved)
    row.refresh_from_db()
    assert (row.title, row.related_plan) == ("直した", other)
    client.post(address, filled_form(client, address) | {"related_plan": hidden.pk})
    row.refresh_from_db()
    assert row.related_plan == other


# -- odd input


@pytest.mark.parametrize("name", ["adopted_on", "starts_on", "ends_on"])
def test_a_plan_of_the_year_1_is_refused(plan, name):
    setattr(plan, name, date(1, 1, 1))
    with pytest.raises(ValidationError) as caught:
        plan.full_clean()
    assert name in caught.value.message_dict
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_nul_in_a_filter_is_a_bad_request(client, manager, plan):
    assert client.get(page(Measurement, "changelist") + "?state__exact=%00").status_code == 400
    assert client.get(page(Measurement, "export") + "?period=%00").status_code == 400


def test_a_version_of_five_thousand_digits_is_an_old_version(client, manager, plan):
    row = enter(make_indicator(plan), "2025-Q1", 5, state="draft")
    answer = client.post(page(Measurement, "verb", row.pk), {"verb": "submit", "version": "9" * 5000})
    assert answer.status_code == 302
    assert client.get(page(Measurement, "add") + "?revision_of=" + "9" * 5000).status_code == 200
    row.refresh_from_db()
    assert row.state == "draft"
