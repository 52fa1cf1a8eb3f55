"""Lists of the admin that cost the same however many cities the portal holds: no count, pages by key, one city's filters."""

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .access import city_path
from .chosen_city import CITY, ChosenCity, asks_for_some, chosen_city, is_list
from .keyset import LostPlaceError, part, terms
from .models import Municipality
from .sent import sent_number

REFUSED_LOOKUPS = frozenset({"range", "regex", "iregex"})
AFTER, BEFORE = "after", "before"  # in an address: the key of the row behind or before which the page stands


class UncountedPaginator(Paginator):
    """Pages that know whether another follows, and not how many there are: for choices found by typing."""

    count = num_pages = 0

    def page(self, number: int) -> Page:
        first = (self.validate_number(number) - 1) * self.per_page
        rows = list(self.object_list[first : first + self.per_page + 1])
        page = Page(rows[: self.per_page], number, self)
        page.has_next = lambda: len(rows) > self.per_page
        return page

    def validate_number(self, number: int) -> int:
        try:
            number = int(number)
        except (TypeError, ValueError):
            number = 0
        if not 0 < number < 10_000:
            raise EmptyPage(self.error_messages["min_page"])
        return number


class KeyedList(ChangeList):
    """A page of a list, begun behind or before a row."""

    previous_url = next_url = url_without_search = ""

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(CITY, None)
        return found

    def get_queryset(self, request, exclude_parameters=None):
        # As Django does with the number of a page: links to filters and columns begin anew.
        self.place = {name: self.params.pop(name, None) for name in (AFTER, BEFORE)}
        for name in self.place:
            self.filter_params.pop(name, None)
        self.chosen = self.model_admin.chosen(request)
        if self.chosen is not None and self.chosen.city and not self.chosen.is_only:
            self.params[CITY] = str(self.chosen.city.pk)
            self.filter_params[CITY] = [self.params[CITY]]
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request, queryset):
        if self.chosen is not None and self.chosen.is_open:
            self.order = terms(self.model, ["-pk"])
        else:
            self.order = terms(self.model, super().get_ordering(request, queryset))
        return [term.ordering() for term in self.order]

    def _get_deterministic_ordering(self, ordering):
        return ordering  # `terms` ends every order with the key

    def get_results(self, request):
        size, found = self.list_per_page, None
        sent = {name: value for name, value in self.place.items() if value}
        keys = {name: sent_number(value) for name, value in sent.items()}
        if len(keys) == 1 and None not in keys.values():
            try:
                found = part(self.queryset, self.order, size, **keys, among=self.root_queryset)
            except LostPlaceError:
                found = None
        if found is None:
            found = part(self.queryset, self.order, size)
            if sent:
                messages.info(
                    request, _("前に見ていた場所が分からなくなりました。はじめから表示しています。")
                )
        self.result_list = found.rows
        self.result_count = len(found.rows)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = bool(found.rows)
        self.can_show_all = self.multi_page = False
        self.paginator = None
        self.url_without_search = self.get_query_string(remove=[SEARCH_VAR])
        if found.rows and found.goes_back:
            self.previous_url = self.get_query_string({BEFORE: str(found.rows[0].pk)})
        if found.rows and found.goes_on:
            self.next_url = self.get_query_string({AFTER: str(found.rows[-1].pk)})


class KeyedLists:
    """Of a ModelAdmin: such lists."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = (
        ShowFacets.NEVER
    )  # how many rows each filter would leave is a count of everything, many times

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        """What was done to one row is counted: its index has that at hand."""
        kind = Paginator if queryset.model is LogEntry else UncountedPaginator
        return kind(queryset, per_page)

    def get_changelist(self, request, **kwargs):
        return KeyedList

    def lookup_allowed(self, lookup, value, request):
        """None of the portal's links asks so, and what is wrong with the value only the database would notice."""
        return lookup.rpartition("__")[2] not in REFUSED_LOOKUPS and super().lookup_allowed(
            lookup, value, request
        )

    def chosen(self, request: HttpRequest) -> ChosenCity | None:
        """The city that the list is about; None for a list of what all cities share, and of the cities themselves."""
        return None

    def changelist_view(self, request, extra_context=None):
        if request.POST.get("select_across") not in (None, "0"):
            request.POST = request.POST.copy()
            request.POST["select_across"] = "0"
            messages.info(request, _("一度に操作できるのは、画面に出ている行だけです。"))
        return super().changelist_view(request, extra_context)


class CityLists(KeyedLists):
    """Lists of rows that belong to cities: of one city; of several, the newest, and neither search nor filters."""

    def chosen(self, request: HttpRequest) -> ChosenCity | None:
        if city_path(self.model) is None or issubclass(self.model, Municipality):
            return None
        return chosen_city(request, self.rights["view"])

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        chosen = self.chosen(request) if is_list(request) else None
        if chosen is None:
            return rows
        if chosen.city is not None:
            return rows if chosen.is_only else rows.filter(**{city_path(self.model): chosen.city.pk})
        return rows.none() if chosen.typed or asks_for_some(request.GET) else rows

    def get_list_filter(self, request):
        chosen = self.chosen(request)
        return [] if chosen is not None and chosen.is_open else super().get_list_filter(request)

    def get_sortable_by(self, request):
        chosen = self.chosen(request)
        return () if chosen is not None and chosen.is_open else super().get_sortable_by(request)
