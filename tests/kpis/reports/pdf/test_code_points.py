"""Which characters the PDF's typefaces have is read from the fonts' own tables."""

from importlib import resources
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kpis.reports.pdf import glyphs
from kpis.reports.pdf.code_points import code_points


def fonts() -> list[Path]:
    return [Path(str(resources.files(package))) / name for package, name in glyphs.FONTS.items()]


@pytest.mark.parametrize("path", fonts(), ids=lambda path: path.name)
def test_every_character_that_a_font_has_is_known_and_no_other(path):
    with TTFont(path, lazy=True) as font:
        assert code_points(path) == frozenset(font.getBestCmap())


def test_a_file_without_such_a_table_is_refused(tmp_path):
    path = tmp_path / "empty.otf"
    path.write_bytes(b"OTTO" + bytes(8))
    with pytest.raises(ValueError, match=r"empty.otf"):
        code_points(path)
