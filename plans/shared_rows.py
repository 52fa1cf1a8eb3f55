"""What all cities share and every site needs: national priorities, rating scales, the site's own pages.

They come with the first `migrate`, and with whatever is loaded first. What is stored stays as it is: staff may have edited it,
or deleted some.
"""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext as _

from plans.fixture_files import read_rows
from plans.load_act import Act, LoadReport
from plans.loading import load_file

SHARED = ("vocabularies.yaml", "rating_scales.yaml", "site.yaml")


def add_shared() -> dict[str, LoadReport]:
    """Adds the shared rows that are missing; by file's name what was done. Raises LoadError."""
    return {name: _add(name) for name in SHARED}


def _add(name: str) -> LoadReport:
    return load_file(settings.FIXTURES_DIR / name, act=Act(adds_only=True))


def connect() -> None:
    """Called once, when the app is ready, after the ledger's own: the guard stands already."""
    post_migrate.connect(_begin, dispatch_uid="plans.shared_rows")


def _begin(*, app_config, using: str, verbosity: int = 1, **kwargs) -> None:
    """Once a run of `migrate`, after the last app: what the site has none of, so that it can be begun by forms alone.

    Not after `flush`, which tells of no migrations, nor where tables are still to come.
    """
    if app_config.name != "kpis" or using != DEFAULT_DB_ALIAS or "plan" not in kwargs:
        return
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    added = [name for name in SHARED if not _has_any(name) and _add(name).created]
    if added and verbosity:
        print(
            _("共通の語彙、判定の印、サイトの文章のうち、なかったものを読み込みました（%s）。")
            % "、".join(added)
        )


def _has_any(name: str) -> bool:
    models = {row.model for row in read_rows(settings.FIXTURES_DIR / name)}
    return any(model._default_manager.exists() for model in models)
