"""How a command asks before it changes what people see or have done, and in whose name it acts."""

import sys
from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.management.base import CommandError, CommandParser, OutputWrapper

YES = ("y", "yes", "はい")
SHOWN = 40  # lines before "and n more"
SHOWN_CELLS = 200  # of a workbook, as on its page


def add_yes(parser: CommandParser) -> None:
    parser.add_argument(
        "--yes", action="store_true", help="do it without asking (without a terminal nobody can be asked)"
    )


def add_user(parser: CommandParser) -> None:
    parser.add_argument(
        "--user", metavar="NAME", default="", help="in whose name: recorded in the history and the ledger"
    )


def person_of(options: dict) -> AbstractUser | None:
    """Who is named by --user; None where nobody is. Raises CommandError for an account that is none, or switched off."""
    name = options["user"]
    if not name:
        return None
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"「{name}」というユーザーはいません（--user）。")
    return found


def show(stdout: OutputWrapper, title: str, lines: Iterable[str], *, most: int = SHOWN) -> None:
    lines = list(lines)
    stdout.write(title)
    for line in lines[:most]:
        stdout.write(f"  {line}")
    if len(lines) > most:
        stdout.write(f"  …ほか{len(lines) - most}件")


def confirm(question: str) -> None:
    """Raises CommandError unless somebody at the terminal says yes."""
    _check_terminal()
    if _answer(f"{question} [y/N] ").lower() not in YES:
        raise CommandError("やめました。何も変えていません。")


def confirm_replacing(file: Path, *, yes: bool) -> None:
    """Raises CommandError where the file is there already, perhaps filled in, and nobody says that it may go."""
    if yes or not file.is_file():
        return
    if not sys.stdin.isatty():
        raise CommandError(
            f"{file} はもうあります。書き込んだものかもしれないので、置きかえません。"
            "別の名前にするか、置きかえてよければ --yes を付けてください。"
        )
    confirm(f"{file} はもうあります。置きかえますか。")


def confirm_by_name(question: str, name: str) -> None:
    """Raises CommandError unless somebody at the terminal types the name."""
    _check_terminal()
    if _answer(f"{question} ") != name:
        raise CommandError(f"「{name}」と打たれなかったので、やめました。何も変えていません。")


def ask(question: str) -> str:
    """What somebody at the terminal answers; blank where nobody is there."""
    return _answer(f"{question} ") if sys.stdin.isatty() else ""


def _check_terminal() -> None:
    if not sys.stdin.isatty():
        raise CommandError(
            "端末からの実行ではないので、確かめられません。上の内容でよければ --yes を付けてください。何も変えていません。"
        )


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""
