from django.urls import path

from . import views

# Below /<city>/<plan>/
urlpatterns = [
    path("goals/", views.goals, name="goals"),
    path("values/", views.values, name="values"),
    path("glossary/", views.glossary, name="glossary"),
    path("schedule/", views.schedule, name="schedule"),
    path("organization/", views.organization, name="organization"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:kind>/", views.notes, name="source-notes"),
]
