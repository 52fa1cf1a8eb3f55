"""Revisions in the admin: a form that changes something public asks for its grounds, and saving records them."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .admin_scope import ScopedAdmin
from .grounds_form import NAMES, GroundsForm, grounds_in, sent_grounds
from .ledger.endings import ends_alone
from .ledger.grounds import Grounds, settled
from .ledger.promised import fields_of, is_preparing, is_public, knows_public, links_of, plan_of
from .ledger.revising import begin_ledgers, revising, why_not_deletable
from .ledger.rules import check, no_reason
from .ledger.states import Change, Difference, changed, field_changes, part_change, part_removed
from .models import Plan, RevisionKind
from .models.base import Promised
from .part_form import PartForm, placed

# Where on the form a rule's complaint stands.
PLACES = {"kind": "revision_kind", "effective_on": "revision_on", "reason": "revision_reason"}


class RevisedForm(GroundsForm, PartForm):
    """Of a promised row. The grounds are asked for where the public knows the row, or will with this."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.page_form = self  # the tables below it complain here of the page's grounds
        if self.instance.pk and not is_public(self.instance) and not _may_become_public(self.instance):
            for name in NAMES:
                self.fields.pop(name, None)

    def grounds(self, by: AbstractUser | None = None) -> Grounds:
        return grounds_in(getattr(self, "cleaned_data", {}), by)

    def _post_clean(self) -> None:
        super()._post_clean()
        plan = plan_of(self.instance)
        if not knows_public(plan):
            return
        if self.errors:
            self._ask_for_reason()
            return
        found = differences_of(self)
        try:
            check(plan, [settled(row, self.grounds()) for row in found], self.grounds())
        except ValidationError as error:
            self.add_error(None, placed(error, self.fields, PLACES))

    def _ask_for_reason(self) -> None:
        """Beside what else is wrong: nobody mends one fault to be told of the next. A part says its own reason."""
        row = self.instance
        asks = "revision_reason" in self.fields and "revision_reason" not in self.errors
        if row.PROMISE_OF or not asks or is_preparing(row) or self.grounds().reason.strip():
            return
        promised = {one.name for one in (*fields_of(type(row)), *links_of(type(row)))}
        changed_here = promised.intersection(self.changed_data)
        says_own = ends_alone(row, changed_here) and row.ending_reason.strip()
        if not row.pk or (changed_here and not says_own):
            self.add_error("revision_reason", no_reason())


def _may_become_public(row: Promised) -> bool:
    """Whether saving may show the row to the public: it is in preparation in a public plan."""
    return knows_public(plan_of(row)) and is_preparing(_subject(row))


def _subject(row: Promised) -> Promised:
    return getattr(row, row.PROMISE_OF) if row.PROMISE_OF else row


def differences_of(form: forms.ModelForm) -> list[Difference]:
    """What saving the valid form would change of the promise."""
    row = form.instance
    if row.PROMISE_OF:
        return _part_differences(row)
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    if stored is None or (row.MAY_PREPARE and is_preparing(stored)):
        if row.MAY_PREPARE and is_preparing(row):
            return []
        return [Difference(row, (), is_new=True, kind=RevisionKind.ADDITION)]
    changes = [*field_changes(stored, row), *_link_changes(form)]
    return [changed(row, changes)] if changes else []


def _part_differences(row: Promised) -> list[Difference]:
    subject = _subject(row)
    if is_preparing(subject):
        return []
    others = tuple(type(row)._default_manager.filter(**{row.PROMISE_OF: subject})) if subject.pk else ()
    stored = next((one for one in others if one.pk == row.pk), None)
    if stored is None:
        return [replace(row.promise_added(others), part=row, others=others)]
    if not any(field_changes(stored, row)):
        return []
    kind = RevisionKind.MISPRINT if row.STAYS_IN_THE_LEDGER else None
    changes = (part_change(stored, row),)
    return [Difference(subject, changes, kind=kind, part=row, former=stored, others=others)]


def _link_changes(form: forms.ModelForm) -> Iterable[Change]:
    links = {link.name for link in links_of(type(form.instance))}
    for name in links.intersection(form.changed_data):
        yield Change(name, None, None, "", "")


