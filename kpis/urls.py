from django.urls import include, path

from .public import changes, indicator, pictures, scorecard, values_file

# Below /<city>/<plan>/
urlpatterns = [
    path("reports/", include("kpis.public.report_urls")),
    path("changes/", changes.changes, name="changes"),
    path("changes/changes.csv", changes.changes_csv, name="changes-csv"),
    path("changes/compare/", changes.comparison, name="changes-compared"),
    path("kpis/", scorecard.scorecard, name="scorecard"),
    path("kpis/scorecard.csv", scorecard.scorecard_csv, name="scorecard-csv"),
    path("kpis/scorecard.xlsx", scorecard.scorecard_xlsx, name="scorecard-xlsx"),
    path("kpis/values.csv", values_file.values_csv, name="kpi-values-csv"),
    path("kpis/<slug:code>/", indicator.indicator, name="indicator"),
    path("kpis/<slug:code>/chart.svg", indicator.indicator_chart, name="indicator-chart"),
    path("kpis/<slug:code>/chart.png", pictures.indicator_picture, name="indicator-picture"),
    path("kpis/<slug:code>/card.png", pictures.indicator_card, name="indicator-card"),
    path("card.png", pictures.plan_card, name="plan-card"),
    path("kpis/<slug:code>/data.csv", indicator.indicator_csv, name="indicator-csv"),
]
