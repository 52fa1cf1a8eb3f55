"""What every list of a plan's rows shares."""

from plans.admin_revisions import RevisedAdmin
from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport


class PartAdmin(ListExport, ScopedAdmin):
    """A row of a plan: listed with its plan, filtered by it."""

    list_filter = ["plan"]
    list_select_related = ["plan__municipality"]


class PromisedAdmin(RevisedAdmin, PartAdmin):
    """A row that is part of the promise."""
