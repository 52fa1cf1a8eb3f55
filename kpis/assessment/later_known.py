"""What became known after a day and changes what is shown of it: a corrected value, a corrected slip, a back-dated target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.models import Indicator, Measurement
from plans.ledger.promised import label_of
from plans.models import Plan, RevisionKind

SHOWN = 3


@dataclass(frozen=True)
class LaterKnown:
    """One thing known later: the indicator's code, and in words what it is."""

    code: str
    text: str


def later_known(plan: Plan, at: date) -> list[LaterKnown]:
    """What of the plan's indicators is shown on that day otherwise than it was known then. Two queries."""
    end = timezone.make_aware(datetime.combine(at + timedelta(days=1), time()))
    return [*_revised_values(plan, at, end), *_revised_promises(plan, at, end)]


def _revised_values(plan: Plan, at: date, end: datetime) -> Iterable[LaterKnown]:
    rows = Measurement.objects.approved().filter(
        indicator__plan=plan, indicator__state="public", revision__gt=1, decided_at__gte=end
    )
    for row in rows.select_related("indicator"):
        period = Period.parse(row.period)
        if period.last_day <= at:
            words = {
                "indicator": row.indicator,
                "period": period.short_label_at(Frequency(row.indicator.frequency)),
            }
            yield LaterKnown(row.indicator.code, _("%(indicator)s（%(period)sの値の改定）") % words)


def _revised_promises(plan: Plan, at: date, end: datetime) -> Iterable[LaterKnown]:
    """Corrected slips, and whatever was recorded later with a day that had come by then."""
    rows = plan.revisions.filter(subject_model=label_of(Indicator), recorded_at__gte=end).order_by("pk")
    rows = list(rows.exclude(kind=RevisionKind.PUBLICATION))
    unborn = {row.subject_id for row in rows if row.kind == RevisionKind.ADDITION and row.effective_on > at}
    for row in rows:
        holds = row.kind == RevisionKind.MISPRINT or row.effective_on <= at
        if holds and row.subject_id not in unborn:
            words = {"indicator": row.subject_name, "kind": row.get_kind_display()}
            yield LaterKnown(row.subject_code, _("%(indicator)s（%(kind)s）") % words)


def later_sentence(rows: Iterable[LaterKnown]) -> str:
    """この時点より後に分かったことを含みます: 3-4 …（令和7年度第1四半期の値の改定）ほか2件 Blank without any."""
    texts = list(dict.fromkeys(row.text for row in rows))
    if not texts:
        return ""
    names = "、".join(texts[:SHOWN])
    if len(texts) > SHOWN:
        return _("この時点より後に分かったことを含みます: %(names)s ほか%(more)d件") % {
            "names": names,
            "more": len(texts) - SHOWN,
        }
    return _("この時点より後に分かったことを含みます: %s") % names
