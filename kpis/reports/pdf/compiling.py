"""Asks the compiler for a PDF or a picture: templates, typefaces, colours and finished texts in, bytes out."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kpis.charts.palette import LOOKS, MARK
from plans.colours import COLOURS

from . import glyphs

PALETTE = json.dumps(
    {
        "colours": COLOURS,
        "mark": MARK,
        "looks": {key: look.named() | {"sign": look.sign} for key, look in LOOKS.items()},
    }
)
SETTING = Path(__file__).parent / "setting.py"
PDF: dict[str, Any] = {"pdf_standards": ["ua-1"]}
# What failed, with the compiler's words in `stderr`.
CompilerError = (subprocess.CalledProcessError, subprocess.TimeoutExpired)
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # of a picture, which keeps none


def compiled(
    template: Path,
    root: Path,
    data: str,
    form: dict[str, Any],
    moment: datetime = _NO_MOMENT,
    *,
    longest: int,
) -> bytes:
    """What the template makes of the data (a JSON text); the same data give the same bytes. Raises CompilerError.

    `root`: the folder beyond which the template reads nothing. `form`: what the compiler is told of the file's form.
    `longest`: seconds after which it is stopped.
    """
    task = {
        "template": str(template),
        "root": str(root),
        "fonts": glyphs.folders(),
        "inputs": {"data": data, "palette": PALETTE},
        "moment": moment.isoformat(),
        "form": form,
    }
    # -P: beside the script lie modules of other names, not the libraries that it imports.
    command = [sys.executable, "-P", str(SETTING)]
    return subprocess.run(  # noqa: S603 no word of it comes from outside
        command, input=json.dumps(task).encode(), capture_output=True, check=True, timeout=longest
    ).stdout
