"""Who acts in a request, for the record of changes and for the log."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from plans.journal.acting import Actor, bound_to
from plans.people_names import person_label

from .request_id import Known, under_way

_LONGEST_PATH = 150


def who_acts(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """What is written while the request is answered is done by who is signed in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with under_way(request.META, trusts_proxy=settings.BEHIND_PROXY) as known:
            visitor = _Visitor(request, known)
            with bound_to(visitor):
                response = get_response(request)
            visitor()
            return response

    return answer


class _Visitor:
    """The person behind the request, as far as the session was read: a citizen's page reads none."""

    def __init__(self, request: HttpRequest, known: Known) -> None:
        self._request, self._known = request, known
        self._way = f"画面 {request.method} {request.path_info[:_LONGEST_PATH]}"
        self._actor = Actor(way=self._way, act=known.id)

    def __call__(self) -> Actor:
        user = self._request.__dict__.get("_cached_user")  # Django's own place for whom the session names
        if user is not None and user.pk is not None and user.pk != self._actor.who_id:
            self._known.user_id = user.pk
            self._actor = Actor(who_id=user.pk, who=person_label(user), way=self._way, act=self._known.id)
        return self._actor
