"""How soon the portal answers again: after its workers were killed (SIGKILL), and from nothing.

    .venv/bin/python -m benchmarks.restart [--rounds 5] [--busy 2] [--server "…"]

`--busy`: so many other processes, each at work half of the time. `--server`: another command, for instance with --preload.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .serving import OUR_SERVER, ROOT, seconds_for, served

HALF_BUSY = "import time\nwhile True:\n    end = time.perf_counter() + 0.02\n    while time.perf_counter() < end: pass\n    time.sleep(0.02)"
PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def half_busy() -> Iterator[None]:
    other = subprocess.Popen([sys.executable, "-c", HALF_BUSY])  # noqa: S603
    try:
        yield
    finally:
        other.kill()
        other.wait()


def workers_of(master: int) -> list[int]:
    found = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [int(pid) for pid in found]


def processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> float:
    """Megabytes; what processes share is parted between them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def until_answered(address: str) -> float:
    began = time.perf_counter()
    while seconds_for(address, patience=PATIENCE) is None:
        if time.perf_counter() - began > PATIENCE:
            sys.exit("The server does not answer any more.")
        time.sleep(0.01)
    return time.perf_counter() - began


def killed(master: int, address: str) -> float:
    for pid in workers_of(master):
        os.kill(pid, signal.SIGKILL)
    return until_answered(address)


def from_nothing(command: list[str], env: dict[str, str], address: str) -> float:
    server = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: S603
    try:
        return until_answered(address)
    finally:
        server.terminate()
        server.wait(timeout=60)


def in_words(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--server", default=OUR_SERVER)
    asked = parser.parse_args()
    with ExitStack() as around, served(asked.server, "load_plans --real-plans -v 0") as site:
        until_answered(f"{site.address}/")
        for _ in range(asked.busy):
            around.enter_context(half_busy())
        print(f"load {os.getloadavg()[0]:.1f}, {asked.busy} others half busy")
        found = [killed(site.process_id, f"{site.address}/") for _ in range(asked.rounds)]
        print(f"every worker killed, until the first answer: {in_words(found)}")
        time.sleep(3)
        workers = workers_of(site.process_id)
        print(f"processor time of a new worker: {max(map(processor_time, workers)):.2f} s")
        print(
            f"memory: {sum(map(memory, [site.process_id, *workers])):.0f} MB of {len(workers)} workers and their parent"
        )
        port = site.port + 1
        words = asked.server.format(port=port).split()
        words[0] = str(Path(sys.executable).parent / words[0])
        found = [
            from_nothing(words, site.environment, f"http://127.0.0.1:{port}/") for _ in range(asked.rounds)
        ]
        print(f"from nothing until the first answer: {in_words(found)}")


if __name__ == "__main__":
    main()
