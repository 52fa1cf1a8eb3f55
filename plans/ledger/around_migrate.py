"""Triggers are taken away before `migrate` and laid anew after it: SQLite makes a table anew to change it, and loses them."""

from collections.abc import Callable

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

Work = Callable[[BaseDatabaseWrapper], None]
FIRST, LAST = "plans", "kpis"  # of the apps with such tables, in the order in which a run comes to them


def around_migrate(name: str, *, drop: Work, install: Work) -> None:
    """Called once, when the apps are ready. `name`: of this kind of triggers, unlike every other's."""

    def take_away(*, app_config, using: str, **kwargs) -> None:
        if app_config.name == FIRST:
            drop(connections[using])

    def lay(*, app_config, using: str, **kwargs) -> None:
        if app_config.name == LAST:
            install(connections[using])

    pre_migrate.connect(take_away, dispatch_uid=f"{name}.take_away", weak=False)
    post_migrate.connect(lay, dispatch_uid=f"{name}.lay", weak=False)
