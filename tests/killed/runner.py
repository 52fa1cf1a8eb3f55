"""Runs what is asked of it in a process of its own each time, and kills it where it is told: `python -m tests.killed.runner`.

Standard input: a JSON object on each line, what to do (`Asked`). Standard output: the `Answer` to each, on a line. The
processes are forks of this one, which has read the program once and never opens the database itself.
"""

import contextlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READS = (
    "SELECT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "PRAGMA",
    "EXPLAIN",
    "DECLARE",
    "FETCH",
    "SET ",
    "SHOW",
)


@dataclass(frozen=True)
class Asked:
    """`words`: of a command, or the name of a verb (tests/killed/verbs.py)."""

    database: str  # its name, on the server that DATABASE_URL names
    words: list[str]
    now: str  # the moment that the clock shows, and goes on showing
    dies_at: int = 0  # before which write of the database, or after which commit, counted from 1; 0: it lives
    dies_in: str = ""  # in the midst of writing a file of this folder


@dataclass(frozen=True)
class Answer:
    is_killed: bool
    code: int = 0
    said: str = ""
    moments: int = 0  # at which it could have been killed


class Runner:
    """The other end: asks, and gives what comes back."""

    def __init__(self, **env: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.killed.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"} | env,
        )

    def __call__(self, asked: Asked) -> Answer:
        self._process.stdin.write(json.dumps(asdict(asked)) + "\n")
        self._process.stdin.flush()
        return Answer(**json.loads(self._process.stdout.readline()))

    def end(self) -> None:
        self._process.communicate()


class Moments:
    """Counts what could be the last thing that the process does, and makes it so."""

    def __init__(self, dies_at: int):
        self.dies_at, self.count = dies_at, 0

    def one(self) -> None:
        self.count += 1
        if self.count == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def of_the_databases(self) -> None:
        """The site's own, and any that is opened beside it."""
        from django.db import DEFAULT_DB_ALIAS, connections
        from django.db.backends.signals import connection_created

        own = connections[DEFAULT_DB_ALIAS]
        self._of(own)
        heard = {own}

        def hear(connection: Any, **_more: object) -> None:
            if connection not in heard:
                heard.add(connection)
                self._of(connection)

        connection_created.connect(hear, weak=False)

    def _of(self, connection: Any) -> None:
        def execute(run: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
            if not sql.lstrip().upper().startswith(READS):
                self.one()
            return run(sql, params, many, context)

        def commit() -> None:
            committed()
            self.one()

        committed, connection._commit = connection._commit, commit
        connection.execute_wrappers.append(execute)


def _dies_writing(folder: str) -> None:
    """The system kills who writes more than a piece of a file; the database, which lies elsewhere, is not written yet."""

    def hear(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            path, _mode, flags = arguments
            if os.fspath(path).startswith(folder) and flags & (os.O_WRONLY | os.O_RDWR):
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))

    sys.addaudithook(hear)


def _do(words: list[str]) -> None:
    from .verbs import REFUSALS, VERBS

    if words[0] in VERBS:
        try:
            VERBS[words[0]]()
        except REFUSALS as refusal:
            print(refusal)
            sys.exit(1)
        return
    import manage

    sys.argv, sys.stdin = ["manage.py", *words], io.TextIOWrapper(io.BytesIO(b""))
    manage.main()


def _stop_the_clock(moment: datetime) -> None:
    """Two processes that do the same write the same."""
    from django.apps import apps
    from django.utils import timezone

    running, timezone.now = timezone.now, lambda: moment
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.default is running:
                field.default = timezone.now
                vars(field).pop("_get_default", None)


def _child(asked: Asked, answer: Path) -> None:
    from django.db import connection

    connection.settings_dict["NAME"] = asked.database
    _stop_the_clock(datetime.fromisoformat(asked.now))
    moments = Moments(asked.dies_at)
    moments.of_the_databases()
    if asked.dies_in:
        _dies_writing(asked.dies_in)
    said, code = io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            _do(asked.words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException:
            code = -1
            traceback.print_exc()
    connection.close()
    answer.write_text(json.dumps(asdict(Answer(False, code, said.getvalue(), moments.count))))


def _forked(asked: Asked, answer: Path) -> Answer:
    answer.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        try:
            _child(asked, answer)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGXFSZ), status
        return Answer(is_killed=True)
    return Answer(**json.loads(answer.read_text()))


def main() -> None:
    import django

    django.setup()
    from django.core.management import get_commands, load_command_class

    from dxportal.urls import urlpatterns  # noqa: F401  what a process reads once

    for name, app in get_commands().items():
        if app in ("plans", "kpis", "dxportal"):
            load_command_class(app, name)
    with TemporaryDirectory() as folder:
        for line in sys.stdin:
            asked = replace(Asked("", [], ""), **json.loads(line))
            print(json.dumps(asdict(_forked(asked, Path(folder) / "answer.json"))), flush=True)


if __name__ == "__main__":
    main()
