"""Entries as Atom (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .entries import Entry

SINCE = "2026"  # in tag: addresses (RFC 4151): a year in which the names below were the portal's
# What XML cannot hold.
_UNSAYABLE = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


class _Feed(Atom1Feed):
    """Its own moment is that of the newest entry; without one, that of the beginning of the portal, and never now."""

    def latest_post_date(self) -> datetime:
        moments = [item["updateddate"] for item in self.items]
        return max(moments, default=datetime(int(SINCE), 1, 1, tzinfo=UTC))


def atom(
    request: HttpRequest,
    entries: Sequence[Entry],
    *,
    key: str,
    title: str,
    subtitle: str,
    path: str,
    names_plan: bool = False,
) -> HttpResponse:
    """`key`: the feed's name for ever; `path`: of the page that it follows; `names_plan`: it speaks of several plans."""
    host = request.get_host().partition(":")[0]
    feed = _Feed(
        title=_said(title),
        link=request.build_absolute_uri(path),
        description="",
        subtitle=_said(subtitle),
        language=get_language() or settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=_tag(host, key),
    )
    for entry in entries:
        city, plan = entry.plan.municipality, "/".join(entry.plan.natural_key())
        named = entry.title
        if names_plan:
            named = _("%(city)s「%(plan)s」: %(title)s") % {
                "city": city.name,
                "plan": entry.plan.title,
                "title": named,
            }
        feed.add_item(
            title=_said(marked(named, is_sample=city.is_fictional)),
            link=request.build_absolute_uri(entry.path),
            description=escape(_said(entry.sentence)),
            unique_id=_tag(host, f"{plan}/{entry.key}"),
            pubdate=entry.moment,
            updateddate=entry.moment,
            categories=[entry.kind],
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def marked(title: str, *, is_sample: bool) -> str:
    return _("【サンプル】%(title)s") % {"title": title} if is_sample else title


def _tag(host: str, key: str) -> str:
    return f"tag:{host},{SINCE}:{key}"


def _said(text: str) -> str:
    return text.translate(_UNSAYABLE)
