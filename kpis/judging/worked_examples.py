"""Worked examples for /method/: invented numbers, judged by the same code as everything else. Pure: no ORM."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from plans.joining import with_remark

from .citizen_sentences import citizen_sentence
from .composition import Part, compose
from .evaluation import evaluate
from .facts import Facts
from .known import Observation, Point, Step, TargetRow, steps_as_targets
from .outcome import Evaluation
from .periods import Period
from .sentences import sentence
from .terms import Direction, Formula, Frequency, Kind, Path, Series
from .wording import attainment_text, expected_text, goalpost_text, pace_text, value_text, words_goal_text

_START, _END = date(2023, 4, 1), date(2027, 3, 31)
_BASE, _HALF, _LAST = Period(2022), Period(2024), Period(2026)


@dataclass(frozen=True)
class Example:
    """One line of the table of examples; all texts are made from the evaluation."""

    what: str
    baseline: str
    target: str
    value: str
    expected: str
    attainment: str
    pace: str
    evaluation: Evaluation
    plain: str
    sentence: str


def worked_examples() -> list[Example]:
    """From 令和4年度 to 令和8年度, looked at half-way, unless the text says otherwise."""
    return [
        _example(_("計画どおり"), _level("100", "50", "75", Direction.DECREASE)),
        _example(_("計画より早い"), _level("-10", "10", "5")),
        _example(_("少し増えたが、計画には遠い"), _level("60", "80", "62")),
        _example(_("基準より悪くなった"), _level("60", "80", "58")),
        _example(_("期限より早く目標に達した"), _level("40", "10", "0", Direction.DECREASE)),
        _example(_("下限を少し下回った"), _level(None, "95", "94.9", Direction.KEEP_AT_LEAST)),
        _example(_("四半期ごとの量。最初の四半期だけ"), _overtime("36")),
        _example(_("四半期ごとの量。半年まで"), _overtime("32", "32")),
        _example(_("四半期ごとの量。第2四半期の報告がない"), _overtime("32", None, "32")),
        _example(_("目標がいったん上がる"), _dip()),
        _example(_("誤差の幅の中の違い"), _survey()),
        _example(_("下限が「95%を超える」で、ちょうど95%"), _strict()),
        _example(_("段階ごとの目標。次の目標の前"), _stepwise()),
        _example(_("段階で測る。1つ目が終わり、2つ目が遅れている"), _milestone(1)),
        _example(_("段階で測る。すべて終わった"), _milestone(2)),
        _example(_("言葉の目標「向上」。誤差の幅より大きく増えた"), _words("75")),
        _example(_("言葉の目標「向上」。違いが誤差の幅の中"), _words("72")),
        _example(_("県平均を上回るのが目標。市61.5%、県平均62.0%"), _compared()),
        _example(_("前の年度の110%以上が目標。520件から598件に"), _against_year_before()),
        _example(_("実績がまだない"), _level("60", "80", None)),
    ]


def _level(
    baseline: str | None, target: str, value: str | None, direction: Direction = Direction.INCREASE
) -> Facts:
    return Facts(
        direction=direction,
        series=Series.LEVEL,
        frequency=Frequency.YEARLY,
        unit="%",
        decimals=1 if "." in (value or "") else 0,
        baseline=Point(_BASE, Decimal(baseline)) if baseline is not None else None,
        targets=(TargetRow(_LAST, Decimal(target)),),
        observations=(Observation(_HALF, Decimal(value)),) if value is not None else (),
        plan_start=date(2024, 4, 1) if baseline is None else _START,
        plan_end=_END,
    )


def _dip() -> Facts:
    """A migration costs more before it saves: the path goes up first."""
    facts = _level("100", "80", "118", Direction.DECREASE)
    return replace(facts, unit=_("千円"), targets=(TargetRow(_HALF, Decimal(120)), *facts.targets))


def _survey() -> Facts:
    return replace(_level("22.5", "20.0", "22.2", Direction.DECREASE), margin=Decimal("0.6"))


def _strict() -> Facts:
    return replace(_level(None, "95", "95", Direction.KEEP_AT_LEAST), strict=True)


def _stepwise() -> Facts:
    """One a year after half of the time, three at the end."""
    facts = _level("0", "3", "1")
    first = TargetRow(_HALF, Decimal(1))
    return replace(facts, unit=_("か所"), path=Path.STEPWISE, targets=(first, *facts.targets))


def _milestone(done: int) -> Facts:
    steps = (Step(_("試行"), Period.of_month(2024, 9)), Step(_("実施"), Period.of_month(2025, 3)))
    return Facts(
        direction=Direction.INCREASE,
        series=Series.LEVEL,
        frequency=Frequency.YEARLY,
        kind=Kind.MILESTONE,
        path=Path.STEPWISE,
        steps=steps,
        targets=steps_as_targets(steps),
        observations=(Observation(_HALF, Decimal(done)),),
        plan_start=_START,
        plan_end=_END,
    )


def _words(value: str) -> Facts:
    return replace(_level("71", "80", value), kind=Kind.WORDS, targets=(), margin=Decimal(2))


def _compared() -> Facts:
    """The difference from the prefecture's average."""
    facts = replace(
        _level(None, "0", None, Direction.KEEP_AT_LEAST), unit=_("ポイント"), decimals=1, strict=True
    )
    series = ({_HALF: Observation(_HALF, Decimal(text))} for text in ("61.5", "62.0"))
    parts = tuple(map(Part, series))
    return replace(facts, observations=compose(Formula.DIFFERENCE, parts, Frequency.YEARLY))


def _against_year_before() -> Facts:
    before = replace(_HALF, year=_HALF.year - 1)
    part = Part({before: Observation(before, Decimal(520)), _HALF: Observation(_HALF, Decimal(598))})
    facts = _level(None, "110", None, Direction.KEEP_AT_LEAST)
    return replace(facts, observations=compose(Formula.YEAR_BEFORE, (part,), Frequency.YEARLY))


def _overtime(*quarters: str | None) -> Facts:
    return Facts(
        direction=Direction.DECREASE,
        series=Series.FLOW,
        frequency=Frequency.QUARTERLY,
        unit=_("時間"),
        baseline=Point(_BASE, Decimal(145)),
        targets=(TargetRow(Period(2025), Decimal(120)),),
        observations=tuple(
            Observation(Period(2024, number), Decimal(value))
            for number, value in enumerate(quarters, start=1)
            if value is not None
        ),
        plan_start=_START,
        plan_end=_END,
    )


def _example(what: str, facts: Facts) -> Example:
    # On the last day of what has been reported; without a report, on the first day of the plan.
    found = evaluate(facts, max((row.known_on for row in facts.observations), default=_START))
    value = found.annualized if found.annualized is not None else found.value

    def shown(number: Decimal | None) -> str:
        return "" if number is None else value_text(facts, number)

    return Example(
        what=what,
        baseline=shown(facts.baseline.value if facts.baseline else None),
        target=words_goal_text(facts) or goalpost_text(facts, facts.targets[-1].value or Decimal(0)),
        value=with_remark(shown(value), _("年換算") if found.annualized is not None else ""),
        expected="" if found.expected is None or found.keep else expected_text(facts, found.expected),
        attainment=attainment_text(found.attainment),
        pace=pace_text(found.pace),
        evaluation=found,
        plain=citizen_sentence(facts, found),
        sentence=sentence(facts, found),
    )
