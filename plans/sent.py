"""What a browser sends and nobody types: ids, versions, and requests that nothing can be found by."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from .models import Department

LONGEST = 18  # digits; the database holds no longer ones


def sent_text(request: HttpRequest, name: str) -> str:
    """What the address's query says; blank where it says nothing. Without NUL, with which PostgreSQL answers nothing."""
    return request.GET.get(name, "").replace("\x00", "")


def sent_number(text: str) -> int | None:
    """The number, or None for anything that is none or that no row can have."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def sent_department(request: HttpRequest, city: int) -> Department | None:
    """The city's department that `?department=` names. None where it names none; 404 where it is not the city's."""
    key = request.GET.get("department", "")
    if not key.isdecimal():
        return None
    return get_object_or_404(Department, pk=sent_number(key), municipality=city)


def keep_only_ids(request: HttpRequest) -> None:
    """For every list of the admin: of the rows that were ticked those that can be rows. Django asks the database for any text."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    ids = [text for text in ticked if sent_number(text) is not None]
    if len(ids) < len(ticked):
        data = request.POST.copy()
        data.setlist(ACTION_CHECKBOX_NAME, ids)
        request.POST = data


def refuse_unfindable(request: HttpRequest) -> None:
    """For every page of the admin. Raises SuspiciousOperation (400).

    PostgreSQL has no text with a NUL character: nothing can be found by it. And Django looks a row up by the field that
    `_to_field` names, without asking whether it names one.
    """
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise SuspiciousOperation("NUL in the query")
    if "" in (*request.GET.getlist("_to_field"), *request.POST.getlist("_to_field")):
        raise SuspiciousOperation("_to_field names no field")
