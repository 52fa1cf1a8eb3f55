"""The admin site: in the portal's name, its lists in the order in which a plan is built up."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy


class PortalAdminConfig(AdminConfig):
    default_site = "dxportal.admin_site.PortalAdminSite"


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = f"{settings.SITE_NAME} 管理"
    index_title = gettext_lazy("管理の入口")

    def get_app_list(self, request, app_label=None):
        """Lists stand as they were registered, not by the alphabet, which says nothing in Japanese."""
        places = {model: place for place, model in enumerate(self._registry)}
        app_list = super().get_app_list(request, app_label)
        for app in app_list:
            app["models"].sort(key=lambda entry: places[entry["model"]])
        order = [config.label for config in apps.get_app_configs()]
        # The plan and its indicators first, accounts after.
        return sorted(app_list, key=lambda app: (app["app_label"] == "auth", order.index(app["app_label"])))
