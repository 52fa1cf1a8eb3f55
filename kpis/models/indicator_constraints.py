"""What the database holds an indicator to, each with the sentence that a person reads."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from kpis.judging.terms import Direction, Formula, Frequency, Kind, Path, Series
from plans.models.endings import EndsWithPeriod

from .fields import known, period_check

CONSTRAINTS = [
    *EndsWithPeriod.Meta.constraints,
    models.UniqueConstraint(
        fields=["plan", "code"],
        name="indicator_code_unique",
        violation_error_message=gettext_lazy("この計画には、同じコードの指標がすでにあります。"),
    ),
    known("direction", Direction, "indicator_direction_known"),
    known("series", Series, "indicator_series_known"),
    known("frequency", Frequency, "indicator_frequency_known"),
    models.CheckConstraint(condition=Q(role__in=["kpi", "kgi", "reference"]), name="indicator_role_known"),
    period_check("baseline_period", "indicator_baseline_period_form", blank=True),
    period_check("first_period", "indicator_first_period_form", blank=True),
    period_check("last_period", "indicator_last_period_form", blank=True),
    models.CheckConstraint(
        condition=Q(due_month__isnull=True) | Q(due_month__range=(1, 12)),
        name="indicator_due_month_known",
        violation_error_message=gettext_lazy("値がそろう月は、1から12までの数にしてください。"),
    ),
    models.CheckConstraint(
        condition=Q(margin__isnull=True, margin_reason="")
        | (Q(margin__isnull=False, margin__gt=0) & ~Q(margin_reason="")),
        name="indicator_margin_with_reason",
        violation_error_message=gettext_lazy("誤差の幅は0より大きい値にして、その理由も書いてください。"),
    ),
    known("kind", Kind, "indicator_kind_known"),
    known("path", Path, "indicator_path_known"),
    models.CheckConstraint(
        condition=Q(formula__in=["", *(formula.value for formula in Formula)]),
        name="indicator_formula_known",
    ),
    models.CheckConstraint(
        condition=Q(formula="", parts="") & ~Q(kind="composite")
        | ~Q(formula="") & ~Q(parts="") & Q(kind__in=["composite", "words"]),
        name="indicator_composite_has_parts",
        violation_error_message=gettext_lazy(
            "「ほかと比べる・合わせる」指標では、比べ方・合わせ方と、計算のもとにする指標の両方を書いてください。"
            "「数で測る」「できたかどうかで測る」指標では、両方を空欄にしてください。"
        ),
    ),
    models.CheckConstraint(
        condition=Q(mean_years__isnull=True) | Q(formula="mean-over", mean_years__range=(1, 10)),
        name="indicator_mean_years_known",
        violation_error_message=gettext_lazy(
            "平均する年数は、「数年間の平均」のときだけ、1から10までの数にしてください。"
        ),
    ),
    models.CheckConstraint(
        condition=Q(kind="milestone") & ~Q(steps="") | ~Q(kind="milestone") & Q(steps=""),
        name="indicator_steps_of_a_milestone",
        violation_error_message=gettext_lazy(
            "「できたかどうかで測る」指標には段階を1つ以上書き、ほかの指標では空欄にしてください。"
        ),
    ),
    models.CheckConstraint(
        condition=~Q(kind="milestone")
        | Q(
            direction="increase",
            series="level",
            unit="",
            decimals=0,
            strict=False,
            path="linear",
            baseline_value__isnull=True,
            baseline_is_provisional=False,
            margin__isnull=True,
            denominator_label="",
        ),
        name="indicator_milestone_is_counted_in_steps",
        violation_error_message=gettext_lazy(
            "「できたかどうかで測る」指標では、目指す向きは「増やす」、値の種類は「その時点やその期の値」にし、"
            "単位、桁数、基準値、誤差の幅、分子と分母は書かないでください。"
        ),
    ),
    models.CheckConstraint(
        condition=~Q(kind="words")
        | (
            Q(
                direction__in=["increase", "decrease", "keep_at_least", "keep_at_most"],
                strict=False,
                path="linear",
            )
            & ~Q(series="cumulative")
        ),
        name="indicator_words_have_a_direction",
        violation_error_message=gettext_lazy(
            "言葉の目標では、目指す向き（増やす、減らす、下回らないように保つ、上回らないように保つ）を選びます。"
            "「計画のはじめからの累計」では比べられません。"
        ),
    ),
    models.CheckConstraint(
        # Where a bound or an amount is measured, no first value stands in for a baseline.
        condition=Q(baseline_is_provisional=False)
        | (Q(series="level") & ~Q(direction__in=["keep_at_least", "keep_at_most", "keep_within", "monitor"])),
        name="indicator_provisional_baseline_of_a_level",
        violation_error_message=gettext_lazy(
            "「仮の基準」は、その時点の値を増やす・減らす指標だけで使えます。"
        ),
    ),
    models.CheckConstraint(
        condition=Q(baseline_value__isnull=True, baseline_period="")
        | Q(baseline_value__isnull=False) & ~Q(baseline_period=""),
        name="indicator_baseline_whole",
        violation_error_message=gettext_lazy("基準値とその期間は、両方を書くか、両方を空欄にしてください。"),
    ),
    models.CheckConstraint(
        condition=Q(direction="keep_within", lower__isnull=False, upper__isnull=False)
        | (~Q(direction="keep_within") & Q(lower__isnull=True, upper__isnull=True)),
        name="indicator_range_of_keep_within",
        violation_error_message=gettext_lazy(
            "「範囲の中に保つ」指標には下限と上限の両方が必要です。ほかの向きでは両方を空欄にしてください。"
        ),
    ),
    models.CheckConstraint(
        condition=Q(lower__isnull=True) | Q(upper__isnull=True) | Q(upper__gt=F("lower")),
        name="indicator_range_in_order",
        violation_error_message=gettext_lazy("範囲の上限は、下限より大きい値にしてください。"),
    ),
    models.CheckConstraint(
        condition=Q(numerator_label="", denominator_label="")
        | (~Q(numerator_label="") & ~Q(denominator_label="")),
        name="indicator_ratio_whole",
        violation_error_message=gettext_lazy("分子と分母は、両方を書くか、両方を空欄にしてください。"),
    ),
    models.CheckConstraint(
        condition=Q(is_part_of_whole=False) | Q(unit__in=["%", "％"]),
        name="indicator_part_in_percent",
        violation_error_message=gettext_lazy("「全体に占める割合」の単位は％にしてください。"),
    ),
]

# At which fields of a form they stand.
PLACES = {
    "indicator_composite_has_parts": ("parts",),
    "indicator_mean_years_known": ("mean_years",),
    "indicator_steps_of_a_milestone": ("steps",),
    "indicator_milestone_is_counted_in_steps": ("kind",),
    "indicator_words_have_a_direction": ("direction",),
    "indicator_due_month_known": ("due_month",),
    "indicator_margin_with_reason": ("margin", "margin_reason"),
    "indicator_provisional_baseline_of_a_level": ("baseline_is_provisional",),
    "indicator_baseline_whole": ("baseline_value", "baseline_period"),
    "indicator_range_of_keep_within": ("lower", "upper"),
    "indicator_range_in_order": ("upper",),
    "indicator_ratio_whole": ("numerator_label", "denominator_label"),
    "indicator_part_in_percent": ("unit",),
}
