"""One share of the tests: `--share 3/6`. Together the shares are all of them.

What needs no database is quick and runs in every share: how progress is judged, worded and drawn. Any other test goes by its
name (CRC-32): a share is the same on every machine and in every process, and what a file asks in a hundred ways is asked in
some sixteen of them each time.
"""

import re
from argparse import ArgumentTypeError
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pytest

# They use no database of pytest-django's, but make their own.
OF_THEIR_OWN = ("tests/killed/", "tests/kpis/models/upgrades/")
_SHARE = re.compile(r"([1-9]\d*)/([1-9]\d*)", re.ASCII)


@dataclass(frozen=True)
class Share:
    """Number `number` of `shares`, from 1."""

    number: int
    shares: int

    @classmethod
    def parse(cls, text: str) -> "Share":
        """From 3/6. Raises ArgumentTypeError for anything else."""
        found = _SHARE.fullmatch(text)
        share = cls(*map(int, found.groups())) if found else None
        if share is None or share.number > share.shares:
            raise ArgumentTypeError(f"a share is written 3/6, from 1/6 to 6/6, not {text!r}")
        return share

    def has(self, name: str) -> bool:
        return crc32(name.encode()) % self.shares == self.number - 1


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        "--share",
        type=Share.parse,
        metavar="K/N",
        help="of the tests that use a database or are slow only those of share K of N",
    )


def leave_out_others(config: pytest.Config, items: list[Any]) -> None:
    share = config.getoption("share")
    if share is None:
        return
    mine = [item for item in items if not _is_dealt_out(item) or share.has(item.nodeid)]
    others = set(items) - set(mine)
    config.hook.pytest_deselected(items=[item for item in items if item in others])
    items[:] = mine


def _is_dealt_out(item: Any) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    return (
        bool(marks & {"django_db", "slow"})
        or "django_db_setup" in getattr(item, "fixturenames", ())
        or item.nodeid.startswith(OF_THEIR_OWN)
    )
