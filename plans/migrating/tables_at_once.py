"""Many tables of a first migration, made from models that are rendered once."""

from django.db.migrations import CreateModel, SeparateDatabaseAndState
from django.db.migrations.state import ProjectState


class TablesAtOnce(SeparateDatabaseAndState):
    """What the `CreateModel` in it would do one by one. After each Django renders anew every model that is related to it,
    and all are, by the accounts: that was most of the time that a first `migrate` took (docs/adr/0031).
    """

    def __init__(self, state_operations: list[CreateModel]):
        super().__init__(state_operations=state_operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered whole when they are next asked for
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for one in self.state_operations:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for one in reversed(self.state_operations):
            one.database_backwards(app_label, schema_editor, from_state, to_state)
