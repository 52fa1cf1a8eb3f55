"""What must hold between an indicator that is worked out and the indicators that go into it."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from kpis.judging.coarser import goes_into
from kpis.judging.terms import Formula, Frequency, Kind, Series
from plans.kinds import Publicity

from .parts import OWN, SIGN, PartLine, read_parts, spoken, stored_parts, write_part, write_parts

LABELS = ("numerator_label", "denominator_label")
# What the parts of a whole must have in common with it, so that it may not change behind its back.
SHARED = ("kind", "frequency", "series", "unit")


def check_parts(indicator: models.Model) -> None:
    """The parts as they are kept. Raises ValidationError at the field with the mend."""
    _check_part_stays(indicator)
    if indicator.formula and indicator.kind not in (Kind.COMPOSITE, Kind.WORDS):
        return  # the database's own rule says so, at its field
    _check_kind(indicator)
    if not indicator.formula:
        return
    if indicator.plan_id is None:
        return  # the form says so
    siblings = _siblings(indicator)
    try:
        lines = read_parts(indicator.parts, _called(siblings, indicator))
        _check_lines(indicator, lines)
        by_code = {row.code: row for row in siblings}
        rows = [by_code[line.code] for line in lines]
        for row in rows:
            _check_part(indicator, row)
        _check_units(indicator, rows, lines)
    except ValueError as error:
        raise ValidationError({"parts": str(error)}) from None
    indicator.parts = write_parts(lines)
    _settle_labels(indicator, rows)


def parts_as_kept(indicator: models.Model, text: str) -> str:
    """The parts as they would be stored. Raises ValueError."""
    return write_parts(read_parts(text, _called(_siblings(indicator), indicator)))


def _siblings(indicator: models.Model) -> list:
    return list(type(indicator).objects.filter(plan=indicator.plan_id).exclude(pk=indicator.pk))


def _check_kind(indicator: models.Model) -> None:
    if indicator.kind == Kind.COMPOSITE and not indicator.formula:
        raise ValidationError({"formula": _("どう比べるか、合わせるかを選んでください。")})
    if indicator.formula and not indicator.parts.strip():
        raise ValidationError({"parts": _("計算のもとにする指標を、番号か名前で、1行に1つ書いてください。")})
    if indicator.mean_years is not None and indicator.formula != Formula.MEAN_OVER:
        raise ValidationError({"mean_years": _("「数年間の平均」のときだけ書きます。空欄にしてください。")})
    if indicator.formula and indicator.pk and indicator.measurements.exists():
        raise ValidationError(
            {
                "kind": _(
                    "この指標には、入力した実績があります。ほかの指標から計算するときは、新しい指標を足してください。"
                )
            }
        )
    if indicator.formula and Formula(indicator.formula).is_over_time and indicator.series != Series.LEVEL:
        raise ValidationError(
            {"series": _("この計算の値は、足し合わせられません。「その時点やその期の値」にしてください。")}
        )


def _called(siblings: list, indicator: models.Model) -> dict[str, str]:
    """The codes of the plan's indicators by code, number, name, and both: see `read_parts`."""
    found = dict.fromkeys(_names(indicator), OWN)
    for row in siblings:
        for text in _names(row):
            found[text] = "" if text in found else row.code
    return found | {spoken(row.code): row.code for row in siblings} | {spoken(indicator.code): OWN}


def _names(indicator: models.Model) -> set[str]:
    return {spoken(text) for text in (indicator.number, indicator.name, str(indicator)) if text}


def _check_lines(indicator: models.Model, lines: tuple[PartLine, ...]) -> None:
    formula = Formula(indicator.formula)
    least, most = formula.counts
    words = {"formula": formula.label, "least": least, "most": most, "count": len(lines)}
    if not least <= len(lines) <= most:
        form = (
            _("「%(formula)s」には、指標を%(least)d個書いてください（今は%(count)d個）。")
            if least == most
            else _(
                "「%(formula)s」には、指標を%(least)d個から%(most)d個まで書いてください（今は%(count)d個）。"
            )
        )
        raise ValueError(form % words)
    codes = [line.code for line in lines]
    if len(set(codes)) < len(codes):
        raise ValueError(_("同じ指標が2回あります。1回だけ書いてください。"))
    if not formula.has_weights and any(line.weight != 1 for line in lines):
        raise ValueError(_("「%(formula)s」に重みは付けられません。× とその後を消してください。") % words)
    if formula is Formula.MEAN and sum((line.weight for line in lines), Decimal(0)) == 0:
        raise ValueError(_("重みの合計が0です。平均を計算できるように、重みを直してください。"))


