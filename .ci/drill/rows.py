"""Every row of the site as the database has it: taken before an upgrade, compared after it and after the way back.

    python rows.py take FILE
    python rows.py compare FILE [table.column …]      # columns that the upgrade changes on purpose

Ends with 1 where a row is gone, or a cell is another. What is new is counted: an upgrade may add rows and columns.
"""

import hashlib
import json
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import django
from django.db import connection

# What nobody wrote: who is signed in, and what the program says of itself.
LEFT_OUT = {"django_session", "django_content_type", "auth_permission", "plans_contentversion"}
LEFT_OUT |= {"kpis_planstanding", "kpis_standing"}  # worked out from the others
LEFT_OUT |= {"plans_siteact", "plans_changerecord"}  # they tell of the restore itself


def stored() -> dict[str, dict]:
    """By table its columns, and by key the cells of each row, as text."""
    found = {}
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT):
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)}")  # noqa: S608
            rows = {
                str(row[columns.index(key)]): [text_of(cell) for cell in row] for row in cursor.fetchall()
            }
            found[table] = {"columns": columns, "rows": rows}
    return found


def text_of(cell: object) -> str | None:
    """One text for one content, however it was written: 5.0 is 5, and the keys of JSON have no order."""
    if cell is None:
        return None
    if isinstance(cell, bytes | memoryview):
        return hashlib.sha256(bytes(cell)).hexdigest()
    if isinstance(cell, dict | list):
        return json.dumps(cell, sort_keys=True, ensure_ascii=False)
    if isinstance(cell, int | float | Decimal):
        try:
            return f"{Decimal(str(cell)).normalize():f}"
        except InvalidOperation:
            return str(cell)
    text = str(cell)
    if text[:1] in "{[":
        try:
            return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False)
        except ValueError:
            return text
    return text


def compare(before: dict[str, dict], now: dict[str, dict], on_purpose: set[str]) -> list[str]:
    """What is wrong, a line each."""
    wrong, changed, new = [], Counter(), Counter()
    for table, was in before.items():
        there = now.get(table)
        if there is None:
            wrong.append(f"{table}: the table is gone, with {len(was['rows'])} rows")
            continue
        gone = was["rows"].keys() - there["rows"].keys()
        if gone:
            wrong.append(
                f"{table}: {len(gone)} of {len(was['rows'])} rows are gone, such as {sorted(gone)[:3]}"
            )
        new[table] = len(there["rows"].keys() - was["rows"].keys())
        for name in was["columns"]:
            if name not in there["columns"]:
                wrong.append(f"{table}.{name}: the column is gone")
                continue
            mine, theirs = was["columns"].index(name), there["columns"].index(name)
            for key in was["rows"].keys() & there["rows"].keys():
                changed[f"{table}.{name}"] += was["rows"][key][mine] != there["rows"][key][theirs]
    for name, times in changed.items():
        if times and name in on_purpose:
            print(f"{name}: changed on purpose in {times} rows")
        elif times:
            wrong.append(f"{name}: another content in {times} rows")
    rows = sum(len(was["rows"]) for was in before.values())
    cells = sum(len(was["rows"]) * len(was["columns"]) for was in before.values())
    print(f"Compared: {rows} rows of {len(before)} tables, {cells} cells; new rows: {+new or 'none'}")
    return wrong


def main() -> int:
    what, name, *on_purpose = sys.argv[1:]
    sys.path.insert(0, str(Path.cwd()))
    django.setup()
    file = Path(name)
    if what == "take":
        file.write_text(json.dumps(stored(), ensure_ascii=False))
        return 0
    wrong = compare(json.loads(file.read_text()), stored(), set(on_purpose))
    print("\n".join(wrong) or "Every row is as it was.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
