"""What is worked out of an indicator: whoever decides on its value decides on that too."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kpis.models import Indicator
from kpis.models.parts import stored_parts
from plans.joining import listed


def remember_wholes(indicators: Iterable[Indicator]) -> None:
    """Puts at hand what `follows` tells: one query for all, none without indicators."""
    rows = list(indicators)
    if not rows:
        return
    wholes = Indicator.objects.filter(plan__in={row.plan_id for row in rows}).shown().exclude(formula="")
    parts = {whole: {line.code for line in stored_parts(whole.parts)} for whole in wholes}
    for row in rows:
        row.wholes = [
            whole for whole, codes in parts.items() if whole.plan_id == row.plan_id and row.code in codes
        ]


def follows(indicator: Indicator) -> list[tuple[str, str]]:
    """What else an approval changes, with its name; nothing where nothing is worked out of the indicator."""
    wholes: list[Indicator] = getattr(indicator, "wholes", [])
    if not wholes:
        return []
    names = listed(_("「%s」") % whole for whole in wholes)
    return [(_("ほかの指標"), _("%sも、この値から計算し直します。") % names)]
