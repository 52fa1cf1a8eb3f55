"""The rules as a tool: indicators in, verdicts out, one JSON object a line. Needs no database unless --scale is given."""

import json
import sys
from decimal import Decimal
from math import isfinite
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.coverage_words import covered_days, covers_text
from kpis.judging.evaluation import RULE_VERSION, evaluate
from kpis.judging.facts import Facts
from kpis.judging.facts_json import read_facts
from kpis.judging.json_values import InputError
from kpis.judging.numbers import decimal_text
from kpis.judging.outcome import Evaluation
from kpis.judging.ratings import Scale
from kpis.judging.sentences import sentence
from kpis.models import RatingScale


def _json_number(value: Decimal) -> float | str:
    """Of an `id` that is a fraction; one too large for JSON's readers is given back as text, never as Infinity."""
    return float(value) if isfinite(float(value)) else str(value)


class Command(BaseCommand):
    help = (
        "Judge indicators by the portal's rules. Reads one JSON object a line from standard input and prints the "
        "verdict of each as one line of JSON. Keys: direction, series, targets [{period, value, effective_from}], "
        "measurements [{period, value or numerator and denominator, status, as_of}], at; optional: frequency, unit, "
        "decimals, baseline {period, value}, lower, upper, margin, plan_start, plan_end, first_period, last_period, "
        "ended {how, reason}, excluded [period or {period, reason}], reporting_from, reporting_lag_days, due_month, "
        "kind (number, milestone, words, composite), strict, path (linear, stepwise), steps [{title, planned, real}] of a "
        "milestone, compared_with (another series, as measurements: the difference from it is judged), id (given back). "
        "Periods are 2024, 2024-Q3, 2024-06 or C2024 (or as people write them: R6, 令和6年度第3四半期), numbers decimal strings or null. A line that cannot be judged is answered with "
        '{"error": …}, and the command ends with exit code 1.'
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--scale", metavar="CODE", help="also give the mark of this rating scale")

    def handle(self, *, scale: str | None, **options) -> None:
        bands = self._scale(scale) if scale else None
        wrong = 0
        for number, line in enumerate(getattr(sys.stdin, "buffer", sys.stdin), start=1):
            if not line.strip():
                continue
            answer = self._answer(line, number, bands)
            wrong += "error" in answer
            text = json.dumps(answer, ensure_ascii=False, default=_json_number)
            self.stdout.write(text.encode(errors="replace").decode())  # half a character has no UTF-8
        if wrong:
            raise CommandError(f"{wrong}行を判定できませんでした。error の文を見て直してください。")

    @staticmethod
    def _scale(code: str) -> Scale:
        found = RatingScale.objects.prefetch_related("bands").filter(code=code).first()
        if found is None:
            known = "、".join(RatingScale.objects.values_list("code", flat=True))
            raise CommandError(
                f"「{code}」という判定の印はありません。使えるもの: {known or 'まだありません'}"
            )
        return found.as_scale()

    @staticmethod
    def _answer(line: bytes | str, number: int, scale: Scale | None) -> dict[str, Any]:
        try:
            given, facts, at = read_facts(line)
        except InputError as error:
            return {"line": number, "error": f"{number}行目: {error}"}
        found = evaluate(facts, at)
        named = {"id": given["id"]} if "id" in given else {}
        return named | as_json(facts, found, scale)


def as_json(facts: Facts, found: Evaluation, scale: Scale | None) -> dict[str, Any]:
    """The answer's keys; ratios as 1 = 100 %."""
    numbers = {
        "value": found.value,
        "annualized": found.annualized,
        "attainment": found.attainment,
        "achievement": found.achievement,
        "expected": found.expected,
        "pace": found.pace,
        "gap": found.gap,
    }
    return {
        "verdict": found.verdict.value,
        "group": found.group.value,
        "stale": found.stale,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        **{name: decimal_text(value) for name, value in numbers.items()},
        "latest": decimal_text(found.newest.value) if found.newest else None,
        "latest_period": str(found.newest.period) if found.newest else None,
        **_covered(facts, found),
        "mark": (scale.mark_of(found).mark or None) if scale else None,
        "citizen_sentence": citizen_sentence(facts, found),
        "sentence": sentence(facts, found),
        "rule_version": RULE_VERSION,
    }


def _covered(facts: Facts, found: Evaluation) -> dict[str, str | None]:
    """What the value covers, in words and days."""
    if found.reading is None:
        return {"covers": None, "period_start": None, "period_end": None}
    first, last = covered_days(facts, found.reading)
    return {
        "covers": covers_text(facts, found.reading),
        "period_start": first.isoformat(),
        "period_end": last.isoformat(),
    }
