"""The head of every page: its title once more, for previews of links and for search engines."""

from html import unescape

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.utils.html import escape, strip_tags

from dxportal.sharing.preview import preview

register = template.Library()
TITLE = "page_title"
# Pages that say what is in the way: they stand for no address.
OF_TROUBLE = ("403.html", "404.html", "trouble.html")


class TitleNode(Node):
    """Renders what stands inside, and keeps it for `share_meta`."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        # A name that is only there in Japanese carries its language as a tag, which no title can hold.
        title = " ".join(unescape(strip_tags(self.nodelist.render(context))).split())
        context.render_context[TITLE] = title
        return escape(title)


@register.tag
def page_title(parser: Parser, token: Token) -> TitleNode:
    """{% page_title %}{% block title %}{% endblock %}{% end_page_title %}"""
    nodelist = parser.parse(("end_page_title",))
    parser.delete_first_token()
    return TitleNode(nodelist)


@register.inclusion_tag("_share_meta.html", takes_context=True)
def share_meta(context: Context) -> dict[str, object]:
    """Of a page that an address of the portal has; of a page of trouble, which may have no request, nothing."""
    request = context.get("request")
    here = getattr(request, "resolver_match", None)
    if here is None or here.namespace or context.template.name in OF_TROUBLE:
        return {"page": None}
    title = context.render_context.get(TITLE, "")
    return {
        "page": preview(request, here.url_name or "", title, context.flatten()),
        "site_name": context.get("site_name", ""),
    }
