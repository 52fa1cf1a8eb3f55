"""The one walk through the former files, which is dear: everything here looks at the database that it leaves."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from plans.migrating.former import executor_to

from .databases import empty_database
from .former_rows import ALIAS, FORMER, fill


@pytest.fixture(scope="package")
def former_database(tmp_path_factory, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """An empty database beside the tests' own."""
    with django_db_blocker.unblock(), empty_database(ALIAS, tmp_path_factory.mktemp("former")) as other:
        yield other


@pytest.fixture(scope="package")
def carried(former_database) -> StateApps:
    """Today's models, over what the former version had stored."""
    executor = executor_to(former_database, FORMER)
    executor.migrate(FORMER)
    fill(executor_to(former_database, FORMER).loader.project_state(FORMER).apps)
    executor = MigrationExecutor(former_database)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connections[ALIAS]).loader.project_state().apps
