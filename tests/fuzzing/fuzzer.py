"""Sends odd requests to every address, each undone after it was answered, and names those that the portal failed at."""

import random
import re
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import quote_from_bytes

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.client import BOUNDARY

from plans.models import Plan
from tests.addresses.table import PUBLIC, ROLES, ROOMS
from tests.addresses.walked_city import WalkedCity, all_routes

from . import odd
from .pages import Form, Found, Pairs, forms_and_links

MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
URLENCODED = "application/x-www-form-urlencoded"
# Whom most is open to is asked most.
WEIGHTS = {"superuser": 20, "manager": 12, "editor": 4, "approver": 4, "visitor": 4}
SLOW = 5  # seconds


@dataclass
class Sent:
    """One request."""

    role: str
    key: str
    method: str
    path: str
    query: bytes = b""
    body: bytes = b""
    content_type: str = URLENCODED
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        query = f"?{self.query[:300]!r}" if self.query else ""
        body = f" {self.content_type} {self.body[:1500]!r}" if self.body else ""
        more = f" {self.headers or ''}{self.cookies or ''}"[:300]
        return f"{self.role}: {self.method} {self.path[:200]}{query}{body}{more}"


@dataclass
class Failure:
    number: int
    sent: Sent
    what: str

    def __str__(self) -> str:
        return f"request {self.number}: {self.sent}\n{self.what}"


@dataclass
class Outcome:
    statuses: Counter = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    slow: list[tuple[float, Sent]] = field(default_factory=list)


class Fuzzer:
    """The same seed asks the same of the same code."""

    def __init__(self, city: WalkedCity, seed: int):
        self.city = city
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret
        self.routes = all_routes()
        # A list, a form or a history is one of dozens of its kind; a room is one of its own.
        self.weights = [4 if key in PUBLIC or key in ROOMS else 1 for key, _ in self.routes]
        self.clients: dict[str, Client] = {}
        self.pages: dict[str, Found] = {}
        self.trouble: list[str] = []

    def run(self, count: int, tell: Callable[[Failure], object] = lambda failure: None) -> Outcome:
        """`tell` hears of each failure at once."""
        outcome = Outcome()
        got_request_exception.connect(self._note)
        try:
            for number in range(count):
                sent = self.make()
                began = time.monotonic()
                status, what = self.send(sent)
                outcome.statuses[status] += 1
                if time.monotonic() - began > SLOW:
                    outcome.slow.append((time.monotonic() - began, sent))
                if what or status >= 500:
                    outcome.failures.append(Failure(number, sent, what or f"answers {status}"))
                    tell(outcome.failures[-1])
        except KeyboardInterrupt:
            pass  # what was found so far is told
        finally:
            got_request_exception.disconnect(self._note)
        return outcome

    def _note(self, **kwargs) -> None:
        self.trouble.append(traceback.format_exc())

    # What is asked

    def make(self) -> Sent:
        rng = self.rng
        role = rng.choices(ROLES, [WEIGHTS.get(role, 1) for role in ROLES])[0]
        key, route = rng.choices(self.routes, self.weights)[0]
        path = self._address(key, route)
        sent = Sent(role, key, "GET", quote_from_bytes(odd.encoded(path), safe="/%"))
        found = self._page(key, path)
        if rng.random() < 0.15:
            sent.path = self._odd_path(key, route)
        forms = [form for form in found.forms if form.method == "POST"]
        if rng.random() < (0.6 if forms else 0.25):
            sent.method = "POST"
            self._fill(sent, rng.choice(forms) if forms else Form("", "POST"))
        if sent.method == "GET" or rng.random() < 0.25:
            sent.query = self._query(found)
        if rng.random() < 0.06:
            sent.method = rng.choice(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "POST", "FOO"])
        if rng.random() < 0.06:
            sent.content_type, sent.body = rng.choice(odd.TYPES), rng.choice(odd.BODIES)
        if rng.random() < 0.1:
            name = rng.choice(list(odd.HEADERS))
            sent.headers[name] = rng.choice(odd.HEADERS[name])
        if rng.random() < 0.05:
            sent.cookies[rng.choice(odd.COOKIES)] = odd.text(rng)
        return sent

    def _address(self, key: str, route: str) -> str:
        if route.startswith("admin/"):
            return self.city.fill(key, route)
        plan = self._public_plan
        return "/" + re.sub(r"<\w+:(\w+)>", lambda found: self._public_value(plan, key, found[1]), route)

    @cached_property
    def _public_plan(self) -> Plan:
        return Plan.objects.get_by_natural_key("mihon", "dx-plan")

    def _public_value(self, plan: Plan, key: str, name: str) -> str:
        if name in ("city", "plan"):
            return plan.municipality.slug if name == "city" else plan.slug
        if name == "code":
            rows = {"goal": plan.goals, "action": plan.actions}.get(key, plan.indicators)
            return rows.first().code
        report = plan.reviews.filter(reports__isnull=False).first()
        known = {"period": report.period if report else "", "revision": "1", "format": "xlsx", "key": "csv"}
        return known.get(name, "1")

    def _odd_path(self, key: str, route: str) -> str:
        """The address with something else in a place of a row's."""
        whole = route.replace("^", "").replace("$", "")
        whole = re.sub(r"\(\?P<(\w+)>.*?\)", r"<\1>", whole)
        places = re.findall(r"<[^>]+>", whole)
        spoilt = self.rng.choice(places) if places else ""
        parts = re.split(r"(<[^>]+>)", whole)
        own = self._address(key, route).strip("/").split("/")
        found = []
        for part in parts:
            if part == spoilt and part:
                found.append(quote_from_bytes(odd.encoded(odd.text(self.rng)), safe=""))
            elif part.startswith("<"):
                before = "".join(found).strip("/").count("/") + 1 if found else 0
                found.append(own[before] if before < len(own) else "1")
            else:
                found.append(part)
        return "/" + "".join(found)

    def _page(self, key: str, path: str) -> Found:
        """As the superuser sees it: what others are not shown they may send all the same."""
        if key not in self.pages:
            status, _what = self.send(
                Sent("superuser", key, "GET", quote_from_bytes(odd.encoded(path), safe="/%"))
            )
            self.pages[key] = forms_and_links(path, self.text if status == 200 else "")
        return self.pages[key]

    def _query(self, found: Found) -> bytes:
        rng = self.rng
        if rng.random() < 0.08:
            return rng.choice(odd.QUERIES)
        searches = [form.fields for form in found.forms if form.method == "GET"]
        pairs = list(rng.choice(found.queries + searches)) if found.queries + searches else []
        for _ in range(rng.randint(1, 3)):
            if pairs and rng.random() < 0.5:
                place = rng.randrange(len(pairs))
                pairs[place] = (pairs[place][0], odd.text(rng))
            else:
                pairs.append((odd.name(rng), odd.text(rng)))
        return _urlencoded(pairs)

    def _fill(self, sent: Sent, form: Form) -> None:
        rng = self.rng
        pairs = list(form.fields)
        if form.buttons and rng.random() < 0.9:
            pairs.append(rng.choice(form.buttons))
        for _ in range(rng.choice([0, 1, 1, 1, 2, 3, 8])):
            self._spoil(pairs)
        files = [(name, rng.choice(odd.FILES)) for name in form.files if rng.random() < 0.8]
        if files or rng.random() < 0.2:
            sent.content_type, sent.body = MULTIPART, _multipart(pairs, files, rng)
        else:
            sent.body = _urlencoded(pairs)

    def _spoil(self, pairs: Pairs) -> None:
        rng = self.rng
        if not pairs:
            pairs.append((odd.name(rng), odd.text(rng)))
            return
        counts = [number for number, pair in enumerate(pairs) if pair[0].endswith("_FORMS")]
        place = rng.choice(counts) if counts and rng.random() < 0.15 else rng.randrange(len(pairs))
        name, value = pairs[place]
        match rng.randrange(10):
            case 0:
                del pairs[place]
            case 1:
                pairs.insert(place, (name, odd.text(rng)))
            case 2:
                pairs[place] = (odd.text(rng), value)
            case 3:
                pairs[place] = (name, rng.choice(pairs)[1])
            case 4:
                pairs.append((odd.name(rng), odd.text(rng)))
            case _:
                pairs[place] = (name, odd.text(rng))

    # What is answered

    def send(self, sent: Sent) -> tuple[int, str]:
        """The answer's status, and what went wrong, if anything did. Whatever it stored is gone afterwards."""
        self.trouble.clear()
        client = self._client(sent.role)
        cookies = client.cookies
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
        wrote: list[bool] = []

        def watch(execute, sql, params, many, context):
            wrote.append(sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"))
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                status = self._answer(client, sent)
            what = "\n".join(self.trouble) if status >= 500 or status == 0 else ""
            if any(wrote) and not what:
                what = _refused_at_the_end()
            transaction.set_rollback(True)
        client.cookies = cookies
        cache.clear()
        return status, what

    def _answer(self, client: Client, sent: Sent) -> int:
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.headers.items()}
        if sent.cookies:
            own = [f"{name}={morsel.value}" for name, morsel in client.cookies.items()]
            headers["HTTP_COOKIE"] = "; ".join([*own, *(_cookie(*pair) for pair in sent.cookies.items())])
        try:
            answer = client.generic(
                sent.method,
                sent.path,
                sent.body,
                content_type=sent.content_type,
                QUERY_STRING=sent.query.decode("latin-1"),
                **headers,
            )
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        except Exception:  # what the server would answer with 500 without a page
            self.trouble.append(traceback.format_exc())
            return 0
        self.text = body.decode("utf-8", "replace")
        self.location = answer.get("Location", "")
        return answer.status_code

    def _client(self, role: str) -> Client:
        if role not in self.clients:
            self.clients[role] = self.city.client(role)
            self.clients[role].raise_request_exception = False
        return self.clients[role]


