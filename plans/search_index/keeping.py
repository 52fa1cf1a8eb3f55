"""Whoever changes texts through the portal leaves the index on SQLite caught up: requests of the staff, and commands."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

from . import on_sqlite

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")

log = logging.getLogger(__name__)


def words_kept(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE:
            return get_response(request)
        with caught_up():
            return get_response(request)

    return answer


@contextmanager
def caught_up() -> Iterator[None]:
    """After what is done within. Never fails for it: rows of which the index is behind are folded by whoever asks."""
    yield
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    try:
        if on_sqlite.stands(connection):
            on_sqlite.catch_up(connection)
    except DatabaseError:
        log.warning("the index of words is behind; it catches up with the next change", exc_info=True)
