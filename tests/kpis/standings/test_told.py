"""What the first pages tell of an indicator is kept as JSON and read back as it was."""

import json

import pytest

from kpis.standings.told import MovedTarget, NewestValue, Run, Told
from plans.era import Quarter

WHOLE = Told(
    newest=NewestValue("令和7年度第2四半期", "76.4%", False, "", (24321, "2026-11-28T07:51:12+00:00")),
    value="76.4%",
    covers="令和7年度第2四半期",
    target="80.0%",
    target_when="令和8年度末",
    target_period="2026",
    runs=(Run(Quarter(2025, 2), "late", "遅れ"), Run(None, "on-track", "順調")),
    moved=MovedTarget("2025-11-18", "令和8年度末", "75.0%", "80.0%"),
)


@pytest.mark.parametrize("told", [WHOLE, Told(), Told(target="80.0%")])
def test_what_is_kept_is_read_back(told):
    assert Told.read(json.loads(json.dumps(told.kept()))) == told


def test_what_is_blank_takes_no_room():
    assert Told().kept() == {}


@pytest.mark.parametrize(
    "damaged", [{"runs": [["2025-Q9", "late", "遅れ"]]}, {"newest": {"label": "x"}}, {"unknown": 1}]
)
def test_what_was_never_kept_is_refused(damaged):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Told.read(damaged)
