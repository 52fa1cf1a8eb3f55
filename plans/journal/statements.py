"""Which statements write rows, so that the database must be told before who acts."""

_WRITE = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "MERGE", "TRUNCATE", "DO ", "--", "/*")


def writes(statement: object) -> bool:
    """What begins with a remark or with WITH, or is no text, may write. The portal reads nothing with either."""
    if not isinstance(statement, str):
        return True
    return statement.lstrip("( \t\r\n")[:8].upper().startswith(_WRITE)
