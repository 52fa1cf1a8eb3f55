"""The first value as a baseline, where the plan gives none."""

from decimal import ROUND_HALF_UP, Decimal

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.assessment.stored_facts import facts_of
from kpis.judging.known import Point
from kpis.judging.numbers import MAX_DECIMALS, MAX_INTEGER_DIGITS
from kpis.judging.terms import Direction, Frequency, Kind, Series
from kpis.models import Indicator
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising

NOTE = gettext_lazy("計画に基準値がないため、最初の実績を仮の基準にしています。")


def keep_first_value_as_baseline(
    indicator: Indicator, *, by: AbstractUser | None = None, is_anew: bool = False
) -> Point | None:
    """Stores the earliest approved value as the provisional baseline (仮の基準) and returns it, where that is news.

    While it is provisional it follows the earliest value, whichever was approved or corrected last. None when there is
    nothing to store: the plan states a baseline, the indicator is not judged, goes by steps, keeps a bound or is no level,
    or nothing has been approved. `by`: who approved it; the ledger names them. `is_anew`: what the note said was of another count.
    """
    with transaction.atomic():
        row = Indicator.objects.select_for_update(of=("self",)).select_related("plan").get(pk=indicator.pk)
        first = _first_value(row)
        if first is None or (row.baseline_value, row.baseline_period) == (first.value, str(first.period)):
            return None
        with revising(row.plan, Grounds(str(NOTE), by=by, is_step=True), rows=[row]):
            row.baseline_value, row.baseline_period = first.value, str(first.period)
            row.baseline_is_provisional = True
            row.baseline_note = str(NOTE) if is_anew else row.baseline_note or str(NOTE)
            row.save()
    return first


def _first_value(indicator: Indicator) -> Point | None:
    is_stated = indicator.baseline_value is not None and not indicator.baseline_is_provisional
    has_a_way = Direction(indicator.direction) in (Direction.INCREASE, Direction.DECREASE)
    if is_stated or indicator.series != Series.LEVEL or indicator.is_reference or not has_a_way:
        return None
    if indicator.kind == Kind.MILESTONE:
        return None  # its steps begin at none
    facts, today = facts_of(indicator), timezone.localdate()
    for row in sorted(facts.observations, key=lambda row: row.period.index):
        counts = row.has_value and facts.exclusion_of(row.period) is None
        counts = counts and not facts.is_before_break(row.period, today)
        value = facts.value_of((row,)) if counts else None
        if value is not None and abs(value) < Decimal(10) ** MAX_INTEGER_DIGITS:
            return Point(row.period, value.quantize(Decimal(1).scaleb(-MAX_DECIMALS), ROUND_HALF_UP))
    return None


def sentence(indicator: Indicator, point: Point) -> str:
    """What a page says after it has been stored."""
    return _("「%(indicator)s」には基準値がないので、%(period)sの値を仮の基準として登録しました。") % {
        "indicator": indicator,
        "period": point.period.short_label_at(Frequency(indicator.frequency)),
    }
