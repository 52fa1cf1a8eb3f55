"""Who acts now, and why: bound by the request, the command or the verb, and told to the database before it writes.

The portal's database backends (dxportal/sqlite, dxportal/postgresql) read it at each statement that writes. What writes
without them, a shell at the database, is nobody whom the portal knows.
"""

import os
import pwd
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

# Where the database finds who acts: PostgreSQL a setting of the transaction, SQLite a table of one row.
SETTING, TABLE = "dxportal.actor", "plans_acting"


@dataclass(frozen=True)
class Actor:
    """Who acts in what way. `act` is the same for everything that one request or one run of a command does."""

    who_id: int | None = None
    who: str = ""  # as people call the account, as it was then
    way: str = "ポータル"
    why: str = ""
    act: str = ""
    # Whether a verb acts that may make a report approved: the database refuses it of everybody else.
    decides: bool = False


_by_default = Actor()
_bound: ContextVar[Actor | Callable[[], Actor] | None] = ContextVar("actor", default=None)


def current() -> Actor:
    """Who acts now."""
    bound = _bound.get()
    if bound is None:
        return _by_default
    return bound if isinstance(bound, Actor) else bound()


def new_act() -> str:
    """A name for what follows: 32 hexadecimal digits."""
    return secrets.token_hex(16)


@contextmanager
def bound_to(actor: Actor | Callable[[], Actor]) -> Iterator[None]:
    """Meanwhile it is this one who acts; called when something is written, where it is not known before."""
    token = _bound.set(actor)
    try:
        yield
    finally:
        _bound.reset(token)


@contextmanager
def acting(by: "AbstractUser | None" = None, why: str = "", *, decides: bool = False) -> Iterator[None]:
    """What is written meanwhile is done by that person (None: by whom it is anyway), for that reason (blank: as before)."""
    actor = current()
    if by is not None:
        actor = replace(actor, who_id=by.pk, who=_label(by))
    if why:
        actor = replace(actor, why=str(why))  # a text that is translated late is none to a database
    with bound_to(replace(actor, decides=True) if decides else actor):
        yield


def begin_command(name: str) -> None:
    """From here on the process acts as that command. Called once, by manage.py."""
    global _by_default
    _by_default = Actor(way=f"コマンド {name}（サーバーの利用者 {_os_user()}）", act=new_act())


def _label(person: "AbstractUser") -> str:
    from plans.people_names import person_label  # it needs the apps, which the backends do not wait for

    return person_label(person)


def _os_user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container may have no name for it
        return str(os.getuid())
