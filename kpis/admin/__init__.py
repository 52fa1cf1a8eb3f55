"""Indicators, values, reviews and marks in the admin. Rights and scope: plans/access.py through plans/admin_scope.py."""

# Django asks for this package; each module registers its own pages, in the order in which the admin lists them.
from . import reviews  # noqa: F401, I001
from . import indicators, measurements, scales, self_assessments  # noqa: F401
