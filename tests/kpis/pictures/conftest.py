"""A plan in its third year."""

from tests.kpis.public.conftest import plan, today

__all__ = ["plan", "today"]
