"""The plan's structure in the admin. Rights and scope: plans/access.py through plans/admin_scope.py."""

# Django asks for this package; each module registers its own pages, in the order in which the admin lists them.
from . import cities  # noqa: F401, I001
from . import emblems  # noqa: F401
from . import promise, background, record, shared, accounts  # noqa: F401
