"""How a trigger asks who acts: true SQL of either database, for the record and for the guard."""

from .acting import SETTING
from .acting import TABLE as ACTING

ACTOR = f"NULLIF(current_setting('{SETTING}', true), '')::jsonb"
BY_HAND = "データベースを直接操作"


def portal_writes(vendor: str) -> str:
    """True where the portal writes, and false in a shell at the database."""
    return f"({ACTOR} IS NOT NULL)" if vendor == "postgresql" else f"EXISTS (SELECT 1 FROM {ACTING})"  # noqa: S608


def verb_decides(vendor: str) -> str:
    """True where a verb acts that may make a report approved."""
    if vendor == "postgresql":
        return f"COALESCE(({ACTOR}->>'decides')::boolean, false)"
    return f"EXISTS (SELECT 1 FROM {ACTING} WHERE decides)"  # noqa: S608
