"""The way to a named former state of the tables: through the former files, also those that a later one replaces."""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from .names import Name


class FormerLoader(MigrationLoader):
    """The migrations as for a database that has had `there`: what replaces others stands only where it has had all of them.

    Django asks the database itself, so that an empty one goes by what replaces them, and knows no way to one of them.
    """

    def __init__(self, connection: BaseDatabaseWrapper | None, there: Iterable[Name]):
        self.there = frozenset(there)
        super().__init__(connection, replace_migrations=False)

    def build_graph(self) -> None:
        super().build_graph()
        for name, migration in self.replacements.items():
            if self.there.issuperset(migration.replaces):
                self.graph.remove_replaced_nodes(name, migration.replaces)
            else:
                self.graph.remove_replacement_node(name, migration.replaces)
                self.applied_migrations.pop(name, None)


def executor_to(connection: BaseDatabaseWrapper, there: Iterable[Name]) -> MigrationExecutor:
    """Brings an empty database, or one that is on the way already, to where `there` have been applied."""
    executor = MigrationExecutor(connection)
    executor.loader = FormerLoader(connection, there)
    return executor
