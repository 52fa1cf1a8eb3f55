"""What the numbers of an indicator mean: another unit for the same thing, or another thing from a period on.

The verbs `convert_unit` and `redefine`, and what they refuse: the admin's form asks the same functions before it saves.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from kpis.assessment.stored_facts import converted, measured_value
from kpis.judging.arithmetic import is_percent
from kpis.judging.numbers import MAX_DECIMALS, decimals_of, format_exact
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.models import Indicator, Measurement, SeriesBreak, State, Target
from kpis.models.fields import validate_exact
from kpis.models.indicator_promise import FIGURES
from kpis.models.measurement import CONVERTED, former_unit
from kpis.models.parts_checks import check_no_composite
from plans.journal.acting import acting
from plans.ledger.grounds import Grounds
from plans.ledger.revising import marked, revising
from plans.models import RevisionKind

from .baselines import keep_first_value_as_baseline
from .promises import lay_target, require
from .unit_chain import check_way_back

NAMED = 3  # periods in a sentence


def convert_unit(
    indicator: Indicator,
    unit: str,
    factor: Fraction,
    *,
    decimals: int | None = None,
    effective_on: date,
    reason: str,
    by: AbstractUser,
    decision: str = "",
) -> Indicator:
    """The same thing in another unit (件 → 千件, factor 1/1000).

    Targets, baseline and bounds are multiplied; values stay stored as they were reported and are shown converted.
    Raises ValidationError on `unit`, `factor`, `decimals`, or as the other verbs do.
    """
    require(indicator, by)
    places = indicator.decimals if decimals is None else decimals
    grounds = Grounds(reason, effective_on, RevisionKind.CONVERSION, decision, by, factor)
    return convert(indicator, unit, places, grounds)


def convert(indicator: Indicator, unit: str, decimals: int, grounds: Grounds) -> Indicator:
    """By the grounds' factor; who may is not asked. For the verb, and for the sample city."""
    factor = grounds.factor
    check_conversion(indicator, unit, factor, decimals)
    assert factor is not None  # noqa: S101 refused above
    with revising(indicator.plan, grounds, rows=[indicator]):
        before = Indicator.objects.get(pk=indicator.pk)
        indicator.unit, indicator.decimals = unit, decimals
        write_converted(indicator, before, factor, by=grounds.by)
    return indicator


def check_conversion(indicator: Indicator, unit: str, factor: Fraction | None, decimals: int) -> None:
    """Raises ValidationError for what cannot be converted so. `indicator` is as stored."""
    check_new_unit(indicator, unit)
    if factor == 1 and is_percent(unit) != is_percent(indicator.unit):
        raise ValidationError(
            {
                "unit": _(
                    "「%」は割合なので、同じ数のままでほかの単位には換算できません。単位を確かめてください。"
                )
            }
        )
    if factor is None or factor <= 0:
        raise ValidationError(
            {"factor": _("換算の倍率は、0より大きい数にしてください。件を千件にするなら、÷ 1000 です。")}
        )
    if indicator.is_ratio:
        raise ValidationError(
            {"unit": _("分子と分母で登録する指標の単位は換算できません。新しい指標を足してください。")}
        )
    check_no_composite(indicator)
    check_way_back(indicator, unit, factor)
    check_nothing_in_hand(indicator)
    for name, value in _figures(indicator):
        _check_fits(name, value, factor, decimals)


def check_new_unit(indicator: Indicator, unit: str) -> None:
    if not unit.strip() or unit == indicator.unit:
        raise ValidationError({"unit": _("換算するときは、新しい単位を書いてください。")})


def _figures(indicator: Indicator) -> Sequence[tuple[str, Decimal]]:
    found = [
        (str(indicator._meta.get_field(name).verbose_name), getattr(indicator, name)) for name in FIGURES
    ]
    found += [(_("目標値"), row.value) for row in _targets(indicator)]
    return [(name, value) for name, value in found if value is not None]


def _check_fits(name: str, value: Decimal, factor: Fraction, decimals: int) -> None:
    """A promise is converted exactly, and shown with every digit it has."""
    words = {"name": name, "value": format_exact(value)}
    new = converted(value, factor)
    assert new is not None  # noqa: S101 the value is a number
    needed = decimals_of(new)
    if needed > MAX_DECIMALS:
        raise ValidationError(
            {"factor": _("%(name)s（%(value)s）が割り切れません。倍率を確かめてください。") % words}
        )
    if needed > decimals:
        words["places"] = str(needed)
        raise ValidationError(
            {
                "decimals": _(
                    "換算した%(name)s（%(value)s）を正しく書くには、小数点以下が%(places)s桁必要です。桁数を増やしてください。"
                )
                % words
            }
        )
    try:
        validate_exact(new)
    except ValidationError as error:
        raise ValidationError({"factor": error.messages}) from None


