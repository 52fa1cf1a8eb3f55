"""Files that commands write: there is the former one or a whole new one, also where the command is killed or the disk full."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """A file that takes its place only when it is whole and safely on the disk. What a killed run left is written over.

    Raises BlockingIOError where another run is writing it, and OSError.
    """
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            os.fchmod(file.fileno(), mode)
            file.truncate(0)
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def put_in_place(path: Path, content: bytes) -> None:
    """Writes the whole file, with the rights that the former one had. Raises OSError."""
    place = Path(os.path.realpath(path))  # of a link what it leads to
    if place.exists() and not place.is_file():  # a pipe, a terminal, or a folder, which says so itself
        place.write_bytes(content)
        return
    with whole_file(place, stat.S_IMODE(place.stat().st_mode) if place.exists() else _new_mode()) as file:
        file.write(content)


def _new_mode() -> int:
    """As every new file of this process: asking for the mask sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
