"""Of which program the stored standings are: another version words, draws or judges otherwise."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

from kpis.judging.evaluation import RULE_VERSION

# Everything that a row of the table is made of. A file that changes makes every stored row a thing of the past.
MADE_OF = (
    "kpis/judging", "kpis/charts", "kpis/models", "kpis/assessment", "kpis/standings", "kpis/templatetags",
    "plans/ledger", "plans/models", "plans/era.py", "kpis/urls.py", "dxportal/urls.py",
)  # fmt: skip
TEMPLATES = ("kpis/_cells.html", "kpis/_status.html", "kpis/_own_mark.html", "kpis/_trend.html")
DRAWN = ("kpis/_meter.svg", "kpis/_sparkline.svg")


@cache
def rules() -> str:
    """The version of the rules with a fingerprint of the code; read once in a process."""
    digest = hashlib.sha256()
    for path in made_of():
        digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{RULE_VERSION}-{digest.hexdigest()[:32]}"


def made_of() -> list[Path]:
    base = Path(settings.BASE_DIR)
    places = [base / name for name in MADE_OF]
    places += [base / "templates" / name for name in (*TEMPLATES, *DRAWN)]
    return [path for place in places for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
