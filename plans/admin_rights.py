"""Django's permission questions, answered by plans/access.py."""

from django.db.models import Model
from django.http import HttpRequest

from plans.models.base import PartOfPlan

from .access import Right, city_of, city_path, departments_of, may, reach


class ScopedRights:
    # What Django calls view, add, change and delete, in the words of plans/access.py.
    rights = {
        "view": Right.VIEW_PLAN,
        "add": Right.CHANGE_PLAN,
        "change": Right.CHANGE_PLAN,
        "delete": Right.CHANGE_PLAN,
    }

    def _has(self, request: HttpRequest, right: str, obj: Model | None) -> bool:
        user = request.user
        if user.is_superuser:
            return True
        if city_path(self.model) is None:
            return False
        city = None if obj is None else city_of(obj)
        if city is None:
            return bool(reach(user, self.rights[right]))
        # Django asks dozens of times for one page: whoever has the whole city needs no look at the row's departments.
        if may(user, self.rights[right], city) or not isinstance(obj, PartOfPlan):
            return may(user, self.rights[right], city)
        return may(user, self.rights[right], city, departments_of(obj))

    def has_view_permission(self, request, obj=None):
        return self._has(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return self._has(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._has(request, "delete", obj)

    def has_module_permission(self, request):
        return self._has(request, "view", None)
