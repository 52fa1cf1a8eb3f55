from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "計画"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from . import people_names, shared_rows, staffing
        from .content_version import checks as counting
        from .journal import laying
        from .ledger import checks as guarding
        from .search_index import checks as indexing
        from .search_index import functions

        connection_created.connect(functions.give_to_sqlite, dispatch_uid="plans.search_index")
        guarding.connect()
        counting.connect()
        laying.connect()
        indexing.connect()
        shared_rows.connect()
        staffing.connect()
        people_names.name_accounts()