def _check_part(indicator: models.Model, part: models.Model) -> None:
    words = {"part": str(part)}
    if part.formula:
        raise ValueError(
            _("「%(part)s」は、それ自身が計算で求める指標です。値を入力する指標だけを書いてください。")
            % words
        )
    if part.kind == Kind.MILESTONE:
        raise ValueError(_("「%(part)s」は、できたかどうかで測る指標なので、計算に使えません。") % words)
    fine, coarse = Frequency(part.frequency), Frequency(indicator.frequency)
    if not goes_into(fine, coarse):
        words["frequency"] = fine.label
        form = (
            _(
                "「%(part)s」の報告の頻度は「%(frequency)s」です。この指標の頻度を、それと同じか、それより長い期間ごとにしてください。"
            )
            if goes_into(coarse, fine)
            else _("「%(part)s」の報告の頻度は「%(frequency)s」です。この指標の頻度と同じにしてください。")
        )
        raise ValueError(form % words)
    _check_series(indicator, part)
    if part.state == Publicity.PREPARING and indicator.state != Publicity.PREPARING:
        raise ValueError(_("「%(part)s」は準備中です。公開するか、この指標も準備中にしてください。") % words)


def _check_series(indicator: models.Model, part: models.Model) -> None:
    """Of years nothing is summed up: what is counted over one goes together with what stands at its end."""
    if Frequency(indicator.frequency).periods_a_year == 1:
        return
    formula = Formula(indicator.formula)
    if formula is Formula.MEAN_OVER and Series(part.series).is_yearly_sum:
        raise ValueError(
            _("「%(part)s」は1年の合計で見る値です。この指標の報告の頻度を「年1回」にしてください。")
            % {"part": str(part)}
        )
    if not formula.is_over_time and part.series != indicator.series:
        raise ValueError(
            _("「%(part)s」の値の種類は「%(series)s」です。この指標の値の種類と同じにしてください。")
            % {"part": str(part), "series": Series(part.series).label}
        )


def _check_units(indicator: models.Model, rows: list, lines: tuple[PartLine, ...]) -> None:
    units = list(dict.fromkeys(row.unit for row in rows))
    if len(units) > 1 and Formula(indicator.formula).needs_one_unit(line.weight for line in lines):
        words = {"first": units[0] or _("単位なし"), "other": units[1] or _("単位なし")}
        form = (
            _(
                "単位の違う指標（%(first)s と %(other)s）は、そのままでは計算できません。"
                "× の後に、単位をそろえる数か重みを書いてください（例: 1-1 × 0.001）。"
            )
            if Formula(indicator.formula).has_weights
            else _(
                "単位の違う指標（%(first)s と %(other)s）の差は計算できません。同じ単位の指標を書いてください。"
            )
        )
        raise ValueError(form % words)


def _settle_labels(indicator: models.Model, rows: list) -> None:
    """What stands above and below the line of a ratio."""
    formula = Formula(indicator.formula)
    longest = indicator._meta.get_field(LABELS[0]).max_length
    names = ["", ""]
    if formula.is_ratio:
        names = [row.name for row in rows] if formula.compares else [_("その期の値"), _("前の年の同じ期の値")]
    for name, text in zip(LABELS, names, strict=True):
        setattr(indicator, name, text[:longest])


