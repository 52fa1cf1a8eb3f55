"""Which statements write rows, so that the database must be told before who acts."""

_WRITE = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "MERGE", "TRUNCATE", "DO ", "--", "/*")


def writes(statement: object) -> bool:
    """What begins with a remark, or is no text, may write."""
    if not isinstance(statement, str):
        return True
    return statement.lstrip("( \t\r\n")[:8].upper().startswith(_WRITE)
