"""What was recorded after a day and changes what the plan is shown to have said on it: a corrected slip, a back-dated change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from plans.joining import listed
from plans.models import Plan, RevisionKind
from plans.models.base import Promised

from .promised import label_of

SHOWN = 3


@dataclass(frozen=True)
class LaterKnown:
    """One thing known later: of which row (its model's label, its code), and in words what it is."""

    model: str
    code: str
    text: str


def end_of(day: date) -> datetime:
    """The first moment after that day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def later_promises(plan: Plan, at: date, models: Collection[type[Promised]]) -> Iterable[LaterKnown]:
    """Corrected slips, and whatever was recorded later with a day that had come by then, of rows of these models. One query."""
    labels = [label_of(model) for model in models]
    rows = plan.revisions.filter(subject_model__in=labels, recorded_at__gte=end_of(at)).order_by("pk")
    rows = list(rows.exclude(kind=RevisionKind.PUBLICATION))
    unborn = {row.subject_key for row in rows if row.kind == RevisionKind.ADDITION and row.effective_on > at}
    for row in rows:
        holds = row.kind == RevisionKind.MISPRINT or row.effective_on <= at
        if holds and row.subject_key not in unborn:
            words = {"subject": row.subject_name, "kind": row.get_kind_display()}
            yield LaterKnown(row.subject_model, row.subject_code, _("%(subject)s（%(kind)s）") % words)


def later_rest(rows: Iterable[LaterKnown]) -> list[str]:
    """What the sentence does not name."""
    return list(dict.fromkeys(row.text for row in rows))[SHOWN:]


def later_sentence(rows: Iterable[LaterKnown]) -> str:
    """この時点より後に分かったことを含みます: 3-4 …（令和7年度第1四半期の値の改定）ほか2件 Blank without any."""
    texts = list(dict.fromkeys(row.text for row in rows))
    if not texts:
        return ""
    names = listed(texts[:SHOWN])
    if len(texts) > SHOWN:
        return _("この時点より後に分かったことを含みます: %(names)s ほか%(more)d件") % {
            "names": names,
            "more": len(texts) - SHOWN,
        }
    return _("この時点より後に分かったことを含みます: %s") % names
