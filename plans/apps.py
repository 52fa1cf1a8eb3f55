from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "計画"

    def ready(self) -> None:
        from .ledger import standing

        standing.connect()