def _refused_at_the_end() -> str:
    """What the database would say at the end of the transaction, which the walk never reaches."""
    if connection.needs_rollback:
        return ""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        return f"refused at commit: {error}"
    return ""


def _cookie(name: str, value: str) -> str:
    """As a server hands it on: bytes as Latin-1, nothing that ends a line."""
    sent = re.sub(r"[\x00\r\n]", "", odd.encoded(value).decode("latin-1"))
    return f"{name}={sent}"


def _urlencoded(pairs: Pairs) -> bytes:
    return "&".join(
        f"{quote_from_bytes(odd.encoded(name))}={quote_from_bytes(odd.encoded(value))}"
        for name, value in pairs
    ).encode()


def _multipart(pairs: Pairs, files: list[tuple[str, bytes]], rng: random.Random) -> bytes:
    def part(name: str, content: bytes, more: bytes = b"") -> Iterator[bytes]:
        safe = odd.encoded(name).replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
        yield b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="' + safe + b'"' + more
        yield b"\r\n\r\n" + content + b"\r\n"

    found = [piece for name, value in pairs for piece in part(name, odd.encoded(value))]
    for name, content in files:
        ending = rng.choice(["xlsx", "csv", "txt", "あ", "\x00", ""])
        found += part(name, content, b'; filename="a.' + ending.encode() + b'"\r\nContent-Type: a/b')
    whole = b"".join(found) + b"--" + BOUNDARY.encode() + b"--\r\n"
    return whole[: rng.randrange(len(whole))] if rng.random() < 0.05 else whole
