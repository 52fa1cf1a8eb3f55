"""A line of the log for each event, as text or as JSON, with the number of its request.

What comes from outside cannot begin a line of its own: line breaks and control characters are written as escapes. What the
database says of a row that it refuses holds the row's values, and is left out.
"""

import json
import logging
import re
from datetime import UTC, datetime

from .request_id import known

FIELDS = ("method", "path", "status", "ms", "bytes", "cache")  # of a line that tells of an answer
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_VALUES = re.compile(r"^(DETAIL|CONTEXT|QUERY):.*$", re.MULTILINE)


def _escaped(text: str) -> str:
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Formatter(logging.Formatter):
    def exception_of(self, record: logging.LogRecord) -> str:
        """The traceback; blank where there is none."""
        if not record.exc_info:
            return ""
        return _VALUES.sub("", self.formatException(record.exc_info)).strip()


class PlainFormatter(_Formatter):
    """For people: time, level, logger, request, message; a traceback follows, each of its lines indented."""

    def format(self, record: logging.LogRecord) -> str:
        request = known()
        number = f" [{request.id}]" if request else ""
        moment = self.formatTime(record)
        line = f"{moment} {record.levelname} {record.name}:{number} {_escaped(record.getMessage())}"
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
            "message": record.getMessage(),
            "request_id": request.id if request else None,
            "user_id": request.user_id if request else None,
            "process": record.process,
            "exception": self.exception_of(record) or None,
        }
        found |= {name: getattr(record, name, None) for name in FIELDS}
        kept = {name: value for name, value in found.items() if value is not None}
        return _escaped(json.dumps(kept, ensure_ascii=False, default=str))
