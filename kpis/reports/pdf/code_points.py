"""Which characters a font file has: its table of characters alone, without the outlines of 65,000 glyphs around it.

fontTools reads the names of all glyphs to answer that: a third of a second, and 70 MB that stay with the process.
"""

import struct
from pathlib import Path

_DIRECTORY, _TABLE, _SUBTABLE, _GROUP = (
    struct.Struct(form) for form in (">4xH6x", ">4s4xII", ">HHI", ">III")
)
_HEAD_OF_GROUPS = struct.Struct(">HxxIxxxxI")
_FULL_UNICODE = ((3, 10), (0, 4), (0, 6))  # platform and encoding
_SEGMENTED = 12  # the form in which these tables are kept


def code_points(path: Path) -> frozenset[int]:
    """The code points for which the OpenType font has a glyph. Raises ValueError where it tells none beyond 65,535."""
    table = _table(path, b"cmap")
    (count,) = struct.unpack_from(">2xH", table)
    for place in range(count):
        platform, encoding, start = _SUBTABLE.unpack_from(table, 4 + place * _SUBTABLE.size)
        form, _length, groups = _HEAD_OF_GROUPS.unpack_from(table, start)
        if (platform, encoding) in _FULL_UNICODE and form == _SEGMENTED:
            first = start + _HEAD_OF_GROUPS.size
            found = _GROUP.iter_unpack(table[first : first + groups * _GROUP.size])
            return frozenset(
                point for low, high, glyph in found for point in range(low + (glyph == 0), high + 1)
            )
    raise ValueError(f"{path.name} has no table of all characters")


def _table(path: Path, tag: bytes) -> bytes:
    """One table of the font file. Raises ValueError where there is none."""
    with path.open("rb") as file:
        (count,) = _DIRECTORY.unpack(file.read(_DIRECTORY.size))
        for _number in range(count):
            name, offset, length = _TABLE.unpack(file.read(_TABLE.size))
            if name == tag:
                file.seek(offset)
                return file.read(length)
    raise ValueError(f"{path.name} has no table {tag.decode()}")
