"""A plan's workbook, uploaded or imported by command, records a revision, or refuses with the way to do it."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpis.models import Target
from plans.workbook.importing import import_workbook
from tests.factories import make_measurement
from tests.ledger import changes_of, newest
from tests.plans.workbook.books import columns_of, edited, exported

pytestmark = pytest.mark.django_db


def book(plan, **values) -> bytes:
    content = exported(plan)
    letters = columns_of(content, "目標")
    return edited(content, {"目標": {f"{letters[name]}3": value for name, value in values.items()}})


def upload(client, content):
    file = BytesIO(content)
    file.name = "plan.xlsx"
    return client.post(reverse("admin:plans_plan_workbook_upload"), {"file": file})


def confirm(client, preview, **more):
    data = {"content": preview.context["content"]} | more
    return client.post(reverse("admin:plans_plan_workbook_upload"), data)


def test_the_preview_asks_why_and_the_import_records_it(client, plan, manager):
    preview = upload(client, book(plan, title="ブックの題名"))
    assert "公開済みの内容が1件変わります" in preview.content.decode()
    again = confirm(client, preview)
    assert "変更の種類と理由が必要です" in again.content.decode()
    assert plan.goals.get().title == "はじめの題名"
    assert (
        confirm(client, preview, revision_reason="第2版に改めたため。", revision_kind="edition").status_code
        == 302
    )
    found = newest(plan)
    assert (plan.goals.get().title, found.kind, found.recorded_by) == ("ブックの題名", "edition", manager)


def test_a_written_over_target_is_refused_at_the_form(client, plan, manager):
    content = exported(plan)
    letters = columns_of(content, "目標値")
    preview = upload(client, edited(content, {"目標値": {f"{letters['value']}3": 1}}))
    again = confirm(client, preview, revision_reason="見直し")
    assert "決めた目標は書きかえられません" in again.content.decode()
    assert Target.objects.get(indicator__plan=plan).value == 5000


def test_what_changes_nothing_public_asks_nothing(client, plan, manager):
    preview = upload(client, book(plan, order=7))
    assert "公開済みの内容が" not in preview.content.decode()
    assert confirm(client, preview).status_code == 302
    assert (plan.goals.get().order, changes_of(plan)) == (7, 0)


def test_approved_values_are_not_written_over_even_by_an_administrator(plan):
    make_measurement(plan.indicators.get(), "2024-Q4", 40)
    content = exported(plan)
    letters = columns_of(content, "実績値")
    with pytest.raises(Exception, match="承認済みの値は書きかえられません"):
        import_workbook(BytesIO(edited(content, {"実績値": {f"{letters['value']}3": 1}})), with_reports=True)


def test_the_command_asks_for_a_reason(plan, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(book(plan, title="ブックの題名"))
    with pytest.raises(CommandError, match="--reason"):
        call_command("import_workbook", path, verbosity=0)
    assert plan.goals.get().title == "はじめの題名"
    call_command("import_workbook", path, reason="原本と違うため。", kind="misprint", verbosity=0, yes=True)
    assert (plan.goals.get().title, newest(plan).kind) == ("ブックの題名", "misprint")