class RevisedFormSet(forms.BaseInlineFormSet):
    """Promised rows on the page of another row: the page's grounds are theirs too."""

    # Where a row's own form shows a complaint.
    OWN_PLACES = {"reason": "reason", "effective_on": "effective_from", "period": "period"}

    def clean(self) -> None:
        super().clean()
        plan = plan_of(self.instance) if self.instance.pk else None
        if any(self.errors) or not knows_public(plan) or is_preparing(self.instance):
            return
        grounds = sent_grounds(self.data)
        for form in self.forms:
            if form in self.deleted_forms:
                self._check_deleted(form, plan, grounds)
            elif form.has_changed():
                self._check(form, plan, grounds)

    def _check(self, form: forms.ModelForm, plan: Plan, grounds: Grounds) -> None:
        found = [settled(row, grounds) for row in differences_of(form)]
        try:
            check(plan, found, grounds)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                own = self.OWN_PLACES.get(name, "")
                if own in form.fields:
                    form.add_error(own, errors)
                elif not self._tell_page(name, errors):
                    form.add_error(None, errors)

    # Whether a complaint of this table stands at the page's grounds.
    told_page = False

    def is_valid(self) -> bool:
        return super().is_valid() and not self.told_page

    def _tell_page(self, name: str, errors: list[ValidationError]) -> bool:
        """Puts a missing reason where the page asks for it, once. False: the page does not ask."""
        page = getattr(self.instance, "page_form", None)
        if page is None or name != "reason" or PLACES[name] not in page.fields:
            return False
        self.told_page = True
        if PLACES[name] not in page.errors:
            page.add_error(PLACES[name], errors)
        return True

    def _check_deleted(self, form: forms.ModelForm, plan: Plan, grounds: Grounds) -> None:
        row = form.instance
        if not row.pk:
            return
        if not row.STAYS_IN_THE_LEDGER and row.PROMISE_OF:
            try:
                check(plan, [settled(part_removed(self.instance, row), grounds)], grounds)
            except ValidationError as error:
                if not self._tell_page(*next(iter(error.error_dict.items()))):
                    raise ValidationError(error.messages) from None
        if row.STAYS_IN_THE_LEDGER or not row.PROMISE_OF:
            raise ValidationError(why_not_deletable(row))


class RevisedAdmin(ScopedAdmin):
    """The page of a promised row: what it changes of a public plan is recorded as a revision."""

    form = RevisedForm

    def get_fieldsets(self, request, obj=None):
        found = [
            (title, options | {"fields": [name for name in options["fields"] if name not in NAMES]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        asks = obj is None or is_public(obj) or _may_become_public(obj)
        if not asks or (obj is not None and not self.has_change_permission(request, obj)):
            return found
        about = (
            _(
                "公開済みの内容を変えるときに書きます。前の内容と、変えた理由は、市民のページ「計画の変更」に残ります。"
            )
            if obj is not None
            else _("公開中の計画に足すときに書きます。")
        )
        return [
            *found,
            (_("変更の記録"), {"fields": list(NAMES), "description": about, "classes": ["revision"]}),
        ]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        with ExitStack() as request.revision:
            return super()._changeform_view(request, object_id, form_url, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:  # somebody was quicker: what the form had checked holds no more
            for sentence in error.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        plan = plan_of(obj)
        if plan is not None and plan.pk:
            rows = [obj] if change and not self.inlines_have_subjects() else None
            request.revision.enter_context(revising(plan, form.grounds(request.user), rows=rows))
        super().save_model(request, obj, form, change)

    def inlines_have_subjects(self) -> bool:
        """Whether the page holds rows with revisions of their own."""
        return any(
            issubclass(inline.model, Promised) and not inline.model.PROMISE_OF for inline in self.inlines
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.revision.close()
        begin_ledgers()

    def delete_view(self, request, object_id, extra_context=None):
        """What the public knows stays: the page says so, and names the way on."""
        row = self.get_object(request, object_id)
        if row is None or not is_public(row) or not self.has_delete_permission(request, row):
            return super().delete_view(request, object_id, extra_context)
        return refuse_deletion(request, self, row, why_not_deletable(row))

    def get_deleted_objects(self, objs, request):
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return (
            deleted,
            counts,
            needed,
            [*protected, *(why_not_deletable(row) for row in objs if is_public(row))],
        )


def refuse_deletion(request: HttpRequest, page: ModelAdmin, row: Model, sentence: str) -> TemplateResponse:
    """The page that says why the row stays, and the way on."""
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}_change"
    context = page.admin_site.each_context(request) | {
        "title": _("削除できません"),
        "opts": page.opts,
        "row": row,
        "row_url": reverse(name, args=[row.pk]),
        "sentence": sentence,
    }
    return TemplateResponse(request, "admin/plans/delete_refused.html", context)
