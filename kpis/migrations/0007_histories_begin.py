"""What is stored already is what the public knows: its history begins with today."""

from importlib import import_module

from django.db import migrations

MODELS = (
    "Indicator",
    "Target",
    "ExcludedPeriod",
    "ReviewPolicy",
    "RatingScale",
    "RatingBand",
    "PlanRating",
)


def begin_histories(apps, schema_editor):
    alias = schema_editor.connection.alias
    import_module("plans.migrations.0004_ledgers_begin").begin_histories(apps, alias, "kpis", MODELS)
    revision = apps.get_model("plans", "Revision")
    revision.objects.using(alias).bulk_create(_moved_targets(apps, alias, revision), batch_size=500)


def _moved_targets(apps, alias, revision):
    """What the targets tell of themselves: one decided later stands beside the earlier one of the same period."""
    rows = apps.get_model("kpis", "Target").objects.using(alias).select_related("indicator__plan")
    held = {}
    for row in rows.order_by("indicator", "period", "effective_from"):
        indicator = row.indicator
        before = held.get((row.indicator_id, row.period))
        held[row.indicator_id, row.period] = row
        if before is None or not row.reason or indicator.plan.public_since is None:
            continue
        texts = [_text(one.value, indicator.unit) for one in (before, row)]
        change = {"before": texts[0], "after": texts[1], "before_text": texts[0], "after_text": texts[1]}
        yield revision(
            plan=indicator.plan,
            kind="target" if row.value is not None else "withdrawal",
            subject_model="kpis.indicator",
            subject_id=indicator.pk,
            subject_code=indicator.code,
            subject_name=f"{indicator.number} {indicator.name}".strip(),
            changes=[{"field": f"target:{row.period}"} | change],
            effective_on=row.effective_from,
            reason=row.reason,
        )


def _text(value, unit):
    if value is None:
        return "取り下げ"
    return f"{value.normalize():,f}{unit}"


class Migration(migrations.Migration):
    dependencies = [("kpis", "0006_revisions"), ("plans", "0004_ledgers_begin")]

    operations = [migrations.RunPython(begin_histories, migrations.RunPython.noop)]
