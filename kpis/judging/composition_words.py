"""How a value is worked out from others, in a sentence: 「市の値」から「県平均」を引いた差です。"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.joining import listed

from .numbers import format_exact
from .terms import Formula, Frequency


def composition_sentence(
    formula: Formula,
    names: Sequence[str],
    weights: Sequence[Decimal],
    years: int | None = None,
    *,
    is_survey: bool = False,
) -> str:
    """`names`, `weights`: of the parts, in their order. `years`: of `MEAN_OVER`; None: since the plan began.

    `is_survey`: held every few years, so that the one before is not of the year before.
    """
    quoted = [_("「%s」") % name for name in names]
    words = {"first": quoted[0], "other": quoted[-1], "years": years}
    if formula is Formula.DIFFERENCE:
        return _("%(first)sから%(other)sを引いた差です。") % words
    if formula is Formula.RATIO:
        return _("%(first)sを%(other)sで割った値です。") % words
    if formula is Formula.YEAR_BEFORE and is_survey:
        return _("%(first)sを、前回の調査の値で割った値です。") % words
    if formula is Formula.YEAR_BEFORE:
        return _("%(first)sを、前の年の同じ期の値で割った値です。") % words
    if formula is Formula.MEAN_OVER:
        return (
            _("%(first)sの、計画のはじめからの平均です。") % words
            if years is None
            else _("%(first)sの、過去%(years)d年間の平均です。") % words
        )
    weighted = [
        name if weight == 1 else _("%(name)s×%(weight)s") % {"name": name, "weight": format_exact(weight)}
        for name, weight in zip(quoted, weights, strict=True)
    ]
    if formula is Formula.PRODUCT:
        return (
            _("%sを掛け合わせた値です。") % _("×").join(weighted)
            if len(weighted) > 1
            else _("%sです。") % weighted[0]
        )
    added = _("＋").join(weighted)
    if formula is Formula.SUM:
        return _("%sの合計です。") % added
    if all(weight == 1 for weight in weights):
        return _("%sの平均です。") % listed(quoted)
    total = format_exact(sum(weights, Decimal(0)))
    return _("（%(added)s）÷%(total)sで求めた平均です。") % {"added": added, "total": total}


def coarsened_sentence(names: Sequence[str], frequency: Frequency, *, is_sum: bool) -> str:
    """Of parts that are reported more often than the whole, whose frequency it is: what of them is taken."""
    periods = {
        Frequency.QUARTERLY: pgettext("each of them", "四半期"),
        Frequency.HALF_YEARLY: pgettext("each of them", "半年"),
        Frequency.YEARLY: pgettext("each of them", "年度"),
    }
    words = {"names": listed(_("「%s」") % name for name in names), "period": periods[frequency]}
    if is_sum:
        return _("%(names)sは、%(period)sごとに合計した値を使います。") % words
    return _("%(names)sは、%(period)sの終わりの値を使います。") % words
