"""What stands in the head of a page for previews of links and for search engines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .addresses import canonical, whole
from .descriptions import description

ARTICLES = ("indicator", "goal", "action", "report", "report-revision")
CARD = (1200, 630)  # pixels of a server-drawn picture
ICON = (512, 512)


@dataclass(frozen=True)
class Picture:
    address: str
    alt: str
    width: int
    height: int
    is_card: bool  # wide, drawn for the page; else the site's own sign


@dataclass(frozen=True)
class FeedLink:
    title: str
    address: str


@dataclass(frozen=True)
class Preview:
    title: str
    description: str
    address: str
    kind: str  # website, article
    locale: str
    picture: Picture
    feeds: tuple[FeedLink, ...]


def preview(request: HttpRequest, page: str, title: str, shown: Mapping[str, Any]) -> Preview:
    """`page`: the address's name; `title`: the page's; `shown`: what its template was given."""
    now = shown.get("now")
    at = str(now.quarter) if now and now.quarter else ""
    said = description(page, shown)
    if _is_sample(shown):
        title = _("【サンプル】%(title)s") % {"title": title}
        said = _("架空の市のサンプルです。%(sentence)s") % {"sentence": said}
    return Preview(
        title=title,
        description=said,
        address=canonical(request, page, at),
        kind="article" if page in ARTICLES else "website",
        locale=_locale(),
        picture=_picture(request, page, said or title, shown, at),
        feeds=tuple(_feeds(page, shown)),
    )


def _is_sample(shown: Mapping[str, Any]) -> bool:
    city = shown["plan"].municipality if shown.get("plan") else shown.get("city")
    return bool(city and city.is_fictional)


def _locale() -> str:
    """As the Open Graph protocol names it. やさしい日本語 is Japanese."""
    return {"en": "en_US"}.get((get_language() or "ja").split("-")[0], "ja_JP")


def _picture(request: HttpRequest, page: str, alt: str, shown: Mapping[str, Any], at: str) -> Picture:
    """The picture drawn for what the page is about, else for its plan, else for the site; at last the site's sign."""
    query = {"at": at} if at else None
    plan = shown.get("plan")
    found = ""
    if plan:
        place = (plan.municipality.slug, plan.slug)
        if page == "indicator":
            found = whole(request, "indicator-card", *place, shown["indicator"].code, query=query)
        found = found or whole(request, "plan-card", *place, query=query)
    found = found or whole(request, "site-card")
    if found:
        return Picture(found, alt, *CARD, is_card=True)
    sign = request.build_absolute_uri(static("icon-512.png"))
    return Picture(sign, _("ポータルのしるし"), *ICON, is_card=False)


def _feeds(page: str, shown: Mapping[str, Any]) -> list[FeedLink]:
    """From the nearest to the widest."""
    found = []
    plan = shown.get("plan")
    if plan:
        place = plan.natural_key()
        words = {"city": plan.municipality.name, "plan": plan.title}
        if page == "indicator":
            indicator = shown["indicator"]
            named = _("「%(indicator)s」の更新") % {"indicator": indicator}
            found.append(FeedLink(named, reverse("indicator-feed", args=[*place, indicator.code])))
        found.append(FeedLink(_("%(city)s「%(plan)s」の更新") % words, reverse("plan-feed", args=place)))
    return [*found, FeedLink(_("すべての計画の更新"), reverse("feed"))]
