"""What is worked out of an indicator: whoever decides on its value decides on that too."""

from collections.abc import Iterable
from copy import copy
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.composed import parts_of, remember_parts
from kpis.assessment.stored_facts import approved, facts_of, observation_of
from kpis.judging.comparison import VerdictEffect
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.outcome import Evaluation
from kpis.judging.wording import value_text
from kpis.models import Indicator, Measurement
from kpis.models.parts import stored_parts


def remember_wholes(indicators: Iterable[Indicator]) -> None:
    """Puts at hand what `follows` tells: a constant number of queries, one where nothing is worked out of these."""
    rows = list(indicators)
    if not rows:
        return
    wholes = Indicator.objects.filter(plan__in={row.plan_id for row in rows}).shown().exclude(formula="")
    codes = {whole.pk: {line.code for line in stored_parts(whole.parts)} for whole in wholes}
    asked = {whole.pk for whole in wholes for row in rows if _is_of(whole, codes, row)}
    found = list(Indicator.objects.filter(pk__in=asked).with_figures()) if asked else []
    plans = {row.plan_id: row.plan for row in rows}
    for whole in found:
        whole.plan = plans[whole.plan_id]
    remember_parts(found)
    for row in rows:
        row.wholes = [whole for whole in found if _is_of(whole, codes, row)]


def _is_of(whole: Indicator, codes: dict[int, set[str]], part: Indicator) -> bool:
    return whole.plan_id == part.plan_id and part.code in codes[whole.pk]


def follows(entered: Measurement, at: date) -> list[tuple[str, str]]:
    """What else approving the report changes, each with its name; nothing where nothing is worked out of its indicator."""
    wholes: list[Indicator] = getattr(entered.indicator, "wholes", [])
    return [(_("「%s」（この値から計算）") % whole, _effect(whole, entered, at)) for whole in wholes]


def _effect(whole: Indicator, entered: Measurement, at: date) -> str:
    """80% → 82%、遅れ → やや遅れ: its value and its verdict on that day, or on the period's last day while it runs."""
    day = max(at, observation_of(entered).known_on)
    facts = facts_of(whole), facts_of(_with_report(whole, entered))
    before, after = (evaluate(one, day) for one in facts)
    verdict = VerdictEffect(before, after)
    values = [_value(*pair) for pair in zip(facts, (before, after), strict=True)]
    if values[0] == values[1]:
        return verdict.text or _("値は変わりません")
    moved = _("%(before)s → %(after)s") % {"before": values[0], "after": values[1]}
    return (
        _("%(value)s、判定は%(verdict)s") % {"value": moved, "verdict": verdict.text}
        if verdict.text
        else moved
    )


def _value(facts: Facts, found: Evaluation) -> str:
    """Its newest value; a composite of which the public knows nothing yet has none."""
    value = found.newest.value if found.newest is not None else None
    return _("値なし") if value is None else value_text(facts, value)


def _with_report(whole: Indicator, entered: Measurement) -> Indicator:
    """The composite as it stands once the report is approved; the one at hand stays as it is."""
    found = copy(whole)
    found.__dict__.pop("composed_measurements", None)
    found.part_rows = [
        _reporting(part, entered) if part is not None and part.pk == entered.indicator_id else part
        for part in parts_of(whole)
    ]
    return found


def _reporting(part: Indicator, entered: Measurement) -> Indicator:
    found, row = copy(part), copy(entered)
    row.decided_at = timezone.now()
    found.approved_measurements = [*approved(part), row]
    return found
