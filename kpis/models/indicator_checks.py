"""What an indicator's definition must satisfy, and what of it may not simply change once values are approved."""

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kpis.judging.numbers import decimals_of, format_exact
from kpis.judging.periods import Period, fits, grain_sentence
from kpis.judging.steps_checks import check_steps
from kpis.judging.terms import Direction, Frequency, Kind
from plans.models import RevisionKind

from .fields import parsed
from .parts_checks import has_worked_out
from .steps import read_steps, write_steps

# What an approved value means: another reading would change every value of before.
MEANING = (
    "kind",
    "formula",
    "parts",
    "mean_years",
    "unit",
    "series",
    "frequency",
    "numerator_label",
    "denominator_label",
)
# Of these, what a kind of change may change all the same.
MAY_CHANGE = {RevisionKind.CONVERSION: {"unit"}, RevisionKind.REDEFINITION: {"unit"}}


def check_meaning(indicator: models.Model, names: Iterable[str], kind: str) -> None:
    """Raises ValidationError on `kind` where approved values would come to say something else."""
    if kind != RevisionKind.REDEFINITION and any(name.startswith("seriesbreak:") for name in names):
        raise ValidationError(
            {
                "kind": _(
                    "登録した「数え方の変更」を直したり消したりするときは、変更の種類で「誤りの訂正」を選んでください。"
                )
            }
        )
    changed = [name for name in MEANING if name in names and name not in MAY_CHANGE.get(kind, ())]
    if not changed or not (
        indicator.measurements.filter(state="approved").exists() or has_worked_out(indicator)
    ):
        return
    label = indicator._meta.get_field(changed[0]).verbose_name
    form = (
        _(
            "「%(indicator)s」には承認済みの値があるので、「%(field)s」を変えると、前の値の意味まで変わってしまいます。"
            "変更の種類で、書きまちがいなら「誤りの訂正」を、件を千件にするなら「単位の換算」を、"
            "ある期間から数え方が変わるなら「数え方の変更」を選んでください。"
        )
        if changed == ["unit"]
        else _(
            "「%(indicator)s」には承認済みの値があるので、「%(field)s」を変えると、前の値の意味まで変わってしまいます。"
            "書きまちがいなら、変更の種類で「誤りの訂正」を選んでください。"
            "そうでなければ、この指標を終え、新しい指標を足してください。"
        )
    )
    raise ValidationError({"kind": form % {"indicator": indicator, "field": label}})


def check_unit_slip(indicator: models.Model, names: Iterable[str]) -> None:
    """Raises ValidationError on `kind` for a unit that was converted, or changed with a break: it was no slip.

    Values and targets of before are read by that unit.
    """
    if "unit" not in names:
        return
    if indicator.measurements.exclude(conversion="").exists():
        raise ValidationError(
            {
                "kind": _(
                    "換算した指標の単位は、訂正では戻せません。元に戻すときは、"
                    "変更の種類で「単位の換算」を選び、逆の倍率（÷1000 で換算したなら ×1000）を書いてください。"
                )
            }
        )
    if indicator.series_breaks.filter(unit_before__isnull=False).exists():
        raise ValidationError(
            {
                "kind": _(
                    "単位の変わる「数え方の変更」があるので、単位だけは訂正できません。"
                    "この指標を終え、新しい指標を足してください。"
                )
            }
        )


def check_kind(indicator: models.Model) -> None:
    """Steps as they are kept, in order and within the plan; what a kind does not go together with is refused."""
    if indicator.kind == Kind.MILESTONE:
        try:
            steps = read_steps(indicator.steps)
            check_steps(steps, indicator.plan.starts_on if indicator.plan_id else None)
        except ValueError as error:
            raise ValidationError({"steps": str(error)}) from None
        indicator.steps = write_steps(steps)
        _check_reported_steps(indicator, len(steps))
    if indicator.kind == Kind.MILESTONE or indicator.kind == Kind.WORDS:
        _check_no_targets(indicator)
    if indicator.kind == Kind.WORDS and not indicator.target_wording.strip():
        raise ValidationError(
            {"target_wording": _("言葉の目標です。計画に書かれた言葉（例: 利用率の向上）を書いてください。")}
        )
    if indicator.strict and indicator.direction == Direction.MONITOR:
        raise ValidationError({"strict": _("見守る指標には目標がないので、選ばないでください。")})


def _check_reported_steps(indicator: models.Model, count: int) -> None:
    """Steps that were reported as done cannot be taken away."""
    if not indicator.pk:
        return
    most = indicator.measurements.exclude(value=None).aggregate(most=models.Max("value"))["most"]
    if most is not None and most > count:
        raise ValidationError(
            {
                "steps": _("実績では%(most)s段階まで終わっています。段階を%(most)s個以上にしてください。")
                % {"most": format_exact(most)}
            }
        )


def _check_no_targets(indicator: models.Model) -> None:
    """Numeric targets would be promised and never judged."""
    if indicator.pk and any(row.value is not None for row in indicator.targets.all()):
        raise ValidationError(
            {
                "kind": _(
                    "この指標には数値の目標が登録されています。測り方を変えるときは、"
                    "新しい指標を足すか、先に目標を取り下げてください。"
                )
            }
        )


