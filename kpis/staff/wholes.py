"""What is worked out of an indicator: whoever decides on its value decides on that too."""

from collections.abc import Iterable, Sequence
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
from kpis.models import Indicator, Measurement, State
from kpis.models.parts import stored_parts
from plans.joining import listed


def remember_wholes(indicators: Iterable[Indicator]) -> None:
    """Puts at hand what `follows` tells: a constant number of queries, one where nothing is worked out of these."""
    rows = list(indicators)
    if not rows:
        return
    asked = {whole.pk: whole for whole in worked_out_of(rows)}
    codes = {key: {line.code for line in stored_parts(whole.parts)} for key, whole in asked.items()}
    found = list(Indicator.objects.filter(pk__in=asked).with_figures()) if asked else []
    plans = {row.plan_id: row.plan for row in rows}
    for whole in found:
        whole.plan = plans[whole.plan_id]
    remember_parts(found)
    waiting = _waiting(found, codes)
    for whole in found:
        whole.waiting = [row for row in waiting if _is_of(whole, codes, row.indicator)]
    for row in rows:
        row.wholes = [whole for whole in found if _is_of(whole, codes, row)]


def wholes_by_part(indicators: Iterable[Indicator]) -> dict[int, list[Indicator]]:
    """By the id of each that goes into any, the public composites: one query, none without indicators."""
    rows = list(indicators)
    if not rows:
        return {}
    wholes = Indicator.objects.filter(plan__in={row.plan_id for row in rows}).shown().exclude(formula="")
    codes = {whole.pk: {line.code for line in stored_parts(whole.parts)} for whole in wholes}
    found = {row.pk: [whole for whole in wholes if _is_of(whole, codes, row)] for row in rows}
    return {key: mine for key, mine in found.items() if mine}


def worked_out_of(indicators: Iterable[Indicator]) -> list[Indicator]:
    """All of these composites, each once."""
    found = wholes_by_part(indicators)
    return list({whole.pk: whole for mine in found.values() for whole in mine}.values())


def _waiting(wholes: Iterable[Indicator], codes: dict[int, set[str]]) -> list[Measurement]:
    """What was submitted on their parts: approved one after the other, it is their sum that counts."""
    asked = {(whole.plan_id, code) for whole in wholes for code in codes[whole.pk]}
    if not asked:
        return []
    plans, parts = ({place[n] for place in asked} for n in (0, 1))
    rows = Measurement.objects.filter(
        indicator__plan__in=plans, indicator__code__in=parts, state=State.SUBMITTED
    )
    return list(rows.select_related("indicator").order_by("period", "revision"))


def _is_of(whole: Indicator, codes: dict[int, set[str]], part: Indicator) -> bool:
    return whole.plan_id == part.plan_id and part.code in codes[whole.pk]


def follows(entered: Measurement, at: date) -> list[tuple[str, str]]:
    """What else approving the report changes, each with its name; nothing where nothing is worked out of its indicator."""
    wholes: list[Indicator] = getattr(entered.indicator, "wholes", [])
    return [(_("「%s」（この値から計算）") % whole, _effect(whole, entered, at)) for whole in wholes]


def _effect(whole: Indicator, entered: Measurement, at: date) -> str:
    """What becomes of it on that day, or on the period's last day while it runs; and once what waits beside is approved too."""
    day = max(at, observation_of(entered).known_on)
    waiting: list[Measurement] = whole.waiting
    others = [row for row in waiting if row.pk != entered.pk]
    alone = _change(whole, [entered], day)
    together = _change(whole, [entered, *others], day) if others else alone
    if together == alone:
        return alone
    names = listed(dict.fromkeys(str(row.indicator) for row in others))
    words = {"alone": alone, "names": names, "together": together}
    return _("%(alone)s。承認を待つほかの値（%(names)s）もそろうと、%(together)s") % words


def _change(whole: Indicator, entered: Sequence[Measurement], day: date) -> str:
    """80% → 82%、判定は遅れ → やや遅れ: its value and its verdict."""
    facts = facts_of(whole), facts_of(_with_reports(whole, entered))
    before, after = (evaluate(one, day) for one in facts)
    verdict = VerdictEffect(before, after)
    values = [_value(*pair) for pair in zip(facts, (before, after), strict=True)]
    if not any(values):
        return _("この値だけでは、まだ計算できません")
    if values[0] == values[1]:
        return verdict.text or _("値は変わりません")
    values = [value or _("値なし") for value in values]
    moved = _("%(before)s → %(after)s") % {"before": values[0], "after": values[1]}
    return (
        _("%(value)s、判定は%(verdict)s") % {"value": moved, "verdict": verdict.text}
        if verdict.text
        else moved
    )


def _value(facts: Facts, found: Evaluation) -> str:
    """Its newest value; blank where the public knows none yet."""
    value = found.newest.value if found.newest is not None else None
    return "" if value is None else value_text(facts, value)


def _with_reports(whole: Indicator, entered: Sequence[Measurement]) -> Indicator:
    """The composite as it stands once the reports are approved; the one at hand stays as it is."""
    found = copy(whole)
    found.__dict__.pop("composed_measurements", None)
    found.part_rows = [_reporting(part, entered) for part in parts_of(whole)]
    return found


def _reporting(part: Indicator | None, entered: Sequence[Measurement]) -> Indicator | None:
    rows = [copy(row) for row in entered if part is not None and row.indicator_id == part.pk]
    if part is None or not rows:
        return part
    for row in rows:
        row.decided_at = timezone.now()
    found = copy(part)
    found.approved_measurements = [*approved(part), *rows]
    return found
