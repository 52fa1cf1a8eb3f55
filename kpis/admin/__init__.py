"""Indicators, values, reviews and marks in the admin. Rights and scope: plans/access.py through plans/admin_scope.py."""

# Django asks for this package; each module registers its own pages.
from . import indicators, measurements, reviews, scales  # noqa: F401
