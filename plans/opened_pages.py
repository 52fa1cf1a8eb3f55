"""Pages between a question and its answer: what they show may have changed until somebody answers."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.messages import get_messages
from django.db import models
from django.http import HttpRequest, HttpResponse

from .models.versions import StaleDeletion, StaleRow, VersionedRow

SEEN = "seen_rows"  # the hidden field of a page that asks whether rows are to be deleted
TRIES = 5


def seen(rows: Iterable[models.Model]) -> str:
    """Which rows the page shows, and how often each was saved."""
    return " ".join(f"{row.pk}:{getattr(row, row.VERSION)}" for row in rows if isinstance(row, VersionedRow))


def check_seen(request: HttpRequest, rows: Iterable[models.Model]) -> None:
    """Raises StaleDeletion for a row that somebody saved after the page had asked whether it is to be deleted."""
    sent = request.POST.get(SEEN, "").split()
    if not sent:
        return
    for row in rows:
        if seen([row]) not in (*sent, ""):
            raise StaleDeletion(row)


def again_when_stale(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers once more where somebody else has saved a row between this request's reading and writing it: the view then
    reads what they wrote, and its form shows it. Nothing of the first answer is stored.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        waiting = get_messages(request)
        before = len(getattr(waiting, "_queued_messages", ()))
        for _try in range(TRIES - 1):
            try:
                return view(request, *args, **kwargs)
            except StaleRow:
                del waiting._queued_messages[before:]
                request.__dict__.pop("_edited_rows", None)
                for file in request.FILES.values():
                    file.seek(0)
        return view(request, *args, **kwargs)

    return answer
