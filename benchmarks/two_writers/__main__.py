"""Eight people write into the same place of every form, each choosing anew when somebody was quicker. Counts what is lost.

    .venv/bin/python -m benchmarks.two_writers [--saves 100] [--only Term --only Plan]  # a temporary SQLite file
    .venv/bin/python -m benchmarks.two_writers --database postgres://…          # an empty database; it is emptied again

Through HTTP, against the portal's own server. Ends with 1 where something was lost, or answered with an error.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from benchmarks.emptied import ROOT, emptied_database
from benchmarks.serving import OUR_SERVER, wait_for

if TYPE_CHECKING:
    from .places import Place

WRITERS = 8
PLAYED_LESS = {"quarter's sheet": 10, "plan's workbook": 20}  # files take seconds: a fraction of the saves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--saves", type=int, default=100, help="of each of the eight, in each place")
    parser.add_argument(
        "--seconds", type=float, default=60, help="for each place at most, whatever was played by then"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        help="places whose name holds this, in the order named; may be repeated",
    )
    parser.add_argument("--database", default="", help="address of an empty database")
    options = parser.parse_args()
    if options.database:
        os.environ["DATABASE_URL"] = options.database
    # Who comes second is answered 422: no news here.
    with emptied_database("tests.settings", LOG_LEVEL="ERROR"):
        sys.exit(_play(options))


def _play(options: argparse.Namespace) -> int:
    from django.db import connections

    from .city import build

    city = build()
    connections.close_all()
    with _server() as port:
        return _table(city, port, options)


@contextmanager
def _server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = [str(Path(sys.executable).parent / "gunicorn"), *OUR_SERVER.format(port=port).split()[1:]]
    server = subprocess.Popen(words, cwd=ROOT)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def _table(city, port: int, options: argparse.Namespace) -> int:
    from .admin_forms import form_places
    from .deleting import Doomed
    from .places import Tally, save
    from .rooms import room_places

    bad, saves = 0, options.saves
    print(f"{'':<46} played saved chosen lost errors refused    s", flush=True)
    places = []
    for name, found in form_places(city):
        places += found
        if not found:
            print(f"{name:<46} NOT PLAYED: no field takes enough values")
            bad += 1
    places += room_places(city)
    for place in _chosen(places, options.only):
        own = min(max(1, saves // PLAYED_LESS.get(place.label, 1)), getattr(place, "most", saves))
        tally, began = Tally(), time.monotonic()

        def write(browser, number, place=place, own=own, tally=tally, began=began):
            for turn in range(own):
                if time.monotonic() - began > options.seconds:
                    break
                tally.count("played")
                save(place, browser, (number + 1) * 1000 + turn, tally)

        _at_once([write] * WRITERS, port, city, tally)
        bad += _line(place.label, tally, len(tally.lost(place.stored())), began)
    if not options.only or any(word in Doomed.label for word in options.only):
        doomed, tally, began = Doomed(city.rows["plans_plan"], saves), Tally(), time.monotonic()
        halves = [doomed.write] * (WRITERS // 2) + [doomed.delete] * (WRITERS // 2)
        _at_once([lambda *words, half=half: half(*words, saves, tally) for half in halves], port, city, tally)
        bad += _line(Doomed.label, tally, doomed.lost(), began)
    return 1 if bad else 0


def _chosen(places: list["Place"], words: list[str]) -> list["Place"]:
    found = [place for word in words or [""] for place in places if word in place.label]
    return list({place.label: place for place in found}.values())


def _line(label: str, tally, lost: int, began: float) -> int:
    counts = tally.counts
    print(
        f"{label:<46} {counts['played']:>6} {counts['saved']:>5} {counts['chosen']:>6} {lost:>4} {counts['errors']:>6} "
        f"{counts['refused'] + counts['gave up']:>7} {time.monotonic() - began:>4.0f}",
        flush=True,
    )
    for why, times in tally.refusals.most_common(3):
        print(f"    {times} × {why}", flush=True)
    return lost + counts["errors"] + counts["refused"] + counts["gave up"]


def _at_once(people: list[Callable], port: int, city, tally) -> None:
    """Each with a browser and a session of their own, at the same time."""
    from .browser import Browser

    def work(number: int, person: Callable) -> None:
        from django.db import connections

        browser = Browser(port, city.session())
        try:
            person(browser, number)
        except Exception as error:  # what a person would call: it does not answer as it should
            tally.count("errors", f"{type(error).__name__}: {error}")
        finally:
            browser.close()
            connections.close_all()

    threads = [Thread(target=work, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
