from django.contrib import admin
from django.urls import include, path

from kpis.public.method import method

from . import pages, plan_pages
from .health.views import healthz, readyz
from .home import home
from .site_card import site_card
from .speaking import in_every_language

# What citizens read; in every language.
public = [
    path("", home, name="home"),
    path("search/", pages.search, name="search"),
    path("about/", pages.site_page, {"slug": "about"}, name="about"),
    path("accessibility/", pages.site_page, {"slug": "accessibility"}, name="accessibility"),
    path("method/", method, name="method"),
    path("card.png", site_card, name="site-card"),
    path("<slug:city>/", pages.municipality, name="municipality"),
    path("<slug:city>/<slug:plan>/", plan_pages.overview, name="overview"),
    path("<slug:city>/<slug:plan>/goals/<slug:code>/", plan_pages.goal, name="goal"),
    path("<slug:city>/<slug:plan>/actions/<slug:code>/", plan_pages.action, name="action"),
    path("<slug:city>/<slug:plan>/", include("plans.urls")),
    path("<slug:city>/<slug:plan>/", include("kpis.urls")),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", pages.robots, name="robots"),
    path("admin/", admin.site.urls),
    *in_every_language(*public),
]

handler400 = "dxportal.refused_page.bad_request"
handler500 = "dxportal.pages.server_error"
