"""The row below a chart that says what each mark means: only the marks that occur."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.judging.terms import Direction, ObservationStatus

from .beside import DASH, square
from .content import Content
from .shapes import (
    ACTUAL,
    FORECAST,
    PALE,
    QUIET,
    TARGET,
    TEXT,
    WHITE,
    Box,
    Path,
    Text,
    circle,
    diamond,
    line,
    num,
    rectangle,
    text_width,
)

_SYMBOL, _BEFORE_TEXT, _BETWEEN = 26.0, 6.0, 18.0
ROW = 20.0


@dataclass(frozen=True)
class Entry:
    kind: str
    text: str


def entries_of(content: Content, *, is_bars: bool) -> tuple[Entry, ...]:
    actuals = content.actuals
    statuses = {actual.status for actual in actuals}
    directions = {bound.direction for bound in content.bounds}
    has_baseline = content.baseline is not None
    diamond_kind = "baseline-hollow" if content.baseline_is_provisional else "baseline"
    baseline = _("仮の基準") if content.baseline_is_provisional else _("基準")
    name = baseline[:1].upper() + baseline[1:]
    hollow = "bar-hollow" if is_bars else "point-hollow"
    return tuple(
        Entry(kind, text)
        for occurs, kind, text in (
            (bool(actuals), "bar" if is_bars else "point", content.names[0] or _("実績")),
            (bool(content.beside), "beside", content.names[1]),
            (any(actual.annualized is not None for actual in actuals), "annualized", _("年換算")),
            (content.forecast is not None, "forecast", _("見込み")),
            (len(content.path) > 1, "path", _("目標への道すじ")),
            (bool(content.targets), "target", _("目標")),
            (content.former is not None, "former-target", _("変更前の目標")),
            (Direction.KEEP_AT_MOST in directions, "bound", _("目標（上限）")),
            (Direction.KEEP_AT_LEAST in directions, "bound", _("目標（下限）")),
            (has_baseline and is_bars, "baseline-bar", name),
            (has_baseline and not is_bars, diamond_kind, name),
            (ObservationStatus.PROVISIONAL in statuses, hollow, _("P 速報値")),
            (ObservationStatus.ESTIMATED in statuses, hollow, _("E 推計値")),
            (ObservationStatus.UNVALIDATED in statuses, hollow, _("V 未確認")),
            (any(actual.has_gap for actual in actuals), hollow, _("報告がそろっていない年度")),
            (any(not actual.is_judged for actual in actuals), hollow, _("判定に使わない値")),
        )
        if occurs
    )


def rows_of(entries: tuple[Entry, ...], size: int, room: float) -> list[list[Entry]]:
    """The entries in rows that fit."""
    rows: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        width = _width(entry, size)
        if not rows or used + _BETWEEN + width > room:
            rows.append([])
            used = -_BETWEEN
        rows[-1].append(entry)
        used += _BETWEEN + width
    return rows


def draw_legend(rows: list[list[Entry]], size: int, left: float, top: float) -> tuple[list[Path], list[Text]]:
    paths, texts = [], []
    for n, row in enumerate(rows):
        x, y = left, top + n * ROW + ROW / 2
        for entry in row:
            paths += _symbol(entry.kind, x, y)
            texts.append(
                Text(
                    part="legend",
                    text=entry.text,
                    x=num(x + _SYMBOL + _BEFORE_TEXT),
                    y=num(y + size * 0.36),
                    size=size,
                    fill=TEXT,
                )
            )
            x += _width(entry, size) + _BETWEEN
    return paths, texts


def _width(entry: Entry, size: int) -> float:
    return _SYMBOL + _BEFORE_TEXT + text_width(entry.text, size)


def _symbol(kind: str, x: float, y: float) -> list[Path]:
    """The mark itself, small, in a room of 26 × 14."""
    middle = x + _SYMBOL / 2
    across = line((x, y), (x + _SYMBOL, y))
    bar = rectangle(Box(middle - 7, y - 6, middle + 7, y + 6))
    return {
        "point": [
            Path(part="key", d=across, stroke=ACTUAL, width="2.5"),
            Path(part="key", d=circle(middle, y, 4.5), fill=ACTUAL, stroke=WHITE, width="1.5"),
        ],
        "beside": [
            Path(part="key", d=across, stroke=TARGET, width="2", dash=DASH),
            square("key", middle, y),
        ],
        "point-hollow": [Path(part="key", d=circle(middle, y, 4.5), fill=WHITE, stroke=ACTUAL, width="2")],
        "bar": [Path(part="key", d=bar, fill=ACTUAL)],
        "bar-hollow": [Path(part="key", d=bar, fill=PALE, stroke=ACTUAL, width="1.5")],
        "annualized": [Path(part="key", d=bar, fill=WHITE, stroke=ACTUAL, width="1.5", dash="4 3")],
        "forecast": [Path(part="key", d=across, stroke=FORECAST, width="2.5", dash="1.5 4")],
        "path": [Path(part="key", d=across, stroke=QUIET, width="1.5", dash="6 4")],
        "target": [
            Path(part="key", d=circle(middle, y, 6.5), fill=WHITE, stroke=TARGET, width="2"),
            Path(part="key", d=circle(middle, y, 3), fill=TARGET),
        ],
        "former-target": [
            Path(part="key", d=circle(middle, y, 6), fill=WHITE, stroke=TARGET, width="1.5", dash="3 2")
        ],
        "bound": [Path(part="key", d=across, stroke=TARGET, width="2", dash="10 3")],
        "baseline": [Path(part="key", d=diamond(middle, y, 7), fill=QUIET)],
        "baseline-hollow": [Path(part="key", d=diamond(middle, y, 7), fill=WHITE, stroke=QUIET, width="2")],
        "baseline-bar": [Path(part="key", d=bar, fill=WHITE, stroke=QUIET, width="2")],
    }[kind]
