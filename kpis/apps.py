from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "指標"

    def ready(self) -> None:
        from plans import samples

        from .reports import converters
        from .reports.samples import publish_past_quarters

        converters.register()
        samples.AFTER_LOADING.append(publish_past_quarters)
