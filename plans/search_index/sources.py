"""The tables whose words are searched, each with its columns in the order of its index."""

SOURCES: dict[str, tuple[str, ...]] = {
    "kpis_actionprogress": ("comment",),
    "kpis_indicator": ("name", "target_wording", "definition", "data_source"),
    "kpis_measurement": ("progress_comment", "issues_comment", "response_comment"),
    "plans_action": ("title", "group", "summary"),
    "plans_committee": ("name", "function", "secretariat"),
    "plans_department": ("name",),
    "plans_goal": ("title", "subtitle", "summary"),
    "plans_plan": ("title", "summary"),
    "plans_plandepartment": ("role",),
    "plans_planrelation": ("title", "wording"),
    "plans_scheduleitem": ("title",),
    "plans_scheduletrack": ("title",),
    "plans_seat": ("office", "role", "person", "function"),
    "plans_sourcedocument": ("title", "description"),
    "plans_sourcenote": ("title", "found", "chosen"),
    "plans_statement": ("title", "body"),
    "plans_term": ("name", "original", "aliases", "body"),
}
NUMBERS = {table: number for number, table in enumerate(SOURCES)}  # as the index on SQLite calls them


def joined(table: str, row: str = "") -> str:
    """SQL for the columns together, with a blank between them. `row`: the name that the row has in the statement."""
    before = f"{row}." if row else ""
    return " || ' ' || ".join(f'{before}"{column}"' for column in SOURCES[table])
