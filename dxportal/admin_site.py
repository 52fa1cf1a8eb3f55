"""The admin site: in the portal's name, its lists in the order in which a plan is built up."""

from functools import wraps

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.templatetags import admin_list
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache


class PortalAdminConfig(AdminConfig):
    default_site = "dxportal.admin_site.PortalAdminSite"

    def ready(self):
        """The keys of one-time codes have no list in the admin: who reads them can sign in as somebody else.

        Django's groups and permissions decide nothing here: roles do (plans/access.py).
        """
        super().ready()
        admin.site.unregister(apps.get_model("auth.Group"))
        admin_list._boolean_icon = boolean_icon  # Django's says True and False to those who hear the list
        for model in (
            "otp_totp.TOTPDevice",
            "otp_static.StaticDevice",
            "account.EmailAddress",
            "socialaccount.SocialApp",
            "socialaccount.SocialAccount",
            "socialaccount.SocialToken",
            "mfa.Authenticator",
        ):
            admin.site.unregister(apps.get_model(model))


def boolean_icon(value: bool | None) -> str:
    """A tick or a cross, named in Japanese."""
    kind, name = {True: ("yes", _("はい")), False: ("no", _("いいえ")), None: ("unknown", _("不明"))}[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{kind}.svg"), name)


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = f"{settings.SITE_NAME} 管理"
    index_title = gettext_lazy("管理の入口")

    def get_urls(self):
        from dxportal.change_records import change_records, change_records_csv
        from dxportal.signin.audit_views import sign_ins
        from dxportal.signin.code_views import one_time_code
        from dxportal.signin.passkeys.urls import addresses as of_passkeys
        from dxportal.signin.sso.urls import addresses as of_directories

        own = [
            path("one-time-code/", self.admin_view(one_time_code), name="one-time-code"),
            path("change-records/", self.admin_view(change_records), name="change-records"),
            path("change-records/csv/", self.admin_view(change_records_csv), name="change-records-csv"),
            path("sign-ins/", self.admin_view(sign_ins), name="sign-ins"),
            path(
                "r/<int:content_type_id>/<path:object_id>/",
                self.admin_view(self.on_site),
                name="view_on_site",
            ),
            *of_directories(),
            *of_passkeys(self),
        ]
        return own + super().get_urls()

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        from dxportal.signin.views import sign_in

        return sign_in(request, extra_context)

    def logout(self, request, extra_context=None):
        from dxportal.signin.signing_out import what_stays_open

        return super().logout(request, what_stays_open(request) | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """For staff only, who first set up one-time codes where they are demanded; what is typed outlives the session."""
        from dxportal.signin.code_views import must_set_up
        from dxportal.signin.held_input import keeps_input
        from plans.opened_pages import again_when_stale
        from plans.sent import keep_only_ids, refuse_unfindable

        @wraps(view)
        def led(request, *args, **kwargs):
            refuse_unfindable(request)
            keep_only_ids(request)
            if must_set_up(request):
                return HttpResponseRedirect(reverse("admin:one-time-code"))
            return answer(request, *args, **kwargs)

        answer = again_when_stale(view)
        guarded = super().admin_view(led, cacheable)
        return keeps_input(guarded) if getattr(view, "keeps_input", False) else guarded

    def each_context(self, request):
        """Also whether the way to the record stands in the head: whoever may read it finds it there."""
        from plans.journal.reading import may_read

        return super().each_context(request) | {"may_read_record": may_read(request.user)}

    def on_site(self, request, content_type_id: int, object_id: str):
        """The public page of a row that the user may see; Django's own tells the address of any row to any staff."""
        from django.contrib.contenttypes.models import ContentType
        from django.contrib.contenttypes.views import shortcut

        kind = ContentType.objects.filter(pk=content_type_id).first()
        rows = self._registry.get(kind.model_class()) if kind else None
        row = rows.get_object(request, object_id) if rows else None
        if row is None or not rows.has_view_permission(request, row):
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def autocomplete_view(self, request):
        from plans.admin_typing import ChoicesByTyping

        return ChoicesByTyping.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        """The desk: what waits for this person (kpis/staff/desk.py), then the lists of everything."""
        from kpis.staff.desk import desk

        context = {
            "desk": desk(request.user, city=request.GET.get("city", "")),
            "is_nav_sidebar_enabled": False,
        }
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Lists stand as they were registered, not by the alphabet, which says nothing in Japanese."""
        places = {model: place for place, model in enumerate(self._registry)}
        app_list = super().get_app_list(request, app_label)
        for app in app_list:
            app["models"].sort(key=lambda entry: places[entry["model"]])
        order = [config.label for config in apps.get_app_configs()]
        # The plan and its indicators first, accounts after.
        return sorted(app_list, key=lambda app: (app["app_label"] == "auth", order.index(app["app_label"])))
