from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "指標"

    def ready(self) -> None:
        from kpis.reports.sample_reports import publish_past_quarters
        from plans import samples

        from .reports import converters

        converters.register()
        samples.AFTER_LOADING.append(publish_past_quarters)
