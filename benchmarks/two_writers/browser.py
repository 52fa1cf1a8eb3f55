"""A person's browser: one connection to the server, a session, and what a page says."""

import http.client
import re
import secrets
import time
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.contrib.messages.storage.cookie import CookieStorage

from tests.sent_forms import Values

SUCCESS, ERROR = 25, 40  # levels of messages for the next page
BUSY_TRIES = 100


@dataclass(frozen=True)
class Answer:
    status: int
    html: str
    content: bytes
    messages: tuple[tuple[int, str], ...]  # for the next page: level and text

    @property
    def complaints(self) -> list[str]:
        return [text for level, text in self.messages if level >= ERROR]

    @property
    def is_done(self) -> bool:
        """Led on, and nothing to complain about."""
        return self.status == 302 and not self.complaints

    @property
    def is_praised(self) -> bool:
        """Led on, with the sentence that it was done: not that somebody else had done it before."""
        return self.is_done and any(level == SUCCESS for level, _text in self.messages)

    @property
    def said(self) -> str:
        """What the page complains about, for the table of what went wrong."""
        lists = re.findall(
            r'<ul class="errorlist[^>]*>(.*?)</ul>|role="alert"[^>]*>(.*?)</div>', self.html, re.DOTALL
        )
        texts = [re.sub(r"<[^>]+>|\s+", " ", "".join(parts)).strip() for parts in lists]
        return (
            " / ".join([*self.complaints, *(unescape(text) for text in texts)])[:300]
            or f"answers {self.status}"
        )


class Browser:
    """Signed in already: `session` is the key of a stored session."""

    def __init__(self, port: int, session: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
        self.token = secrets.token_hex(16)
        self.cookies = f"sessionid={session}; csrftoken={self.token}"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(
        self, path: str, fields: Values | dict[str, str], file: tuple[str, bytes] | None = None
    ) -> Answer:
        """`file`: its name and content, sent as the field `file`."""
        sent = {"csrfmiddlewaretoken": self.token} | fields
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(sent, doseq=True).encode()
        else:
            kind, body = _multipart(sent, *file)
        return self._ask("POST", path, body, {"Content-Type": kind})

    def rest(self, seconds: float) -> None:
        """A server ends a connection on which nothing is asked for: the next question opens another one."""
        self.connection.close()
        time.sleep(seconds)

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        for _try in range(BUSY_TRIES):
            self.connection.request(method, path, body, headers | {"Cookie": self.cookies})
            response = self.connection.getresponse()
            content = response.read()
            if response.status != 503:  # asked to come back
                break
            time.sleep(0.1)
        said = response.headers.get_all("Set-Cookie") or []
        is_page = response.headers.get_content_type() == "text/html"
        return Answer(response.status, content.decode() if is_page else "", content, tuple(_messages(said)))


def _multipart(fields: dict, name: str, content: bytes) -> tuple[str, bytes]:
    boundary = secrets.token_hex(16)
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode()
        for key, value in fields.items()
    ]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream'
    parts.append(f"{head}\r\n\r\n".encode() + content)
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + b"--" + boundary.encode() + b"--\r\n"


def _messages(cookies: list[str]) -> list[tuple[int, str]]:
    """What waits in the browser's cookie for the next page."""
    for cookie in SimpleCookie("; ".join(line.partition(";")[0] for line in cookies)).values():
        if cookie.key == "messages":
            waiting = CookieStorage(None)._decode(cookie.value) or []
            return [
                (message.level, str(message)) for message in waiting if message != CookieStorage.not_finished
            ]
    return []
