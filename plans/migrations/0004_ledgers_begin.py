"""What is stored already is what the public knows: its ledger and its history begin with today."""

from django.db import migrations
from django.utils import timezone

BEGINNING = "この日より前の変更の記録はありません。"
MODELS = (
    "Municipality",
    "Department",
    "Plan",
    "PlanLabel",
    "Statement",
    "Goal",
    "NationalPriority",
    "Action",
    "ScheduleTrack",
    "ScheduleItem",
    "SourceDocument",
    "PlanRelation",
    "SourceNote",
    "Committee",
    "Seat",
    "PlanDepartment",
    "Term",
    "SitePage",
)
BATCH = 500


def begin_ledgers(apps, schema_editor):
    """Every public plan gets the day from which it is public here, and its ledger's first line, which says so."""
    alias, today = schema_editor.connection.alias, timezone.localdate()
    plans = apps.get_model("plans", "Plan").objects.using(alias).filter(is_public=True)
    plans.update(public_since=today)
    revision = apps.get_model("plans", "Revision")
    revision.objects.using(alias).bulk_create(
        (
            revision(
                plan=plan,
                kind="publication",
                subject_model="plans.plan",
                subject_id=plan.pk,
                subject_name=plan.title,
                changes=[],
                effective_on=today,
                reason=BEGINNING,
            )
            for plan in plans
        ),
        batch_size=BATCH,
    )
    begin_histories(apps, alias, "plans", MODELS)


def begin_histories(apps, alias, app, names):
    """One line of history for each stored row: what it says today."""
    moment = timezone.now()
    for name in names:
        model, history = apps.get_model(app, name), apps.get_model(app, f"Historical{name}")
        fields = [field.attname for field in model._meta.concrete_fields]
        rows = model.objects.using(alias).order_by().values(*fields).iterator(BATCH)
        lines = (
            history(history_date=moment, history_type="+", history_change_reason=BEGINNING, **row)
            for row in rows
        )
        history.objects.using(alias).bulk_create(lines, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_revisions")]

    operations = [migrations.RunPython(begin_ledgers, migrations.RunPython.noop)]
