"""How wide the range of a forecast must be to hold 80 % of later values, and whether it does.

    python benchmarks/forecast_calibration.py [--series 2500]

Invented series: a straight line with noise of each value's own. The line itself is left out: Theil–Sen's line and its
range move with any line that is added to the values. No database, no configuration; the same numbers every time.
"""

import argparse
import random
import sys
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from itertools import accumulate
from math import ceil, log, pi, sqrt
from pathlib import Path
from statistics import NormalDist

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kpis.judging import forecast

AHEAD = (1, 2, 4, 8, 12)  # periods
STEP = 3  # of the index, a period; any other gives the same shares
LATER = 4  # values drawn for each period ahead
COUNTS = (4, 5, 6, 8, 10, 12, 16)
SEED = 20240401
FAST = Context(prec=16)  # the portal works with 60 digits


def normal(draw: random.Random) -> float:
    return draw.gauss(0, 1)


def laplace(draw: random.Random) -> float:
    return draw.choice((-1, 1)) * -log(1 - draw.random())


def uniform(draw: random.Random) -> float:
    return draw.uniform(-1, 1)


Noise = Callable[[random.Random], float]
NOISES: dict[str, Noise] = {
    "normal": normal,
    "Laplace": laplace,
    "uniform": uniform,
}


def times(draw: random.Random, count: int, *, is_even: bool) -> list[int]:
    """A period apart; uneven: at two of five steps a period or two were skipped."""
    found, at = [], 0
    for _ in range(count):
        at += STEP if is_even else STEP * draw.choice((1, 1, 1, 2, 3))
        found.append(at)
    return found


def width_needed(count: int, series: int) -> float:
    """The number at which normal noise stays inside 80 times in 100, on average over AHEAD.

    Of each invented series the share of later values inside is not drawn but calculated: with the line off by e and the
    range k × u wide on either side, it is Φ(e + k·u) − Φ(e − k·u).
    """
    draw, known = random.Random(f"{SEED} {count}"), []  # noqa: S311
    for _ in range(series):
        at = times(draw, count, is_even=True)
        line = latest_line([(index, Decimal(normal(draw))) for index in at])
        for ahead in AHEAD:
            index = at[-1] + STEP * ahead
            known.append((float(line.at(index)), float(line.half_width(index) / forecast.width(count))))
    inside = NormalDist().cdf
    low, high = 1.0, 6.0
    while high - low > 0.0005:
        k = (low + high) / 2
        share = sum(inside(e + k * u) - inside(e - k * u) for e, u in known) / len(known)
        low, high = (k, high) if share < forecast.SHARE else (low, k)
    return (low + high) / 2


def coverage(
    count: int, noise: Noise, series: int, *, is_even: bool, is_drifting: bool = False
) -> tuple[list[float], list[float]]:
    """For each of AHEAD the share of later values, with noise of their own, inside the range.

    First without the stretch by the indicator's own past, then as the portal shows it. Of each series four later values.
    Drifting: each value keeps the noise of all values before it (a random walk), against what the range promises.
    """
    draw, plain, shown = random.Random(f"{SEED} {count} {is_even}"), [0] * len(AHEAD), [0] * len(AHEAD)  # noqa: S311
    for _ in range(series):
        at = times(draw, count, is_even=is_even)
        values = [noise(draw) for _ in at]
        if is_drifting:
            values = list(accumulate(values))
        line = latest_line([(index, Decimal(value)) for index, value in zip(at, values, strict=True)])
        for place, ahead in enumerate(AHEAD):
            index = at[-1] + STEP * ahead
            middle, half, stretch = float(line.at(index)), float(line.half_width(index)), float(line.stretch)
            later = [noise(draw) for _ in range(LATER)]
            if is_drifting:
                later = [values[-1] + sum(noise(draw) for _ in range(ahead)) for _ in range(LATER)]
            ways = [abs(value - middle) for value in later]
            plain[place] += sum(way <= half for way in ways)
            shown[place] += sum(way <= half * stretch for way in ways)
    return [hits / series / LATER for hits in plain], [hits / series / LATER for hits in shown]


def latest_line(points: list[tuple[int, Decimal]]) -> forecast.Line:
    return list(forecast.lines(points))[-1]


def print_row(count: int, noise: str, spacing: str, shares: tuple[list[float], list[float]]) -> None:
    columns = "   ".join(" ".join(f"{100 * share:5.1f}" for share in each) for each in shares)
    print(f"{count:4}  {noise:8} {spacing:8} {columns}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=2500, help="invented series of each kind")
    series = parser.parse_args().series
    with localcontext(FAST):
        many = sqrt(pi / 2) * NormalDist().inv_cdf(0.9)
        print(f"width needed; of very many values {many:.3f}")
        print("   n  needed  in use   2.23?")
        for count in (4, 5, 6, 7, 8, 9, 10, 12, 16, 24):
            # Few values scatter most, and take least time.
            needed = width_needed(count, ceil(series * min(4, 20 / count)))
            lost = count - count * many / needed
            print(f"{count:4} {needed:7.3f} {forecast.width(count):7.3f} {lost:7.2f}")
        print(f"\n% of later values inside, {', '.join(map(str, AHEAD))} periods ahead")
        print("   n  noise    spacing  without the indicator's own past      as the portal shows it")
        for name, noise in NOISES.items():
            for is_even in (True, False):
                for count in COUNTS:
                    shares = coverage(count, noise, series // 4, is_even=is_even)
                    print_row(count, name, "even" if is_even else "uneven", shares)
        for count in COUNTS:
            shares = coverage(count, normal, series // 4, is_even=True, is_drifting=True)
            print_row(count, "drift", "even", shares)


if __name__ == "__main__":
    main()
