"""No word of a chart lies on a line or on another word: of every chart of the sample, and of hundreds of drawn ones."""

import re
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given, settings

from kpis.assessment.assessing import assess
from kpis.assessment.figures import figure_of
from kpis.charts.shapes import Box
from kpis.charts.svg import Figure
from kpis.models import Indicator
from tests.kpis.judging.drawn_facts import AT, NUMBERS, PROFILE, any_facts

from .drawing import draw

LINES = ("actual-line", "path", "forecast", "day", "bound", "break")
WORDS = ("last", "target", "former-target", "baseline", "forecast", "day", "value", "annualized", "break")
_POINT = re.compile(r"[ML](-?[\d.]+) (-?[\d.]+)")


def crosses(box: Box, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether the stretch has a point within the box (Liang and Barsky)."""
    (x0, y0), (x1, y1) = start, end
    near, far = 0.0, 1.0
    for way, room in (
        (x0 - x1, x0 - box.left),
        (x1 - x0, box.right - x0),
        (y0 - y1, y0 - box.top),
        (y1 - y0, box.bottom - y0),
    ):
        if way == 0:
            if room < 0:
                return False
        elif way < 0:
            near = max(near, room / way)
        else:
            far = min(far, room / way)
    return near < far


def faults(drawn: Figure) -> list[str]:
    """Words on lines, and words on words."""
    words = [text for text in drawn.texts if text.part in WORDS]
    found = []
    for path in drawn.paths:
        if path.part not in LINES:
            continue
        points = [(float(x), float(y)) for x, y in _POINT.findall(path.d)]
        for text in words:
            box = text.box
            # The room above an ideograph and below its foot belongs to its line, and is blank.
            inner = Box(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1)
            if any(crosses(inner, *ends) for ends in pairwise(points)):
                found.append(f"{text.text} on {path.part}")
    for place, text in enumerate(words):
        found += [f"{text.text} on {other.text}" for other in words[:place] if text.box.overlaps(other.box)]
    return found


def test_the_check_sees_a_line_through_a_word():
    box = Box(10, 10, 20, 20)
    assert crosses(box, (0, 0), (30, 30))
    assert crosses(box, (12, 0), (12, 30))
    assert not crosses(box, (0, 25), (30, 25))
    assert not crosses(box, (0, 0), (9, 9))


@pytest.mark.django_db
@pytest.mark.parametrize("wide", [True, False])
def test_of_the_sample_no_word_lies_on_a_line(mihon, wide):
    rows = Indicator.objects.filter(plan=mihon).with_figures()
    found = {}
    for row in rows:
        row.plan = mihon
        wrong = faults(figure_of(assess(row, timezone.localdate()), wide=wide))
        if wrong:
            found[row.code] = wrong
    assert not found, found


@settings(PROFILE, max_examples=150)
@given(any_facts(NUMBERS))
def test_of_drawn_facts_no_word_lies_on_another_or_on_a_line(drawn_facts):
    for wide in (True, False):
        assert not faults(draw(drawn_facts, AT, wide=wide)), drawn_facts
