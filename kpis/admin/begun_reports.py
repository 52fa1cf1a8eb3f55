"""A new report whose place the address names: a correction, or what a closed quarter lacks. Its place stands fixed."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kpis.entry import under_way
from kpis.models import PeriodEntry, State
from kpis.models.fields import parsed
from kpis.workflow import entries
from plans.access import Right, in_reach
from plans.sent import sent_number


class BegunReports:
    """Of an admin of reports: `?revision_of=12`, or `?indicator=3&period=2025-Q1`."""

    OWNER: str
    model: type[PeriodEntry]
    rights: dict[str, Right]

    def _last_beside(self, row: PeriodEntry) -> PeriodEntry | None:
        """What is stored already where the new report is to stand."""
        same = self.model.objects.filter(**{self.OWNER: row.owner, "period": row.period})
        last = same.order_by("revision").last()
        is_base = last is None or (last.state == State.APPROVED and last.revision < row.revision)
        return None if is_base else last

    def _lead_to(self, request: HttpRequest, last: PeriodEntry) -> HttpResponse:
        """To what somebody has written already, which is said; once it is approved, to a correction of it."""
        messages.info(request, under_way.what_is_there(last) + under_way.way_on(last))
        if last.state == State.APPROVED:
            query = urlencode({"revision_of": last.pk})
            return HttpResponseRedirect(f"{self._address('add')}?{query}")
        return HttpResponseRedirect(self._address("change", last.pk))

    def _begun(self, request: HttpRequest) -> PeriodEntry | None:
        """The report that the new form is for, where the address says so; not stored."""
        if (
            getattr(request.resolver_match, "url_name", "")
            != f"{self.opts.app_label}_{self.opts.model_name}_add"
        ):
            return None
        kept = request.__dict__
        if "_begun_entry" not in kept:
            kept["_begun_entry"] = row = self._asked_for(request)
            if row is not None:
                row.owner_name = entries.owner_names(row)
        return kept["_begun_entry"]

    def _asked_for(self, request: HttpRequest) -> PeriodEntry | None:
        key = sent_number(request.GET.get("revision_of", ""))
        row = self.get_queryset(request).filter(pk=key).first()
        if row is not None:
            return self.model(**{self.OWNER: row.owner, "period": row.period, "revision": row.revision + 1})
        owners = self.model._meta.get_field(self.OWNER).related_model.objects.all()
        owners = in_reach(owners, request.user, self.rights["view"])
        owner = owners.filter(pk=sent_number(request.GET.get(self.OWNER, ""))).first()
        period = parsed(request.GET.get("period", ""))
        return self.model(**{self.OWNER: owner, "period": str(period)}) if owner and period else None

    def _address(self, page: str, *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)
