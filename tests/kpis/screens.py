"""A room of a review as somebody sees it in a browser without JavaScript: what it shows, what its form sends."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kpis.models import Indicator, Measurement, Review
from tests.reading import Page, text_of


class Screen:
    """Fields are named as they are on the page: `value-12-value`. What is typed stays until the page answers."""

    def __init__(self, client: Client, room: str, review: Review):
        self.client = client
        self.address = reverse(f"admin:kpis_review_{room}", args=[review.pk])
        self.typed: dict[str, str | None] = {}

    def open(self, **query) -> "Screen":
        return self._show(self.client.get(self.address, query))

    def _show(self, answer: HttpResponse) -> "Screen":
        self.answer = answer
        assert answer.status_code == 200, f"{self.address} answers {answer.status_code}"
        self.page = Page(self.address, answer)
        self.typed = {}
        return self

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def said(self) -> str:
        """The messages above the page's content, and in a fragment within it."""
        lists = [part for part in self.page.all("ul") if part.get("class") == "messagelist"]
        return " ".join(map(text_of, lists))

    def __contains__(self, id: str) -> bool:
        return id in self.page.ids

    def row(self, id: str) -> str:
        """What the row of that id says."""
        return text_of(self.page.element(id))

    def cells(self, id: str) -> dict[str, str]:
        """Heading and text of the row's cells."""
        cells = self.page.element(id).iter("td")
        return {cell.get("data-label"): text_of(cell) for cell in cells if cell.get("data-label")}

    @property
    def form(self) -> Element:
        return next(form for form in self.page.main.iter("form") if form.get("method") == "post")

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What the form would send, without its buttons; of boxes with one name, all that are ticked."""
        sent: dict[str, list[str]] = {}
        for name, text in self._controls():
            sent.setdefault(name, []).append(text)
        found = {name: texts[0] if len(texts) == 1 else texts for name, texts in sent.items()}
        return found | {name: text for name, text in self.typed.items() if text is not None}

    def _controls(self) -> Iterator[tuple[str, str]]:
        for control in self.form.iter():
            name = control.get("name")
            if not name or name == "csrfmiddlewaretoken" or self.typed.get(name, "") is None:
                continue
            if control.tag == "textarea":
                # Between the tags the first line break does not count; browsers send CRLF.
                yield name, "".join(control.itertext()).removeprefix("\n").replace("\n", "\r\n")
            elif control.tag == "select":
                options = list(control.iter("option"))
                chosen = [option for option in options if option.get("selected") is not None]
                yield name, (chosen or options)[0].get("value", "")
            elif control.tag == "input" and (
                control.get("type") not in ("checkbox", "radio") or control.get("checked") is not None
            ):
                yield name, control.get("value", "")

    def type(self, fields: dict[str, str] | None = None, /, **more: str) -> "Screen":
        """Fills in fields that the page has; with `key`, fields of that row: type(key="value-1", value="5")."""
        key = more.pop("key", "")
        wanted = (fields or {}) | {f"{key}-{name}" if key else name: text for name, text in more.items()}
        names = {control.get("name") for control in self.form.iter()}
        assert wanted.keys() <= names, f"the page has no {wanted.keys() - names}"
        self.typed |= wanted
        return self

    def tick(self, name: str, value: str | None = None) -> "Screen":
        """Ticks a checkbox, or the radio button of that value."""
        boxes = [
            box for box in self.form.iter("input")
            if box.get("name") == name and value in (None, box.get("value"))
        ]  # fmt: skip
        assert len(boxes) == 1, f"{len(boxes)} boxes {name}"
        self.typed[name] = boxes[0].get("value")
        return self

    def post(self, fields: dict, **headers: str) -> HttpResponse:
        return self.client.post(
            self.answer.request["PATH_INFO"], fields, headers=headers, query_params=self.query
        )

    @property
    def query(self) -> dict[str, str]:
        return dict(pair.split("=") for pair in self.answer.request["QUERY_STRING"].split("&") if pair)

    def press(self, name: str, value: str = "1") -> "Screen":
        """Sends the form with that button, and follows to where it leads."""
        buttons = {(button.get("name"), button.get("value")) for button in self.form.iter("button")}
        assert (name, value) in buttons, f"no button {name}={value}"
        self.redirected = False
        answer = self.post(self.fields | {name: value})
        if answer.status_code == 302:
            self.redirected = True
            address, _, self.anchor = answer["Location"].partition("#")
            answer = self.client.get(address)
        return self._show(answer)

    def save(self) -> "Screen":
        return self.press("save")

    def submit(self) -> "Screen":
        """Saves, and hands in what the page of confirmation then lists as chosen."""
        self.press("submit")
        return self.press("handin") if "hand-in" in self else self

    def value_of(self, name: str) -> str:
        """What stands in that field."""
        return self.fields[name].replace("\r\n", "\n")

    def has_field(self, name: str) -> bool:
        return any(control.get("name") == name for control in self.form.iter())


def key_of(row: Model) -> str:
    """The name of its row on the page: in the grid of an indicator or action, on the approver's page of a report."""
    return f"{'value' if isinstance(row, (Indicator, Measurement)) else 'progress'}-{row.pk}"
