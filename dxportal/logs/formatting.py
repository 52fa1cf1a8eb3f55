"""A line of the log for each event, as text or as JSON, with the number of its request.

What comes from outside cannot begin a line of its own: line breaks and control characters are written as escapes. What the
database says of a row that it refuses holds the row's values, and is left out.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from .request_id import known

FIELDS = ("method", "path", "status", "ms", "bytes", "cache")  # of a line that tells of an answer
_REFUSALS = ("django.request", "django.security")  # below ERROR
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# From there to the end of what the exception says: a value may hold any line breaks, and lines that look like others.
_VALUES = re.compile(r"^(?:DETAIL|CONTEXT|QUERY):.*\Z", re.MULTILINE | re.DOTALL)


def _without_values(text: str) -> str:
    return _VALUES.sub("", text).rstrip()


def _chained(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and all that led to it."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def _escaped(text: str) -> str:
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Formatter(logging.Formatter):
    def exception_of(self, record: logging.LogRecord) -> str:
        """The traceback; blank where there is none, and where a request was refused: there is nothing to mend in the program."""
        if not record.exc_info or (record.levelno < logging.ERROR and record.name.startswith(_REFUSALS)):
            return ""
        text = self.formatException(record.exc_info)
        for error in _chained(record.exc_info[1]):
            text = text.replace(str(error), _without_values(str(error))) if str(error) else text
        return text.strip()

    def message_of(self, record: logging.LogRecord) -> str:
        """An exception may stand in it, too."""
        return _without_values(record.getMessage())


class PlainFormatter(_Formatter):
    """For people: time, level, logger, request, message; a traceback follows, each of its lines indented."""

    def format(self, record: logging.LogRecord) -> str:
        request = known()
        number = f" [{request.id}]" if request else ""
        moment = self.formatTime(record)
        line = f"{moment} {record.levelname} {record.name}:{number} {_escaped(self.message_of(record))}"
        traceback = self.exception_of(record)
        indented = [f"    {_escaped(one)}" for one in traceback.splitlines()]
        return "\n".join([line, *indented])


class JsonFormatter(_Formatter):
    """For what gathers logs: one object on one line. Moments are UTC, `ms` milliseconds."""

    def format(self, record: logging.LogRecord) -> str:
        request = known()
        found = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
            "request_id": request.id if request else None,
            "user_id": request.user_id if request else None,
            "process": record.process,
            "exception": self.exception_of(record) or None,
        }
        found |= {name: getattr(record, name, None) for name in FIELDS}
        kept = {name: value for name, value in found.items() if value is not None}
        return _escaped(json.dumps(kept, ensure_ascii=False, default=str))
