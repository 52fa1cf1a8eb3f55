"""How an indicator's unit came to be what it is: back in a unit it had, the numbers must be those they were."""

from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpis.models import Indicator
from plans.ledger.promised import label_of
from plans.ledger.reading import factor_text
from plans.models import Revision, RevisionKind


@dataclass(frozen=True)
class _Stand:
    """A unit, and by what the numbers in the first one are multiplied to be read in it."""

    unit: str
    factor: Fraction


def check_way_back(indicator: Indicator, unit: str, factor: Fraction) -> None:
    """Raises ValidationError on `factor` where the same unit would stand for other numbers than before. One query.

    A conversion that was taken back is forgotten, so that a wrong factor can be put right.
    """
    stands = _stands(indicator)
    now = stands[-1].factor * factor
    for stand in stands[:-1]:
        if stand.unit == unit and stand.factor != now:
            words = {"unit": unit or _("単位なし"), "factor": factor_text(stand.factor / stands[-1].factor)}
            raise ValidationError(
                {
                    "factor": _(
                        "前に「%(unit)s」で示した数と合わなくなります。「%(unit)s」に戻す倍率は %(factor)s です。"
                    )
                    % words
                }
            )


def _stands(indicator: Indicator) -> list[_Stand]:
    """The units that lie behind today's, and today's. A new way of counting, or a slip, begins anew."""
    rows = Revision.objects.filter(subject_model=label_of(Indicator), subject_id=indicator.pk).order_by("pk")
    stands: list[_Stand] = []
    for row in rows:
        change = next((change for change in row.changes if change["field"] == "unit"), None)
        if change is None or row.kind == RevisionKind.ADDITION:
            continue
        if not row.factor or not stands:
            stands = [_Stand(str(change["before" if row.factor else "after"] or ""), Fraction(1))]
        if row.factor:
            new = _Stand(str(change["after"] or ""), stands[-1].factor * Fraction(row.factor))
            stands = stands[: stands.index(new)] if new in stands else stands
            stands.append(new)
    return stands or [_Stand(indicator.unit, Fraction(1))]
