from django.contrib import admin
from django.urls import include, path

from kpis.public.method import method

from . import pages, plan_pages
from .health.views import healthz, readyz
from .home import home
from .overview import overview

urlpatterns = [
    path("", home, name="home"),
    path("search/", pages.search, name="search"),
    path("about/", pages.site_page, {"slug": "about"}, name="about"),
    path("accessibility/", pages.site_page, {"slug": "accessibility"}, name="accessibility"),
    path("method/", method, name="method"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", pages.robots, name="robots"),
    path("admin/", admin.site.urls),
    path("<slug:city>/", pages.municipality, name="municipality"),
    path("<slug:city>/<slug:plan>/", overview, name="overview"),
    path("<slug:city>/<slug:plan>/goals/<slug:code>/", plan_pages.goal, name="goal"),
    path("<slug:city>/<slug:plan>/actions/<slug:code>/", plan_pages.action, name="action"),
    path("<slug:city>/<slug:plan>/", include("plans.urls")),
    path("<slug:city>/<slug:plan>/", include("kpis.urls")),
]

handler400 = "dxportal.refused_page.bad_request"
handler500 = "dxportal.pages.server_error"
