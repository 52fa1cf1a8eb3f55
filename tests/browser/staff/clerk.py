"""Runs pieces of code beside the running portal, one line of JSON each: starting Django for each would take a second.

Each is a transaction of its own that may write past the guard of public rows; what it prints is the answer.
"""

import io
import json
import sys
import traceback
from contextlib import redirect_stdout

import django


def do(code: str) -> dict[str, str]:
    from django.db import transaction

    from plans.ledger.revising import marked

    printed = io.StringIO()
    try:
        with redirect_stdout(printed), transaction.atomic(), marked(0):
            exec(code, {})  # noqa: S102 a test's own
    except Exception:
        return {"printed": "", "trouble": traceback.format_exc()}
    return {"printed": printed.getvalue(), "trouble": ""}


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(do(json.loads(line))), flush=True)
