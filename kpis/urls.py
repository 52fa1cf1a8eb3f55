from django.urls import include, path

from . import views

# Below /<city>/<plan>/
urlpatterns = [
    path("reports/", include("kpis.reports.urls")),
    path("kpis/", views.scorecard, name="scorecard"),
    path("kpis/scorecard.csv", views.scorecard_csv, name="scorecard-csv"),
    path("kpis/scorecard.xlsx", views.scorecard_xlsx, name="scorecard-xlsx"),
    path("kpis/<slug:code>/", views.indicator, name="indicator"),
    path("kpis/<slug:code>/chart.svg", views.indicator_chart, name="indicator-chart"),
    path("kpis/<slug:code>/data.csv", views.indicator_csv, name="indicator-csv"),
]
