"""Corrections of approved values, two people at once, and the first value as a baseline."""

import pytest

from kpis.models import (
    ActionProgress,
    Indicator,
    Measurement,
)
from tests.factories import make_action, make_member

from .entering import enter, errors_of, make_indicator, measured, messages_of, page

pytestmark = pytest.mark.django_db


# -- revisions and two people at once


def test_an_approved_value_is_read_only_and_offers_a_revision(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 1200, progress_comment="窓口でも案内した。")
    shown = client.get(page(Measurement, "change", row.pk))
    assert 'name="_save"' not in shown.content.decode()
    link = shown.context["revision"]
    assert link["label"] == "改定案を書く"
    answer = client.post(page(Measurement, "change", row.pk), measured(indicator, value="5"))
    assert "承認済みなので、保存していません" in errors_of(answer)
    row.refresh_from_db()
    assert row.value == 1200
    assert client.post(page(Measurement, "delete", row.pk), {"post": "yes"}).status_code == 403
    form = client.get(link["url"]).context["adminform"].form
    assert (form.instance.indicator, form.instance.period, form.instance.revision) == (
        indicator,
        "2025-Q1",
        2,
    )
    assert form["progress_comment"].value() == "窓口でも案内した。"
    assert "state" not in form.fields


def test_a_revision_says_why_and_stands_beside_what_it_corrects(client, manager, plan):
    indicator = make_indicator(plan)
    enter(indicator, "2025-Q1", 1200)
    data = measured(indicator, value="1250", revision="2")
    assert "改定の理由を書いてください" in errors_of(client.post(page(Measurement, "add"), data))
    answer = client.post(page(Measurement, "add"), data | {"revision_reason": "集計漏れがあった。"})
    assert answer.status_code == 302
    assert [int(row.value) for row in indicator.measurements.order_by("revision")] == [1200, 1250]


def test_a_revision_under_way_is_opened_instead_of_a_second_one(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 1200)
    draft = enter(indicator, "2025-Q1", 1250, revision=2, revision_reason="集計漏れ", state="draft")
    link = client.get(page(Measurement, "change", row.pk)).context["revision"]
    assert link == {"url": page(Measurement, "change", draft.pk), "label": "書きかけの改定案（版2）を開く"}


def test_a_draft_offers_no_revision_and_its_period_stands_fixed(client, manager, plan):
    indicator, other = make_indicator(plan), make_indicator(plan, "1-2")
    row = enter(indicator, "2025-Q1", 1200, state="draft")
    assert client.get(page(Measurement, "change", row.pk)).context["revision"] is None
    data = measured(other, "2024-Q4", value="5", revision="7")
    assert client.post(page(Measurement, "change", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.indicator, row.period, row.revision, row.value) == (indicator, "2025-Q1", 1, 5)


def test_approved_values_are_not_deleted_with_the_list_nor_with_their_indicator(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 1200)
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(page(Measurement, "changelist"), data)
    client.post(page(Indicator, "delete", indicator.pk), {"post": "yes"})
    assert Measurement.objects.filter(pk=row.pk).exists()


def test_an_actions_progress_is_reported_by_quarter_and_revised_alike(client, manager, plan):
    action = make_action(plan, "1")
    data = {"action": action.pk, "period": "2025", "revision": "1", "status": "delayed"}
    assert "2024-Q1 から" in errors_of(client.post(page(ActionProgress, "add"), data))
    assert client.post(page(ActionProgress, "add"), data | {"period": "2025-Q1"}).status_code == 302
    row = action.progress.get()
    assert row.state == "draft"
    ActionProgress.objects.filter(pk=row.pk).update(state="approved")
    assert "保存していません" in errors_of(client.post(page(ActionProgress, "change", row.pk), data))
    link = client.get(page(ActionProgress, "change", row.pk)).context["revision"]
    form = client.get(link["url"]).context["adminform"].form
    assert (form.instance.action_id, form.instance.revision, form["status"].value()) == (
        action.pk,
        2,
        "delayed",
    )


# -- the verbs on a report's own page


def do(client, row, verb, **data):
    row.refresh_from_db()
    address = page(type(row), "verb", row.pk)
    return client.post(address, {"verb": verb, "version": row.version} | data, follow=True)


def test_a_new_value_is_a_draft_whatever_the_form_says(client, manager, plan):
    indicator = make_indicator(plan)
    client.post(page(Measurement, "add"), measured(indicator, value="40", state="approved"))
    assert indicator.measurements.get().state == "draft"


def test_a_value_is_handed_in_and_approved_by_somebody_else_and_becomes_the_provisional_baseline(
    client, manager, plan
):
    indicator = make_indicator(plan, series="level", unit="人")
    client.post(page(Measurement, "add"), measured(indicator, value="40"))
    row = indicator.measurements.get()
    assert "提出しました" in messages_of(do(client, row, "submit"))
    assert "ほかの承認者が承認します" in messages_of(do(client, row, "approve"))
    client.force_login(make_member(plan.municipality, "approver", "suzuki"))
    answer = do(client, row, "approve")
    indicator.refresh_from_db()
    assert (indicator.baseline_value, indicator.baseline_period) == (40, "2025-Q1")
    assert indicator.baseline_is_provisional
    assert "仮の基準として登録しました" in messages_of(answer)


def test_a_value_is_returned_with_a_reason_that_its_page_shows(client, manager, plan):
    row = enter(make_indicator(plan), "2025-Q1", 5, state="submitted")
    assert "理由を書いてください" in messages_of(do(client, row, "send_back"))
    do(client, row, "send_back", reason="桁を確かめてください。")
    row.refresh_from_db()
    assert row.state == "returned"
    assert "桁を確かめてください。" in client.get(page(Measurement, "change", row.pk)).content.decode()


def test_a_verb_on_a_row_that_has_moved_on_is_refused(client, manager, plan):
    row = enter(make_indicator(plan), "2025-Q1", 5, state="submitted", version=3)
    answer = client.post(page(Measurement, "verb", row.pk), {"verb": "approve", "version": "2"}, follow=True)
    assert "この行を変えました" in messages_of(answer)
    row.refresh_from_db()
    assert (row.state, row.version) == ("submitted", 3)


@pytest.mark.parametrize("verb", ["", "delete", "publish"])
def test_no_other_verb_is_known(client, manager, plan, verb):
    row = enter(make_indicator(plan), "2025-Q1", 5, state="submitted")
    assert do(client, row, verb).status_code == 404


def test_the_history_tells_who_did_what_and_why_and_offers_nothing_to_change(client, manager, plan):
    indicator = make_indicator(plan)
    client.post(page(Measurement, "add"), measured(indicator, value="40"))
    row = indicator.measurements.get()
    do(client, row, "submit")
    client.force_login(make_member(plan.municipality, "manager", "suzuki"))
    do(client, row, "send_back", reason="桁を確かめてください。")
    address = page(Measurement, "history", row.pk)
    answer = client.get(address)
    changes = answer.context["changes"]
    assert [(change.who, change.state_before, change.state_label) for change in changes] == [
        ("suzuki", "提出済み", "差し戻し"),
        ("tanaka", "下書き", "提出済み"),
        ("tanaka", "", "下書き"),
    ]
    assert changes[0].why == "差し戻し: 桁を確かめてください。"
    assert "<form" not in answer.content.decode().split('id="content"')[1]
    assert client.post(address).status_code in (200, 405)
    assert row.history.count() == 3
