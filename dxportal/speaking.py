"""Each public page speaks the language of its address (/en/…, /easy/…), whoever asks: see plans/languages.py."""

from collections.abc import Callable, Iterable, Iterator
from contextvars import Context, copy_context

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern

from plans.languages import split_path, spoken
from plans.translations.memory import in_language


class LanguagePrefix(LocalePrefixPattern):
    """Stands before the public addresses: nothing for the original, en/ or easy/ for another language."""

    @property
    def language_prefix(self) -> str:
        return spoken().prefix


def in_every_language(*patterns: URLPattern | URLResolver) -> list[URLResolver]:
    """The addresses in each language; `reverse` gives that of the language spoken."""
    return [URLResolver(LanguagePrefix(), list(patterns))]


def language_of_address(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Outside of all that may answer by itself, so that what is in the way speaks the language too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        language, _rest = split_path(request.path_info)
        with in_language(language.code):
            response = get_response(request)
            if response.streaming and not language.is_original:
                response.streaming_content = _within(copy_context(), response.streaming_content)
        return response

    return answer


def _within(context: Context, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is written while it is sent is written after the request is answered: still in its language."""
    rest = iter(pieces)
    while (piece := context.run(next, rest, None)) is not None:
        yield piece
