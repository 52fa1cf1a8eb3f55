"""The forms and links of a real page: what a mutated request starts from."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    """What the browser would send, button by button."""

    action: str
    method: str
    fields: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: Pairs = field(default_factory=list)


@dataclass
class Found:
    forms: list[Form] = field(default_factory=list)
    queries: list[Pairs] = field(default_factory=list)  # of the links that lead to the page itself


class _Parser(HTMLParser):
    def __init__(self, path: str):
        super().__init__()
        self.path = path
        self.found = Found()
        self.by_id: dict[str, Form] = {}
        self.form: Form | None = None
        self.select: tuple[Form, str] | None = None
        self.options: Pairs = []
        self.area: tuple[Form, str] | None = None
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        form = self.by_id.get(has.get("form", ""), self.form)
        if tag == "form":
            self.form = Form(has.get("action", ""), has.get("method", "get").upper())
            self.found.forms.append(self.form)
            self.by_id[has.get("id", "")] = self.form
        elif tag == "a":
            self._link(has.get("href", ""))
        elif tag == "option" and self.select:
            self.options.append((has.get("value", ""), "selected" if "selected" in has else ""))
        elif form is not None and has.get("name") and "disabled" not in has:
            self._control(tag, form, has)

    def _control(self, tag: str, form: Form, has: dict[str, str]) -> None:
        name, kind = has["name"], has.get("type", "submit" if tag == "button" else "text")
        if tag == "select":
            self.select, self.options = (form, name), []
        elif tag == "textarea":
            self.area, self.words = (form, name), []
        elif kind == "submit":
            form.buttons.append((name, has.get("value", "")))
        elif kind == "file":
            form.files.append(name)
        elif tag == "input" and (kind not in ("checkbox", "radio") or "checked" in has):
            form.fields.append((name, has.get("value", "on" if kind == "checkbox" else "")))

    def _link(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.query and parts.path in ("", self.path, "."):
            self.found.queries.append(parse_qsl(parts.query, keep_blank_values=True))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select:
            form, name = self.select
            chosen = [value for value, mark in self.options if mark] or [
                value for value, _ in self.options[:1]
            ]
            form.fields += [(name, value) for value in chosen]
            self.select = None
        elif tag == "textarea" and self.area:
            form, name = self.area
            form.fields.append((name, "".join(self.words)))
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.words.append(data)


def forms_and_links(path: str, html: str) -> Found:
    parser = _Parser(path)
    parser.feed(html)
    return parser.found
