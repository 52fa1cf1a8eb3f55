"""A form that was saved after somebody else had deleted its row: the answer has every text, to be copied or to begin anew."""

import re
from collections.abc import Iterator

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .deletions import Deletion, deletion_of_id
from .opened_form import AS_OPENED
from .people_names import person_name
from .sent import sent_number

_IN_TABLE = re.compile(r"^(?P<table>.+)-(?P<place>\d{1,9})-(?P<name>\w+)$")
_COUNT = re.compile(r"^(?P<table>.+)-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a form field


class KeptTexts:
    """A page of the admin whose form, sent for a row that is gone, answers with what was typed.

    `begins_anew`: whether the form of a new row takes the same.
    """

    begins_anew = True

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        is_form = (
            getattr(request.resolver_match, "url_name", "") == f"{opts.app_label}_{opts.model_name}_change"
        )
        found = gone(self, request, unquote(object_id)) if request.method == "POST" and is_form else None
        return found or super()._get_obj_does_not_exist_redirect(request, opts, object_id)


def gone(admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse | None:
    """The page (410) with what the form had sent; None where the person never could save such a row, stored or not."""
    last = deletion_of_id(admin.model, object_id)
    if last is None:
        return None
    if not _might_change(admin, request, last):
        return None
    opts = admin.model._meta
    name = f"{admin.admin_site.name}:{opts.app_label}_{opts.model_name}"
    context = admin.admin_site.each_context(request) | {
        "title": _("消された行の書きかけ"),
        "sentence": _sentence(opts.verbose_name, last),
        "texts": list(_texts(admin, request)),
        "fields": list(_anew(admin, request, last))
        if admin.begins_anew and admin.has_add_permission(request)
        else [],
        "add_url": reverse(f"{name}_add"),
        "list_url": reverse(f"{name}_changelist"),
        "opts": opts,
    }
    return TemplateResponse(request, "admin/plans/gone.html", context, status=410)


def _might_change(admin: ModelAdmin, request: HttpRequest, last: Deletion) -> bool:
    try:
        return admin.has_change_permission(request, last.row)
    except models.ObjectDoesNotExist:  # what it stood under is gone too: nobody is left to ask
        return False


def _sentence(kind: str, last: Deletion) -> str:
    moment = timezone.localtime(last.at)
    words = {
        "kind": kind,
        "row": last.name,
        "who": _("%sさん") % person_name(last.by) if last.by else _("ほかの人"),
        "when": f"{moment.month}月{moment.day}日 {moment:%H:%M}",
    }
    return (
        _("この%(kind)s「%(row)s」は、%(who)sが%(when)sに消しました。書いたものは保存していません。") % words
    )


def _texts(admin: ModelAdmin, request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Label and text of everything that was filled in, the tables' rows last."""
    form = admin.get_form(request, None if admin.begins_anew else admin.model())(request.POST)
    for name, field in form.fields.items():
        if name != AS_OPENED and not isinstance(field.widget, forms.HiddenInput):
            text = _said(field, form, form.add_prefix(name))
            if text:
                yield str(field.label or name), text
    for formset in (inline.get_formset(request, None) for inline in admin.get_inline_instances(request)):
        prefix = formset.get_default_prefix()
        places = {int(found["place"]) for name in request.POST if (found := _cell(name, prefix))}
        for place in sorted(places):
            row = formset.form(request.POST, prefix=f"{prefix}-{place}")
            parts = [
                f"{field.label}: {text}"
                for name, field in row.fields.items()
                if name != AS_OPENED and (text := _said(field, row, row.add_prefix(name)))
            ]
            if parts:
                label = _("%(table)s（%(place)d行目）")
                names = {"table": formset.model._meta.verbose_name, "place": place + 1}
                yield label % names, "\n".join(parts)


def _cell(name: str, prefix: str) -> re.Match | None:
    found = _IN_TABLE.match(name)
    return found if found and found["table"] == prefix else None


def _said(field: forms.Field, form: forms.BaseForm, name: str) -> str:
    sent = field.widget.value_from_datadict(form.data, form.files, name)
    if isinstance(field, forms.BooleanField):
        return _("はい") if sent else ""
    values = [one for one in (sent if isinstance(sent, list | tuple) else [sent]) if one not in (None, "")]
    if isinstance(field, forms.ModelChoiceField):
        chosen = field.queryset.filter(pk__in=[key for one in values if (key := sent_number(str(one)))])
        return "、".join(field.label_from_instance(row) for row in chosen)
    choices = dict(getattr(field, "choices", ()))
    return "、".join(str(choices.get(one, one)) for one in values).strip()


def _anew(admin: ModelAdmin, request: HttpRequest, last: Deletion) -> Iterator[tuple[str, str]]:
    """What a form for a new row would send with the same content: the tables' rows are new as well."""
    keys = {AS_OPENED}
    for inline in admin.get_inline_instances(request):
        formset = inline.get_formset(request, None)
        keys |= {formset.fk.name, formset.model._meta.pk.name}
    sent = set()
    for name, values in request.POST.lists():
        cell, count = _IN_TABLE.match(name), _COUNT.match(name)
        if name in (TOKEN, AS_OPENED) or name.startswith("_") or (cell and cell["name"] in keys):
            continue
        sent.add(name)
        for value in values:
            yield name, "0" if count and name.endswith("-INITIAL_FORMS") else value
    # What stands fixed on the page of a stored row was not sent: whose row it is, its name in addresses.
    for name in _fixed(admin, request, last.row) if last.row is not None else ():
        field = next((one for one in admin.model._meta.fields if one.name == name), None)
        value = getattr(last.row, field.attname, None) if field is not None else None
        if name not in sent and value not in (None, ""):
            yield name, str(value)


def _fixed(admin: ModelAdmin, request: HttpRequest, row: models.Model) -> set[str]:
    """Fields that a new row's form has, and a stored row's page only shows."""
    new, stored = admin.get_form(request, None), admin.get_form(request, row, change=True)
    return {*(new.base_fields.keys() - stored.base_fields.keys()), "code"} & new.base_fields.keys()
