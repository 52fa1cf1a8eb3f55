"""Every public address for search engines, a few hundred plans to a file, in a handful of questions a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from kpis.models import Indicator, Report
from plans.languages import languages
from plans.models import Action, Goal, Municipality, Plan
from plans.sections import sections_of, with_sections

PLANS_A_FILE = 200  # of some 80 addresses each: a third of what a file may hold (50,000)
CITIES_A_FILE = 10_000
ALWAYS = ("method", "about", "accessibility")


class InEveryLanguage(Sitemap):
    """Each address is the original's, and names the same page in the others (hreflang)."""

    def get_urls(self, page: int = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        rows = super().get_urls(page, site, protocol)
        start = f"{self.get_protocol(protocol)}://{self.get_domain(site)}/"
        for row in rows:
            row["alternates"] = alternates(start, row["location"].removeprefix(start))
        return rows


def alternates(start: str, path: str) -> list[dict[str, str]]:
    """The same page in each language, as Django's template of a sitemap names them. `path`: without its first slash."""
    found = [{"location": f"{start}{row.prefix}{path}", "lang_code": row.code} for row in languages()]
    return [*found, {"location": f"{start}{path}", "lang_code": "x-default"}]


class SitePages(InEveryLanguage):
    """The pages of the site itself."""

    def items(self) -> list[str]:
        return ["home", *ALWAYS]

    def location(self, item: str) -> str:
        return reverse(item)


class Cities(InEveryLanguage):
    """Cities that have a public plan."""

    limit = CITIES_A_FILE

    def items(self) -> QuerySet[Municipality]:
        public = Plan.objects.public().values("municipality")
        return Municipality.objects.filter(pk__in=public).only("slug").order_by("pk")


class Plans(Sitemap):
    """Every page of the public plans; what is new in a plan may stand on any of them."""

    limit = PLANS_A_FILE

    def items(self) -> QuerySet[Plan]:
        rows = Plan.objects.public().select_related("municipality").order_by("pk")
        return with_sections(rows)

    def lastmod(self, item: Plan) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        newest = Plan.objects.public().order_by("-updated_at", "-pk")
        return newest.values_list("updated_at", flat=True).first()

    def get_urls(self, page: int = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Not one address for each item, but all of them."""
        found = list(self.paginator.page(page).object_list)
        self.latest_lastmod = max((plan.updated_at for plan in found), default=None)
        start = f"{self.get_protocol(protocol)}://{self.get_domain(site)}/"
        return [
            {
                "item": plan,
                "location": f"{start}{path[1:]}",
                "lastmod": plan.updated_at,
                "changefreq": None,
                "priority": "",
                "alternates": alternates(start, path[1:]),
            }
            for plan, path in pages_of(found)
        ]


def pages_of(plans: Iterable[Plan]) -> Iterator[tuple[Plan, str]]:
    """Every page of those plans, each with its plan. Four questions, however many plans."""
    by_id = {plan.pk: plan for plan in plans}
    below = {
        name: _codes(model.objects.filter(plan__in=by_id).shown(), "plan", "code")
        for name, model in (("goal", Goal), ("action", Action), ("indicator", Indicator))
    }
    first = Report.objects.filter(review__plan__in=by_id, revision=1)
    below["report"] = _codes(first, "review__plan", "review__period")
    for plan in by_id.values():
        address = plan.natural_key()
        for section in sections_of(plan):
            yield plan, reverse(section.page, args=address)
        for name, codes in below.items():
            for code in codes[plan.pk]:
                yield plan, reverse(name, args=[*address, code])


def _codes(rows: QuerySet, plan: str, code: str) -> dict[int, list[str]]:
    found = defaultdict(list)
    for key, text in rows.order_by(plan, code).values_list(plan, code):
        found[key].append(text)
    return found


SITEMAPS = {"site": SitePages, "cities": Cities, "plans": Plans}