def check_life(indicator: models.Model) -> None:
    frequency = Frequency(indicator.frequency)
    first, last = parsed(indicator.first_period), parsed(indicator.last_period)
    for name, period in (("first_period", first), ("last_period", last)):
        if period is not None and not fits(period, frequency):
            raise ValidationError({name: grain_sentence(frequency)})
    if first is not None and last is not None and last.index < first.index:
        raise ValidationError({"last_period": _("最後の期間が、最初の期間より前になっています。")})
    if frequency.is_survey and first is None:
        raise ValidationError(
            {"first_period": _("数年に1回の調査です。調査する年度の1つを「最初の期間」に書いてください。")}
        )


def check_part_of_whole(indicator: models.Model) -> None:
    if (
        indicator.is_part_of_whole
        and indicator.baseline_value is not None
        and not 0 <= indicator.baseline_value <= 100
    ):
        raise ValidationError({"baseline_value": _("全体に占める割合は、0から100までの値にしてください。")})


def check_frequency_stays(indicator: models.Model) -> None:
    """Values of another grain would be left behind."""
    if indicator.pk and any(
        not fits(Period.parse(text), Frequency(indicator.frequency))
        for text in indicator.measurements.values_list("period", flat=True).distinct()
    ):
        raise ValidationError(
            {
                "frequency": _("登録済みの実績と合わない頻度です。%s")
                % grain_sentence(Frequency(indicator.frequency))
            }
        )


def check_shape_stays(indicator: models.Model) -> None:
    """Approved values were understood by these: another reading would change them without a revision."""
    before = type(indicator).objects.filter(pk=indicator.pk).first() if indicator.pk else None
    if before is None or not indicator.measurements.filter(state="approved").exists():
        return
    if before.is_ratio != indicator.is_ratio:
        raise ValidationError(
            {
                "denominator_label": _(
                    "承認済みの実績があるので、分子と分母の有無は変えられません。新しい指標を作ってください。"
                )
            }
        )
    if indicator.is_ratio and before.is_percent != indicator.is_percent:
        raise ValidationError(
            {
                "unit": _(
                    "承認済みの割合の値が変わってしまうので、%とほかの単位は入れ替えられません。新しい指標を作ってください。"
                )
            }
        )


def check_digits(indicator: models.Model, figures: Iterable[str]) -> None:
    """Raises ValidationError on a figure with more digits than the indicator shows: it would read otherwise elsewhere.

    What is stored so already, or follows from a first value, stays.
    """
    before = type(indicator).objects.filter(pk=indicator.pk).first() if indicator.pk else None
    errors = {}
    for name in figures:
        value = getattr(indicator, name)
        is_same = before is not None and getattr(before, name) == value
        if name == "baseline_value" and indicator.baseline_is_provisional:
            continue
        if not is_same:
            errors[name] = too_many_digits(value, indicator.decimals)
        elif before.unit == indicator.unit and before.decimals != indicator.decimals:
            errors["decimals"] = errors.get("decimals") or too_many_digits(value, indicator.decimals)
    if before is not None and not errors.get("decimals") and indicator.decimals < before.decimals:
        errors["decimals"] = _targets_with_more_digits(indicator, before.unit)
    if any(errors.values()):
        raise ValidationError({name: text for name, text in errors.items() if text})


def _targets_with_more_digits(indicator: models.Model, unit: str) -> str:
    """The sentence about targets, former ones too, that fewer digits could not show whole; blank where all are shown.

    A conversion and a change of unit write theirs anew, and ask for digits themselves.
    """
    if indicator.unit != unit:
        return ""
    rows = [row for row in indicator.targets.all() if row.former_unit is None]
    fine = [row for row in rows if too_many_digits(row.value, indicator.decimals)]
    if not fine:
        return ""
    worst = max(fine, key=lambda row: decimals_of(row.value))
    words = {
        "period": worst.period_label,
        "value": format_exact(worst.value),
        "needed": decimals_of(worst.value),
    }
    return (
        _(
            "%(period)sの目標値（%(value)s）を表示しきれません。小数点以下の桁数は、%(needed)s以上にしてください。"
        )
        % words
    )


def too_many_digits(value: object, decimals: int) -> str:
    """The sentence about a number that the indicator cannot show whole; blank where it can."""
    if not isinstance(value, Decimal) or decimals_of(value) <= decimals:
        return ""
    words = {"value": format_exact(value), "places": decimals, "needed": decimals_of(value)}
    return (
        _(
            "この指標の数は、小数点以下%(places)s桁で表示します。%(value)sは表示しきれません。"
            "「小数点以下の桁数」を%(needed)sにするか、丸めた値を書いてください。"
        )
        % words
    )


def check_year(text: str, field: str, what: str, frequency: Frequency) -> None:
    """Raises ValidationError on `field` when a yearly amount is given for anything but a year of its own kind."""
    period = parsed(text)
    if period is None:
        return
    is_calendar = frequency is Frequency.CALENDAR_YEAR
    if period.quarter or period.month or period.is_calendar != is_calendar:
        form = (
            _("1年間の量の%sは、C2024 のように暦年で書いてください。")
            if is_calendar
            else _("1年間の量の%sは、2024 のように年度で書いてください。")
        )
        raise ValidationError({field: form % what})
