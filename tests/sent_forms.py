"""What a browser sends of a page's form, read off the page itself: safe where several clients run in threads.

The test client's `context` is of no use there: it hears of every page that is drawn meanwhile, by whomever.
"""

import re
from html import unescape
from html.parser import HTMLParser

Values = dict[str, list[str]]


class _Forms(HTMLParser):
    """The fields of every form of a page, as they stand in it."""

    def __init__(self):
        super().__init__()
        self.forms: list[Values] = []
        self.area: str | None = None
        self.select = ""
        self.is_multiple = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        name = found.get("name", "")
        if not self.forms or "disabled" in found:
            return
        if tag == "textarea":
            self.area = name
            self._add(name, "")
        elif tag == "select":
            self.select, self.is_multiple = name, "multiple" in found
        elif tag == "option" and self.select:
            values = self.forms[-1].setdefault(self.select, [])
            if "selected" in found or not (values or self.is_multiple):  # a browser sends the first one
                self.forms[-1][self.select] = [*(values if self.is_multiple else []), found.get("value", "")]
        elif tag == "input" and name and self._is_sent(found):
            self._add(name, found.get("value", "on" if found.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            values = self.forms[-1][self.area]
            values[-1] += data if values[-1] else data.removeprefix("\n").removeprefix("\r\n")

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)

    @staticmethod
    def _is_sent(found: dict[str, str]) -> bool:
        kind = found.get("type", "text")
        return kind not in ("submit", "button", "reset", "file") and (
            kind not in ("checkbox", "radio") or "checked" in found
        )


def form_with(html: str, name: str) -> Values:
    """The fields of the form that has a field of this name. Raises StopIteration where there is none."""
    reader = _Forms()
    reader.feed(html)
    found = dict(next(form for form in reader.forms if name in form))
    found.pop("csrfmiddlewaretoken", None)
    return {key: values for key, values in found.items() if "__prefix__" not in key}


def choice(html: str, name: str, whose: str) -> dict[str, str]:
    """What a browser sends of the question whose text a field is to have: mine or theirs."""
    found = re.search(rf'name="({re.escape(name)}-choice)" value="({whose}:[0-9a-f:]+)"', html)
    assert found, f"nothing to choose at {name}"
    return {found[1]: found[2]}


def theirs_in(html: str) -> str:
    """What the page says that another person wrote."""
    return unescape(re.search(r'<q class="theirs">(.*?)</q>', html, re.DOTALL)[1])
