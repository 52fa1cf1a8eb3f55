"""Reads a page as a browser does, so that tests can ask what a citizen finds on it."""

from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse
from django.test import Client


def text_of(element: Element) -> str:
    """The element's text, with spaces as a reader sees them."""
    return " ".join("".join(element.itertext()).split())


class Page:
    def __init__(self, address: str, response: HttpResponse):
        self.address = address
        self.response = response
        self.html = response.content.decode()

    def __repr__(self) -> str:
        return self.address

    @cached_property
    def tree(self) -> Element:
        return html5lib.parse(self.html, namespaceHTMLElements=False)

    def all(self, *names: str) -> list[Element]:
        """Elements of these names, in order. Drawings have their names in another namespace."""
        return [e for e in self.tree.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] in names]

    @property
    def title(self) -> str:
        return text_of(self.all("title")[0])

    @property
    def heading(self) -> str:
        return text_of(self.all("h1")[0])

    @cached_property
    def main(self) -> Element:
        return self.all("main")[0]

    @cached_property
    def text(self) -> str:
        """What the main part of the page says."""
        return text_of(self.main)

    def section(self, name: str) -> Element:
        """The section that the heading of this id names."""
        return next(element for element in self.main.iter() if element.get("aria-labelledby") == name)

    def has_section(self, name: str) -> bool:
        return any(element.get("aria-labelledby") == name for element in self.main.iter())

    @cached_property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.tree.iter() if element.get("id") is not None]

    def element(self, id: str) -> Element:
        return next(element for element in self.tree.iter() if element.get("id") == id)

    @cached_property
    def links(self) -> list[str]:
        """Where the links of the main part lead."""
        return [element.get("href") for element in self.main.iter("a")]

    @property
    def breadcrumb(self) -> list[str]:
        trail = next(nav for nav in self.all("nav") if nav.get("class") == "breadcrumb")
        return [text_of(item) for item in trail.iter("li")]


def read(client: Client, address: str, **query: str) -> Page:
    """The page at that address, which must be there."""
    response = client.get(address, query or None)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return Page(address, response)
