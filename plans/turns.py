"""Turns for what takes a processor for seconds: PDF and Excel. A crowd of them must not keep other visitors waiting.

On one machine few are made at the same time, whatever the number of processes (locks on files, which end with the
process that holds them); within a process a few more wait, and whoever comes after is asked to come back later. Only
visitors are: a command waits as long as it takes.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

AT_ONCE = max(1, (os.cpu_count() or 1) // 2)  # made at the same time on this machine
IN_LINE = 4  # being made or waiting in this process: half of its threads, the others are for pages
PATIENCE = 20.0  # seconds until a visitor in the line is asked to come back
COME_BACK = 10  # seconds, told to who finds the line full
_LOOK = 0.05  # seconds between two looks for a free place

_is_visitor: ContextVar[bool] = ContextVar("is_visitor", default=False)
_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)
_line = threading.BoundedSemaphore(IN_LINE)
_own = threading.Lock()
log = logging.getLogger(__name__)


class CrowdedError(Exception):
    """No place in the line, or none became free in time. The visitor is answered 503 with `Retry-After`."""


@contextmanager
def for_visitor() -> Iterator[None]:
    """What runs within is for somebody who waits for a page."""
    token = _is_visitor.set(True)
    try:
        yield
    finally:
        _is_visitor.reset(token)


@contextmanager
def turn() -> Iterator[None]:
    """Holds one of the machine's places. Raises CrowdedError to a visitor when there are too many before."""
    if _has_turn.get():  # the whole of a work and a part of it
        yield
        return
    if not _is_visitor.get():
        with _place(None):
            yield
        return
    if not _line.acquire(blocking=False):
        raise CrowdedError
    try:
        with _place(time.monotonic() + PATIENCE):
            yield
    finally:
        _line.release()


@contextmanager
def _place(until: float | None) -> Iterator[None]:
    """One at a time in this process (the PDF's compiler is not made for threads), AT_ONCE on this machine."""
    if not _own.acquire(timeout=-1 if until is None else max(0, until - time.monotonic())):
        raise CrowdedError
    files: list[int] = []
    try:
        try:
            files += [os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600) for path in _paths()]
        except OSError:  # a full disk: without a word to the other processes, but not without the file
            log.warning("The turns cannot be kept on the disk.", exc_info=True)
        while files and not any(map(_is_ours, files)):
            if until is not None and time.monotonic() > until:
                raise CrowdedError
            time.sleep(_LOOK)
        token = _has_turn.set(True)
        try:
            yield
        finally:
            _has_turn.reset(token)
    finally:
        for file in files:
            os.close(file)  # and with it goes the lock
        _own.release()


def _is_ours(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _paths() -> list[Path]:
    """A file for each place: of this site and this user of the machine alone."""
    site = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir(), f"dxportal-{os.getuid()}-{site}")
    folder.mkdir(mode=0o700, exist_ok=True)
    return [folder / f"turn-{number}" for number in range(AT_ONCE)]