def write_converted(
    indicator: Indicator, before: Indicator, factor: Fraction, *, by: AbstractUser | None
) -> None:
    """Inside `revising`: the indicator in its new unit, its targets, and by what its values are multiplied from now on.

    `indicator` has the new unit and decimals; `before` is as stored until now.
    """
    for name in FIGURES:
        setattr(indicator, name, converted(getattr(before, name), factor))
    indicator.save()
    for target in _targets(before):
        target.value = converted(target.value, factor)
        target.save()
    rows = [
        row for row in before.measurements.approved() if former_unit(before, Period.parse(row.period)) is None
    ]
    for row in rows:
        whole = row.factor * factor
        row.reported_unit = row.reported_unit if row.conversion else before.unit
        row.conversion = str(whole)
        if whole == 1 and row.reported_unit == indicator.unit:  # back in the unit of the report
            row.reported_unit = row.conversion = ""
    with acting(by, CONVERTED), marked(before.plan_id):  # approved values are not the indicator's own rows
        bulk_update_with_history(
            rows, Measurement, ["reported_unit", "conversion"],
            default_user=by, default_change_reason=CONVERTED,
        )  # fmt: skip


def rounds_values(indicator: Indicator) -> bool:
    """Whether a converted value has more digits than the indicator shows."""
    rows = indicator.measurements.approved().exclude(conversion="")
    return any(
        decimals_of(value) > indicator.decimals for row in rows if (value := measured_value(row)) is not None
    )


def _targets(indicator: Indicator) -> list[Target]:
    """Those in the indicator's unit of today."""
    return [row for row in indicator.targets.all() if row.former_unit is None]


def redefine(
    indicator: Indicator,
    fields: Mapping[str, object],
    *,
    from_period: Period,
    targets: Mapping[Period, Decimal | None] | None = None,
    keeps_figures: bool = False,
    effective_on: date,
    reason: str,
    by: AbstractUser,
    decision: str = "",
) -> SeriesBreak:
    """Another thing is counted from that period on: a break in the series. Returns its row.

    `fields`: what the indicator says from now on, baseline included. `targets`: those in the new way of counting; None:
    withdrawn. `keeps_figures`: baseline and targets hold as they are. Raises ValidationError on `period`,
    `keeps_figures`, a field of the indicator, or as the other verbs do.
    """
    plan = require(indicator, by)
    before = Indicator.objects.get(pk=indicator.pk)
    row = SeriesBreak(
        indicator=indicator,
        period=str(from_period),
        decided_on=effective_on,
        reason=reason.strip(),
        keeps_figures=keeps_figures,
    )
    grounds = Grounds(reason, effective_on, RevisionKind.REDEFINITION, decision, by)
    with revising(plan, grounds, rows=[indicator]):
        for name, value in fields.items():
            setattr(indicator, name, value)
        prepare_break(row, before)
        indicator.full_clean()
        row.full_clean()
        indicator.save()
        row.save()
        for period, value in (targets or {}).items():
            lay_target(indicator, period, value, effective_on, reason, decision)
    settle_baseline(indicator, row, by=by)
    return row


def prepare_break(row: SeriesBreak, before: Indicator) -> None:
    """Notes the unit of before, where it changes; refuses one that would put values under another name.

    A baseline that is taken away takes its note along. `before` is the indicator as stored. Raises ValidationError on
    `unit` or `period`.
    """
    indicator = row.indicator
    is_taken_away = before.baseline_value is not None and indicator.baseline_value is None
    if is_taken_away and indicator.baseline_note == before.baseline_note:
        indicator.baseline_note = ""
    if indicator.unit == before.unit:
        row.unit_before = None
        return
    row.unit_before = before.unit
    check_nothing_in_hand(before)
    start = Period.parse(row.period).index
    later = [one for one in before.measurements.approved() if Period.parse(one.period).index >= start]
    if later:
        raise ValidationError(
            {
                "period": _(
                    "%sの値は、前の単位ですでに承認されています。それより後の期間から変えてください。"
                )
                % _names(before, later)
            }
        )


def check_nothing_in_hand(indicator: Indicator) -> None:
    """Raises ValidationError on `unit` while a value waits that was typed in the former unit."""
    waiting = indicator.measurements.exclude(state=State.APPROVED)
    rows = [row for row in waiting if row.value is not None or row.numerator is not None]
    if rows:
        raise ValidationError(
            {
                "unit": _(
                    "前の単位で入力中の値（%s）があります。承認するか、値を空欄にしてから、単位を変えてください。"
                )
                % _names(indicator, rows)
            }
        )


def _names(indicator: Indicator, rows: Sequence[Measurement]) -> str:
    frequency = Frequency(indicator.frequency)
    names = [Period.parse(row.period).short_label_at(frequency) for row in rows[:NAMED]]
    return "、".join(names) + (_("ほか") if len(rows) > NAMED else "")


def settle_baseline(indicator: Indicator, row: SeriesBreak, *, by: AbstractUser | None) -> None:
    """A provisional baseline from before the break counts something else: the first value from there on takes its place."""
    indicator = Indicator.objects.select_related("plan").get(pk=indicator.pk)
    is_former = (
        indicator.baseline_is_provisional
        and indicator.baseline_value is not None
        and Period.parse(indicator.baseline_period).index < Period.parse(row.period).index
    )
    if is_former and keep_first_value_as_baseline(indicator, by=by, is_anew=True) is None:
        grounds = Grounds(row.reason, timezone.localdate(), RevisionKind.REDEFINITION, by=by, is_step=True)
        with revising(indicator.plan, grounds, rows=[indicator]):
            for name, value in {"baseline_value": None, "baseline_period": "", "baseline_note": ""}.items():
                setattr(indicator, name, value)
            indicator.save()
