"""What every list of a plan's rows shares."""

from django.utils.translation import gettext as _

from plans.admin_revisions import RevisedAdmin
from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport


class PartAdmin(ListExport, ScopedAdmin):
    """A row of a plan: listed with its plan, filtered by it."""

    list_filter = ["plan"]
    list_select_related = ["plan__municipality"]


class PromisedAdmin(RevisedAdmin, PartAdmin):
    """A row that is part of the promise, with a life of its own."""

    def get_fieldsets(self, request, obj=None):
        """How it ends stands apart, where the page does not place it itself."""
        found = super().get_fieldsets(request, obj)
        if self.fieldsets:
            return found
        (title, options), *others = found
        ending = [self.model.LAST, "ending", "ending_reason"]
        first = options | {"fields": [name for name in options["fields"] if name not in ending]}
        return [(title, first), (_("途中で終えるとき"), {"fields": ending}), *others]
