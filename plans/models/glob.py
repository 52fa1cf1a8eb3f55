"""The form of a short text, as a rule that the database checks: `Q(code__glob="[0-9][0-9]")`.

Written in the language of SQLite's GLOB, which every SQLite tool knows (Django's own REGEXP is a function that only Django
brings: elsewhere such a table cannot be loaded, nor checked). PostgreSQL gets the same as a regular expression.
"""

import re
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.lookups import BuiltinLookup

_PARTS = re.compile(r"\[\^?[^\]]+\]|.", re.DOTALL)
_SIGNS = {"*": ".*", "?": "."} | {sign: f"\\{sign}" for sign in ".+()|{}^$\\"}
YEAR = "[12][0-9][0-9][0-9]"
QUARTER = f"{YEAR}-Q[1-4]"
PARTIAL_DATES = (YEAR, f"{YEAR}-[0-9][0-9]", f"{YEAR}-[0-9][0-9]-[0-9][0-9]")


def as_regex(glob: str) -> str:
    """The same form as a regular expression of PostgreSQL."""
    parts = (part if len(part) > 1 else _SIGNS.get(part, part) for part in _PARTS.findall(glob))
    return f"^{''.join(parts)}$"


class Glob(BuiltinLookup):
    lookup_name = "glob"
    prepare_rhs = False

    def get_rhs_op(self, connection, rhs: str) -> str:
        return f"{'~' if connection.vendor == 'postgresql' else 'GLOB'} {rhs}"

    def process_rhs(self, compiler, connection):
        rhs, params = super().process_rhs(compiler, connection)
        if connection.vendor == "postgresql":
            params = [as_regex(text) for text in params]
        return rhs, params


models.CharField.register_lookup(Glob)


def has_form(field: str, globs: Iterable[str], *, blank: bool = False) -> Q:
    """The field's whole text has one of the forms, or is blank where that is allowed."""
    found = Q(**{field: ""}) if blank else Q()
    for glob in globs:
        found |= Q(**{f"{field}__glob": glob})
    return found
