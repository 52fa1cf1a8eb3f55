"""The public pages of the quarterly reports: the list, one report, its files, two compared."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kpis.models import Report
from kpis.models.report import revision_label
from kpis.reports.document import Document
from kpis.reports.errors import AlteredReportError, ReportError
from kpis.reports.formats import FORMATS, ZIP, ZIP_TYPE, file_of, page_of
from kpis.reports.html import bar
from kpis.reports.judged_again import said_part, said_sentences
from kpis.reports.snapshot.changes import changes, with_summary
from kpis.reports.snapshot.corrected import corrected
from kpis.reports.snapshot.types import FrozenGroupCount
from plans.era import Quarter
from plans.layout import plan_page, render_plan
from plans.models import Plan
from plans.typed_periods import read_quarter

log = logging.getLogger(__name__)
# What most readers want, under short names.
MAIN_FILES = {"pdf": "PDF", "xlsx": "Excel", ZIP: gettext_lazy("すべてのファイル（zip）")}
READERS_FILES = ("pdf", "xlsx")


@dataclass(frozen=True)
class ListedReport:
    """A report in the list, with its addresses."""

    report: Report

    @property
    def url(self) -> str:
        return self.report.get_absolute_url()

    @property
    def title(self) -> str:
        words = {"quarter": self.report.review.label, "edition": self.report.revision_label}
        form = _("%(quarter)sの報告 %(edition)s") if words["edition"] else _("%(quarter)sの報告")
        return form % words

    @property
    def files(self) -> list[tuple[str, str]]:
        """Name and address of each."""
        names = {key: row.label for key, row in FORMATS.items()} | {ZIP: _("すべてをまとめたファイル")}
        return [(name, file_url(self.report, key)) for key, name in names.items()]

    @property
    def main_files(self) -> list[tuple[str, str]]:
        return [(name, file_url(self.report, key)) for key, name in MAIN_FILES.items()]

    @property
    def files_to_read(self) -> list[tuple[str, str]]:
        return [(FORMATS[key].label, file_url(self.report, key)) for key in READERS_FILES]

    @cached_property
    def bar(self) -> list[dict[str, str]]:
        return bar(self.report.counts["groups"]) if self.report.counts["rated"] else []

    @property
    def groups(self) -> list[FrozenGroupCount]:
        return [row for row in self.report.counts["groups"] if row["count"]]


def file_url(report: Report, key: str) -> str:
    """/…/reports/2025-Q3.pdf, /…/reports/2025-Q3/r2.pdf"""
    name, args = report.address
    return reverse(f"{name}-file", args=[*args, key])


@plan_page
def report_list(request: HttpRequest, plan: Plan) -> HttpResponse:
    return _list(request, plan)


def _list(request: HttpRequest, plan: Plan, *, problem: str = "", status: int = 200) -> HttpResponse:
    rows = list(Report.objects.of_plan(plan).checked())
    newest = {row.review_id: row.pk for row in reversed(rows)}
    lines = [ListedReport(row) for row in rows]
    response = render_plan(
        request,
        "kpis/reports/list.html",
        plan,
        lines=[line for line in lines if newest[line.report.review_id] == line.report.pk],
        superseded=[line for line in lines if newest[line.report.review_id] != line.report.pk],
        problem=problem,
    )
    response.status_code = status
    return response


@plan_page
def report(request: HttpRequest, plan: Plan, period: str, revision: int = 1) -> HttpResponse:
    """A report as it was published: its body is kept, only the frame around it is of today."""
    rows = list(Report.objects.of_plan(plan).filter(review__period=period).checked())
    found = next((row for row in rows if row.revision == revision), None)
    if found is None:
        return _unknown(request, plan, period, revision)
    if revision == 1 and request.resolver_match.url_name == "report-revision":
        return HttpResponseRedirect(found.get_absolute_url())
    try:
        body = page_of(found)
    except AlteredReportError as error:
        return _not_served(request, plan, error)
    return render_plan(
        request,
        "kpis/reports/report.html",
        plan,
        line=ListedReport(found),
        body=mark_safe(body),  # noqa: S308 made by our own template, which escapes
        newest=ListedReport(rows[0]) if rows[0].revision > revision else None,
        others=[ListedReport(row) for row in rows if row is not found],
        **_neighbours(plan, found),
    )


def _neighbours(plan: Plan, found: Report) -> dict:
    """The newest revisions of the quarters before and after that have a report, and the two to compare."""
    rows = Report.objects.of_plan(plan).newest_revisions()
    earlier = rows.filter(review__period__lt=found.review.period).first()
    later = rows.filter(review__period__gt=found.review.period).last()
    return {
        "previous": ListedReport(earlier) if earlier else None,
        "next": ListedReport(later) if later else None,
        "compared": (earlier, found) if earlier else (found, later) if later else None,
    }


def _unknown(request: HttpRequest, plan: Plan, period: str, revision: int) -> HttpResponse:
    """The list with a sentence, as a 404: what was looked for may be beside it."""
    name = Quarter.parse(period).label
    if revision > 1:
        name = f"{name} {revision_label(revision)}"
    return _list(request, plan, problem=_("%sの報告は公表されていません。") % name, status=404)


def _not_served(request: HttpRequest, plan: Plan, error: ReportError) -> HttpResponse:
    """The list with the reason, as a 503: it was published, and will be there again. Nobody keeps the answer."""
    if isinstance(error, AlteredReportError):
        log.error("%s (%s): %s", plan, request.path, error)
    response = _list(request, plan, problem=str(error), status=503)
    response["Cache-Control"] = "no-store"
    return response


@plan_page
def report_file(request: HttpRequest, plan: Plan, period: str, key: str, revision: int = 1) -> HttpResponse:
    """A file of a report: always the same bytes."""
    found = Report.objects.of_plan(plan).filter(review__period=period, revision=revision).checked().first()
    if found is None:
        raise Http404
    if not found.is_intact:  # before anybody is told that what they have is still the same
        return _not_served(request, plan, AlteredReportError(found))
    etag = f'"{found.checksum}-{key}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    kind = FORMATS.get(key)
    try:
        content = file_of(found, key)
    except ReportError as error:
        return _not_served(request, plan, error)
    response = HttpResponse(content, content_type=kind.content_type if kind else ZIP_TYPE)
    return as_download(response, file_name(plan, found), key, etag)


def as_download(response: HttpResponse, name: str, key: str, etag: str = "") -> HttpResponse:
    """PDFs open in the browser, everything else is saved."""
    way = "inline" if key in FORMATS and FORMATS[key].is_shown_in_browser else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{name}.{key}"'
    if etag:
        response["ETag"] = etag
    return response


def file_name(plan: Plan, report: Report) -> str:
    return f"{plan.municipality.slug}-{plan.slug}-{report.key}"


@plan_page
def comparison(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What differs between any two reports of the plan, the older one first. One that was altered is named and left out."""
    rows = list(Report.objects.of_plan(plan).checked())
    by_key = {row.key: row for row in rows if row.is_intact}
    altered = {row.key: AlteredReportError(row) for row in rows if not row.is_intact}
    asks_altered = any(_key(request.GET.get(name, "")) in altered for name in ("from", "to"))
    chosen, problem = ([], "") if asks_altered else _chosen(request.GET, by_key)
    asked = {name: request.GET.get(name, "") for name in ("from", "to")}
    context: dict = {
        "choices": list(by_key.values()),
        "problem": problem,
        "left_out": altered.values(),
        "asked": asked,
    }
    if chosen:
        context["asked"] = {"from": chosen[0].key, "to": chosen[1].key}
        try:
            before, after = map(Document.of_report, chosen)
        except AlteredReportError as error:
            return _not_served(request, plan, error)
        older, newer = chosen
        with override(settings.LANGUAGE_CODE):  # as the reports are; the page says it in its own language
            found = (
                corrected(
                    before.snapshot, after.snapshot, plan, since=older.published_at, until=newer.published_at
                )
                if older.review_id == newer.review_id
                else changes(before.snapshot, after.snapshot)
            )
            part = with_summary(found)
        context |= {
            "before": ListedReport(chosen[0]),
            "after": ListedReport(chosen[1]),
            "part": said_part(part, said_sentences(before) | said_sentences(after)),
            "rows": _side_by_side(before, after),
        }
    response = render_plan(request, "kpis/reports/comparison.html", plan, **context)
    if altered:
        log.error("%s (%s): %s", plan, request.path, " ".join(map(str, altered.values())))
        response["Cache-Control"] = "no-store"
        response.status_code = 503 if asks_altered or len(by_key) < 2 else 200
    return response


