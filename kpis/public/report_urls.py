"""Addresses of the quarterly reports, below those of a plan."""

from django.urls import path

from . import reports as views

# Below /<city>/<plan>/reports/
urlpatterns = [
    path("", views.report_list, name="reports"),
    path("compare/", views.comparison, name="report-comparison"),
    path("<quarter:period>/", views.report, name="report"),
    path("<quarter:period>.<report_file:key>", views.report_file, name="report-file"),
    path("<quarter:period>/r<int:revision>/", views.report, name="report-revision"),
    path(
        "<quarter:period>/r<int:revision>.<report_file:key>", views.report_file, name="report-revision-file"
    ),
]
