"""Provisional baselines: none where a bound is kept or an amount counted, else the earliest approved value."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import migrations

NOTE = "計画に基準値がないため、最初の実績を仮の基準にしています。"
WAYS = ("increase", "decrease")


def follow(apps, schema_editor):
    indicators = apps.get_model("kpis", "Indicator").objects.using(schema_editor.connection.alias)
    for indicator in indicators.filter(baseline_is_provisional=True):
        if indicator.series != "level" or indicator.direction not in WAYS:
            indicator.baseline_is_provisional = False
            if indicator.baseline_note == NOTE:
                # Set by an approval, not by a person.
                indicator.baseline_value, indicator.baseline_period, indicator.baseline_note = None, "", ""
            indicator.save()
            continue
        first = _first_value(indicator)
        if first is not None and first[0] < indicator.baseline_period:
            indicator.baseline_period, indicator.baseline_value = first
            indicator.save()


def _first_value(indicator):
    """Period and value of the earliest period that has one: periods of one frequency sort as text."""
    latest = {}
    for row in indicator.measurements.filter(state="approved").order_by("period", "revision"):
        latest[row.period] = row
    for period, row in sorted(latest.items()):
        if row.value is not None:
            return period, row.value
        if row.numerator is not None and row.denominator:
            factor = 100 if indicator.unit in ("%", "％") else 1
            value = row.numerator * factor / row.denominator
            return period, value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return None


class Migration(migrations.Migration):
    dependencies = [("kpis", "0003_quarterly_reports")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