def _chosen(query: Mapping[str, str], by_key: dict[str, Report]) -> tuple[list[Report], str]:
    """The two asked for; without a wish the last quarter's and the one before. A sentence where that cannot be."""
    if len(by_key) < 2:
        return [], ""
    newest = list({row.review_id: row for row in reversed(by_key.values())}.values())[::-1]
    two = newest[:2] if len(newest) > 1 else list(by_key.values())[:2]
    asked = [_key(query.get("to", "")) or two[0].key, _key(query.get("from", "")) or two[1].key]
    unknown = [key for key in asked if key not in by_key]
    if unknown:
        return [], _("「%s」の報告はありません。一覧から選んでください。") % unknown[0][:20]
    if asked[0] == asked[1]:
        return [], _("同じ報告が2つ選ばれています。違うものを選んでください。")
    return sorted((by_key[key] for key in asked), key=lambda row: (row.review.period, row.revision)), ""


def _key(text: str) -> str:
    """A report's key, also where somebody writes its quarter in other words."""
    try:
        return str(read_quarter(text)) if text else ""
    except ValueError:
        return text


def _side_by_side(before: Document, after: Document) -> list[dict]:
    """Every indicator of both, the later report's order first."""
    rows = [
        {"label": row["label"], "code": code, "before": before.by_code.get(code), "after": row}
        for code, row in after.by_code.items()
    ]
    rows += [
        {"label": row["label"], "code": code, "before": row, "after": None}
        for code, row in before.by_code.items()
        if code not in after.by_code
    ]
    return rows
