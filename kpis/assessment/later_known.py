"""Values that were corrected after a day, and so are shown of it otherwise than they were known then."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.models import Indicator, Measurement
from plans.ledger.later import LaterKnown, end_of
from plans.ledger.promised import label_of
from plans.models import Plan


def later_values(plan: Plan, at: date) -> Iterable[LaterKnown]:
    """Of the plan's public indicators. One query."""
    rows = Measurement.objects.approved().filter(
        indicator__plan=plan, indicator__state="public", revision__gt=1, decided_at__gte=end_of(at)
    )
    for row in rows.select_related("indicator"):
        period = Period.parse(row.period)
        if period.last_day <= at:
            words = {
                "indicator": row.indicator,
                "period": period.short_label_at(Frequency(row.indicator.frequency)),
            }
            text = _("%(indicator)s（%(period)sの値の改定）") % words
            yield LaterKnown(label_of(Indicator), row.indicator.code, text)
