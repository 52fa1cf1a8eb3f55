"""Commands called one after another in a process of their own, as manage.py calls them: `python -m tests.called_commands`.

Standard input: a JSON list of commands, each a list of words. Standard output: a JSON list of [exit code, what was printed].
The database is that of DATABASE_URL; who waits for a lock gives up at once.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def call_commands(commands: list[list[str]], url: str) -> list[tuple[int, str]]:
    """Each command's exit code and what it printed."""
    settings = {"DXPORTAL_ENV": "", "SECRET_KEY": "tests-only-" + "x" * 50, "HTTPS": "false", "DEMO": "true"}
    hosts = {"ALLOWED_HOSTS": "localhost", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "dxportal.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.called_commands"],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | settings | hosts,
        check=True,
    )
    return [(code, text) for code, text in json.loads(done.stdout)]


def _call(words: list[str]) -> tuple[int, str]:
    import manage

    said = io.StringIO()
    sys.argv, sys.stdin = ["manage.py", *words], io.TextIOWrapper(io.BytesIO(b"{}\n"))
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            manage.main()
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()
        except BaseException:
            return -1, said.getvalue() + traceback.format_exc()
    return 0, said.getvalue()


def main() -> None:
    import django
    from django.db import connection

    commands = json.load(sys.stdin)
    django.setup()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = 0.05
    print(json.dumps([_call(words) for words in commands]))


if __name__ == "__main__":
    main()
