"""Every form of the admin, read off its registry: a field or two of the row, and one of each table on its page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import admin
from django.db import models
from django.test import RequestFactory
from django.urls import reverse

from kpis.models import AssessmentAspect, PlanRating, ReviewPolicy
from plans.models import Membership, Revision
from tests.addresses.walked_city import WalkedCity
from tests.sent_forms import choice, form_with, theirs_in

from .browser import Answer, Browser
from .places import Make, Opened

GROUNDS = {"revision_kind": "misprint", "revision_reason": "書きまちがい"}
NOT_EDITED = (Revision,)  # the record itself
FIRST_SCALE = (
    1_000_000  # the key of the first of eighty scales (`city.py`), which are called after their keys
)
ROOM = 20  # characters that a value takes at most
# Fields of free text that take not every text, or not alone.
SPECIAL = re.compile(
    r"ending_reason|code|slug|username|password|.*url.*|.*email.*|.*period.*|.*_key|language"
)


@dataclass
class FormPlace:
    """A field of a change form."""

    label: str
    address: str
    name: str
    row: models.Model
    attribute: str
    make: Make
    sends_button: str = ""
    most: int = 1000  # saves of each person: there are no more values

    def value(self, serial: int) -> str:
        return self.make(serial)

    def open(self, browser: Browser) -> Opened:
        fields = form_with(browser.get(self.address).html, self.name)
        return Opened(fields, fields[self.name][0])

    def send(self, browser: Browser, opened: Opened, serial: int) -> Answer:
        button = {self.sends_button: "1"} if self.sends_button else {}
        own = {self.name: self.value(serial)}
        return browser.post(self.address, opened.fields | GROUNDS | own | button)

    def asked(self, answer: Answer, browser: Browser) -> Opened | None:
        if 'class="theirs"' in answer.html:
            fields = form_with(answer.html, self.name)
            fields |= {key: [text] for key, text in choice(answer.html, self.name, "mine").items()}
            return Opened(fields, theirs_in(answer.html))
        if "もう一度保存してください" in answer.html:  # the others' fields were taken over: nothing to choose
            fields = form_with(answer.html, self.name)
            return Opened(fields, self.stored())
        return None

    def stored(self) -> str:
        value = type(self.row)._base_manager.values_list(self.attribute, flat=True).get(pk=self.row.pk)
        return str(value)


def form_places(city: WalkedCity) -> Iterator[tuple[str, list[FormPlace]]]:
    """The name of each form, and its places; none where there is nothing that could be played."""
    request = RequestFactory().get("/")
    request.user = city.small_city.user("superuser")
    request.resolver_match = None
    for model, page in admin.site._registry.items():
        if model in NOT_EDITED:
            continue
        row = city.rows[f"{model._meta.app_label}_{model._meta.model_name}"]
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        found = [
            FormPlace(f"{model.__name__}.{name}", address, name, row, name, make)
            for name, make in _fields(model)[:2]
        ]
        if model in FEW:
            name, make, most = FEW[model]
            found = [FormPlace(f"{model.__name__}.{name}", address, name, row, name, make, most=most)]
        for inline in page.get_inline_instances(request, row):
            forms = inline.get_formset(request, row)(instance=row).forms
            if not forms:
                raise LookupError(
                    f"{model.__name__} has no {inline.model.__name__}: city.py should give it one"
                )
            form = forms[0]
            places = [pair for pair in [*_fields(inline.model), ("order", str)] if pair[0] in form.fields]
            if not places:
                continue  # a table that is only shown
            attribute, make = places[0]
            label = f"{model.__name__}: {inline.model.__name__}.{attribute}"
            found.append(
                FormPlace(label, address, form.add_prefix(attribute), form.instance, attribute, make)
            )
        yield model.__name__, found


def _fields(model: type[models.Model]) -> list[tuple[str, Make]]:
    """Fields that take hundreds of different values, texts first."""
    texts = [field.name for field in model._meta.fields if _is_free(field)]
    if texts:
        return [(name, _text) for name in sorted(texts, key=_plainness)]
    return [("valid_until", _day)] if model is Membership else []


def _is_free(field: models.Field) -> bool:
    return (
        type(field) in (models.CharField, models.TextField)
        and field.editable
        and not field.choices
        and not SPECIAL.fullmatch(field.name)
        and (field.max_length or ROOM) >= ROOM
    )


def _plainness(name: str) -> int:
    """Notes before names: a name may have to be the only one."""
    order = (
        "internal_note",
        "reason",
        "decision",
        "overall_comment",
        "source_place",
        "description",
        "note",
        "body",
    )
    return order.index(name) if name in order else len(order)


def _text(serial: int) -> str:
    return f"文w{serial}番"


def _day(serial: int) -> str:
    return (date(2030, 1, 1) + timedelta(days=serial)).isoformat()


# Fields that take few different values: how, and how often each person may write another one.
FEW: dict[type[models.Model], tuple[str, Make, int]] = {
    ReviewPolicy: ("due_days", lambda serial: str((serial // 1000 - 1) * 45 + serial % 1000 + 1), 45),
    # Its name stays once an approved assessment uses it.
    AssessmentAspect: ("order", str, 1000),
    PlanRating: ("scale", lambda serial: str(FIRST_SCALE + (serial // 1000 - 1) * 10 + serial % 1000), 10),
}