def _check_part_stays(indicator: models.Model) -> None:
    """What goes into another indicator stays what that one takes it for."""
    if not indicator.pk:
        return
    before = type(indicator).objects.filter(pk=indicator.pk).first()
    if before is None:
        return
    names = ["code", *SHARED, "formula"]
    changed = [name for name in names if getattr(before, name) != getattr(indicator, name)]
    if not changed:
        return
    wholes = wholes_of(before)
    if changed == [
        "unit"
    ]:  # what is counted has a better name; where units must be alike it is another thing
        wholes = wholes.filter(formula__in=[Formula.DIFFERENCE, Formula.SUM, Formula.MEAN])
    whole = wholes.first()
    if whole is not None:
        field = indicator._meta.get_field(changed[0]).verbose_name
        raise ValidationError(
            {
                changed[0]: _(
                    "「%(whole)s」がこの指標から計算されているので、「%(field)s」は変えられません。先に「%(whole)s」を直してください。"
                )
                % {"whole": whole, "field": field}
            }
        )


def told_parts(indicator: models.Model) -> str:
    """The parts by their names, a line each, instead of their codes."""
    return "\n".join(name for _line, name in _named_lines(indicator))


def parts_to_edit(indicator: models.Model) -> str:
    """The same as `read_parts` reads it back: a part whose name would be read otherwise stands by its code."""
    codes = _called(_siblings(indicator), indicator)
    return "\n".join(
        name if _reads_as(name, line, codes) else write_parts((line,))
        for line, name in _named_lines(indicator)
    )


def _named_lines(indicator: models.Model) -> list[tuple[PartLine, str]]:
    lines = stored_parts(indicator.parts)
    rows = type(indicator).objects.filter(plan=indicator.plan_id, code__in=[line.code for line in lines])
    names = {row.code: str(row) for row in rows}
    return [(line, write_part(names.get(line.code, line.code), line.weight)) for line in lines]


def _reads_as(text: str, line: PartLine, codes: Mapping[str, str]) -> bool:
    try:
        return read_parts(text, codes) == (line,)
    except ValueError:
        return False


def has_worked_out(indicator: models.Model) -> bool:
    """Whether values of the indicator as it is stored may be known: whether any of its parts has approved ones."""
    before = type(indicator).objects.filter(pk=indicator.pk).first() if indicator.pk else None
    if before is None or not before.formula:
        return False
    codes = [line.code for line in stored_parts(before.parts)]
    parts = type(indicator).objects.filter(plan=before.plan_id, code__in=codes)
    return parts.filter(measurements__state="approved").exists()


def check_no_composite(indicator: models.Model) -> None:
    """Raises ValidationError on `unit` where a conversion would change what is worked out, or what it is worked out of."""
    if indicator.formula:
        raise ValidationError(
            {"unit": _("ほかの指標から計算する指標の単位は換算できません。新しい指標を足してください。")}
        )
    whole = wholes_of(indicator).first()
    if whole is not None:
        raise ValidationError(
            {
                "unit": _(
                    "「%(whole)s」がこの指標から計算されているので、単位は換算できません。先に「%(whole)s」の計算のもとを変えるか、終えてください。"
                )
                % {"whole": whole}
            }
        )


def why_part_is_needed(indicator: models.Model, going: Collection[int]) -> str:
    """Why it cannot be deleted: what is worked out of it would never have a value. Blank where nothing is that stays.

    `going`: the ids of what is deleted with it.
    """
    whole = wholes_of(indicator).exclude(pk__in=going).first()
    if whole is None:
        return ""
    words = {"part": indicator, "whole": whole}
    return (
        _(
            "「%(whole)s」は「%(part)s」から計算します。先に「%(whole)s」の「計算のもとにする指標」からこの指標を消すか、「%(whole)s」を削除してください。"
        )
        % words
    )


def wholes_of(indicator: models.Model) -> models.QuerySet:
    """The indicators of the plan that are worked out of this one."""
    rows = type(indicator).objects.filter(plan=indicator.plan_id).exclude(formula="")
    keys = [row.pk for row in rows if indicator.code in {line.code for line in stored_parts(row.parts)}]
    return type(indicator).objects.filter(pk__in=keys)


def has_part(code: models.expressions.Combinable) -> Q:
    """Condition on an indicator with `lines`, its parts between line ends: that it is worked out of the one with that code."""
    begins = (models.Value("\n"), code)
    ends = (models.Value("\n"), models.Value(SIGN))
    first, other = (Q(lines__contains=Concat(*begins, end, output_field=models.TextField())) for end in ends)
    return first | other
