"""What the admin of measurements and of actions' progress shares: a report for one period, and its revisions."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kpis.assessment.stored_facts import measured_value
from kpis.judging.numbers import MAX_DECIMALS
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.models import PeriodEntry, State
from kpis.staff.approval_cards import cards
from kpis.staff.approval_written import unused_reason
from kpis.staff.next_steps import next_steps
from kpis.staff.review_page import render_staff
from kpis.workflow import entries
from kpis.workflow.answers import was_returned
from kpis.workflow.audit_log import changes_of
from kpis.workflow.names import decision_text
from plans.access import Right
from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport
from plans.models.versions import StaleRow
from plans.people_names import person_name
from plans.sent import sent_number

from .begun_reports import BegunReports
from .correction_notes import closed_quarters_note, correction_notes
from .figures import FigureDisplay

BOOKKEEPING = (
    gettext_lazy("記録"),
    {"fields": ["way", "answer", "owner_name", "internal_note"]},
)
FIXED = {"period": "fixed_period", "revision": "edition"}  # how they are told once they stand fixed


class EntryAdmin(FigureDisplay, BegunReports, ListExport, ScopedAdmin):
    """One report: its page saves drafts, and its buttons are the verbs of kpis/workflow/entries.py.

    An approved report is public: it stays as it is, and a correction is a new revision.
    """

    OWNER: str  # the name of the relation to what is reported on
    NOT_COPIED = ("revision", "revision_reason", "state", "owner_name", "answer")

    rights = {
        "view": Right.VIEW_ENTRIES,
        "add": Right.WRITE_ENTRIES,
        "change": Right.WRITE_ENTRIES,
        "delete": Right.RUN_REVIEWS,
    }
    change_form_template = "admin/kpis/entry_form.html"
    ordering = ["-period", "pk"]

    def has_change_permission(self, request, obj=None):
        """What was typed while somebody else handed it in comes back with the form, which then refuses it."""
        may_write = super().has_change_permission(request, obj)
        return may_write and (request.method == "POST" or _state(obj) in (None, *entries.IN_HAND))

    def has_delete_permission(self, request, obj=None):
        """What has been submitted or approved belongs to the record; a correction in hand, to who writes it, also when it was
        taken back or returned: what was done with it stays in the record.
        """
        may_delete = super().has_delete_permission(request, obj)
        if obj is None or obj.pk is None:
            return may_delete
        if obj.is_correction and obj.state in entries.IN_HAND:
            return may_delete or self._has(request, "change", obj)
        return may_delete and not obj.history.exclude(state=State.DRAFT).exists()

    def get_actions(self, request):
        """Rows are deleted one by one: each must be in hand."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_readonly_fields(self, request, obj=None):
        row = obj or self._begun(request)
        fixed = (self.OWNER, "fixed_period", "edition") if row else ()
        if row and (row.is_correction or row.pk is None):
            fixed += ("owner_name",)
        return (*super().get_readonly_fields(request, obj), *fixed, "way")

    def get_fieldsets(self, request, obj=None):
        """An answer is asked for where a report was returned. The number of the revision is shown once it stands fixed."""
        left_out = set() if obj is not None and was_returned(obj) else {"answer"}
        told_as = FIXED if obj or self._begun(request) else {}
        return [
            (
                name,
                options
                | {"fields": [told_as.get(part, part) for part in options["fields"] if part not in left_out]},
            )
            for name, options in super().get_fieldsets(request, obj)
        ]

    @admin.display(description=gettext_lazy("期間"))
    def fixed_period(self, row: PeriodEntry) -> str:
        frequency = getattr(row.owner, "frequency", Frequency.QUARTERLY)
        return Period.parse(row.period).short_label_at(Frequency(frequency))

    @admin.display(description=gettext_lazy("版"))
    def edition(self, row: PeriodEntry) -> str:
        return _("%d（改定案）") % row.revision if row.revision > 1 else _("1（初めの報告）")

    @admin.display(description=gettext_lazy("状態"))
    def way(self, row: PeriodEntry) -> str:
        """Where the report stands, who brought it there, and why it came back."""
        if row.pk is None:
            return str(State.DRAFT.label)
        parts = [str(row.get_state_display())]
        if row.state == State.SUBMITTED and row.submitted_by:
            parts.append(person_name(row.submitted_by))
        if row.state in (State.APPROVED, State.RETURNED):
            parts.append(decision_text(row))
        if row.state == State.RETURNED and row.return_reason:
            parts.append(_("理由: %s") % row.return_reason)
        return "　".join(part for part in parts if part)

    def add_view(self, request, form_url="", extra_context=None):
        if self.asks_for_city(request):
            return self.city_page(request)
        row = self._begun(request)
        if row is not None and request.method == "GET" and (last := self._last_beside(row)):
            return self._lead_to(request, last)
        city = self.form_city(request).city
        notes = (
            closed_quarters_note(request.user, city) if row is None else correction_notes(row, request.user)
        )
        if row is not None and not super().has_change_permission(request, row):
            words = _(
                "「%s」を書けるのは、担当の課と計画管理者です。直すところは、担当の課に伝えてください。"
            )
            notes = [words % row.owner]
        context = {"notes": notes}
        if row is not None:
            context["show_save_and_add_another"] = False  # there is one of it
        if row is not None and row.revision > 1:
            context["title"] = _("改定案を書く")
        return super().add_view(request, form_url, context | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        context = {}
        if row:
            verbs = entries.possible_verbs(row, by=request.user)
            context = {"revision": self._revision_link(request, row), "verbs": verbs, "row": row}
            if row.state in entries.IN_HAND and self.has_change_permission(request, row):
                context["notes"] = correction_notes(row, request.user)
                if row.revision > 1:
                    context |= {"title": _("改定案を直す"), "show_save_and_add_another": False}
                # The form has it, and sends what is typed along.
                context["verbs"] = verbs = [verb for verb in verbs if verb != "submit"]
            if row.state == State.SUBMITTED or (row.is_correction and row.state != State.APPROVED):
                [card] = cards([row], request.user, row.plan)
                context["card"] = card
                if card.is_own:
                    context["verbs"] = [verb for verb in verbs if verb not in ("approve", "send_back")]
            elif row.is_correction:
                context["next_step"] = next_steps([row], request.user, row.plan, {}).get(row)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _revision_link(self, request: HttpRequest, row: PeriodEntry) -> dict | None:
        """Where a correction of this approved report is entered, or the one that is under way."""
        if _state(row) != State.APPROVED or not super().has_change_permission(request, row):
            return None
        same = {self.OWNER: getattr(row, self.OWNER), "period": row.period}
        last = type(row).objects.filter(**same).order_by("revision").last()
        if last.state != State.APPROVED:
            return {
                "url": self._address("change", last.pk),
                "label": _("書きかけの改定案（版%d）を開く") % last.revision
                if last.state in entries.IN_HAND
                else _("承認を待つ改定案（版%d）を開く") % last.revision,
            }
        address = self._address("add")
        return {"url": f"{address}?{urlencode({'revision_of': last.pk})}", "label": _("改定案を書く")}

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        key = initial.pop("revision_of", "")
        row = self.get_queryset(request).filter(pk=sent_number(key)).first()
        if row is None:
            return initial
        names = [field.name for field in row._meta.fields if field.editable and not field.primary_key]
        kept = {name: field_value(row, name) for name in names if name not in self.NOT_COPIED}
        return initial | kept | {"revision": row.revision + 1}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.acting_user = request.user  # the class was made for this request
        form.begun = self._begun(request) if obj is None else None
        return form

    def save_model(self, request, obj, form, change):
        try:
            entries.save_entry(obj, by=request.user, seen_version=obj.version if change else 0)
        except entries.Conflict as conflict:  # the form is asked again, and shows what the other wrote
            raise StaleRow(conflict.current) from None

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)
        return self._handed_in(request, obj) or answer

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        return self._handed_in(request, obj) or answer

    def _handed_in(self, request: HttpRequest, row: PeriodEntry) -> HttpResponse | None:
        """With 保存して提出 the saved report goes to the approver; its page says what comes next, as a correction's does."""
        if "_submit" in request.POST:
            try:
                entries.submit(row, by=request.user)
                messages.success(request, _("提出しました。"))
            except entries.Refused as refusal:
                messages.error(request, _("保存しましたが、提出していません。%s") % refusal)
        elif not row.is_correction or "_save" not in request.POST:
            return None
        return HttpResponseRedirect(self._address("change", row.pk))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except entries.Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_verb"
        own = [path("<int:pk>/do/", self.admin_site.admin_view(self.do), name=name)]
        return [*own, *super().get_urls()]

    @method_decorator(require_POST)
    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One of the verbs, from the report's own page."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        seen = request.POST.get("version", "")
        try:
            number = sent_number(seen)
            done = self._do(request, row, -1 if number is None else number)
            messages.success(request, done)
            reason = request.POST.get("reason", "").strip()
            if reason and request.POST.get("verb") == "approve":
                messages.warning(request, unused_reason(reason))
        except entries.Refused as refusal:
            reason = request.POST.get("reason", "").strip()
            written = _(" 書いた理由:「%s」") % reason if reason else ""
            messages.error(request, f"{refusal}{written}")
        return HttpResponseRedirect(self._address("change", pk))

    def _do(self, request: HttpRequest, row: PeriodEntry, seen: int) -> str:
        match request.POST.get("verb"):
            case "submit":
                entries.submit(row, by=request.user, seen_version=seen)
                return _("提出しました。")
            case "recall":
                entries.recall(row, by=request.user, seen_version=seen)
                return _("提出を取り戻しました。")
            case "approve":
                kept = entries.approve(row, by=request.user, seen_version=seen)
                return _("承認しました。市民のページに出ています。") + entries.baseline_notice(kept)
            case "send_back":
                reason = request.POST.get("reason", "")
                entries.send_back(row, by=request.user, reason=reason, seen_version=seen)
                return _("差し戻しました。")
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return render_history(request, row, self._address("change", row.pk))


def render_history(request: HttpRequest, row: models.Model, address: str) -> HttpResponse:
    """Every change of a report or a review, newest first."""
    context = {"title": _("変更の履歴"), "row": row, "changes": changes_of(row), "row_url": address}
    context["is_sample"] = row.plan.municipality.is_fictional
    return render_staff(request, "admin/kpis/history.html", None, **context)


def _state(row: PeriodEntry | None) -> str | None:
    """As stored: the page under edit may already hold other values."""
    if row is None or row.pk is None:
        return None
    return type(row).objects.filter(pk=row.pk).values_list("state", flat=True).first()


def field_value(row: models.Model, name: str) -> object:
    """As a form takes it as its first value: relations by id, a converted value in the unit that the form asks for."""
    if name == "value" and getattr(row, "conversion", ""):
        return round(measured_value(row), MAX_DECIMALS)
    return getattr(row, row._meta.get_field(name).attname)
