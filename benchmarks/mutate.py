"""Which change of the rules would no test notice? `make mutate`; not part of CI.

    python benchmarks/mutate.py [--workers N]

mutmut changes the modules of rules one place at a time, in a copy of the portal (`mutants/`), and runs the tests
of judging against each. benchmarks/README.md says what the figures mean.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parent.parent
with Path(__file__).resolve().parent.with_name("pyproject.toml").open("rb") as settings:
    MODULES: list[str] = tomllib.load(settings)["tool"]["mutmut"]["only_mutate"]
GOAL = 90  # percent
KILLED = {"killed", "timeout", "segfault"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=1, help="processes at a time")
    wish = parser.parse_args()
    os.chdir(ROOT)
    shutil.rmtree("mutants", ignore_errors=True)  # it would keep answers that other tests gave
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(wish.workers)]
    if subprocess.run(command).returncode:  # noqa: S603 nothing here comes from outside
        sys.exit("mutmut gave up, see above.")
    print()
    results = {module: _statuses(module) for module in MODULES}
    for module, statuses in results.items():
        for name in _survivors(statuses):
            print(f"{module}: {statuses[name]}, {name}", *_changes(name, module), sep="\n    ")
    print()
    for module, statuses in results.items():
        killed = len(statuses) - len(_survivors(statuses))
        print(f"{module}: {killed} of {len(statuses)} killed, {100 * killed / len(statuses):.1f} %")
    sys.exit(0 if all(map(_is_good, results.values())) else f"The goal is {GOAL} % of each module.")


def _statuses(module: str) -> dict[str, str]:
    """What became of each mutant."""
    data = SourceFileMutationData(path=Path(module))
    data.load()
    return {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}


def _survivors(statuses: dict[str, str]) -> list[str]:
    return [name for name, status in statuses.items() if status not in KILLED]


def _is_good(statuses: dict[str, str]) -> bool:
    """Whether enough are killed; a module in which nothing was changed is a mistake of the settings."""
    killed = len(statuses) - len(_survivors(statuses))
    return bool(statuses) and 100 * killed >= GOAL * len(statuses)


def _changes(name: str, module: str) -> Iterator[str]:
    """The changed lines, before and after."""
    for line in get_diff_for_mutant(name, path=Path(module)).splitlines():
        if line[:1] in "-+" and line[:3] not in ("---", "+++"):
            yield line


if __name__ == "__main__":
    main()
