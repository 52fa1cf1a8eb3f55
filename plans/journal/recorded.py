"""Which tables the record holds, and what of them: read off the models, so that a new one comes along by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from plans.access import city_path
from plans.models import Acting, ChangeRecord, RecordGate, ReplacedRow, RevisionMark

APPS = ("plans", "kpis")
# Beside the apps' own: accounts, what they sign in with, and what a group may do.
ACCOUNTS = (
    "otp_totp_totpdevice", "otp_static_staticdevice", "otp_static_statictoken", "mfa_authenticator",
    "socialaccount_socialaccount", "account_emailaddress", "auth_group", "auth_group_permissions",
)  # fmt: skip
# The record's own, and what a model says of itself: it can be worked out anew from other tables at any time.
OWN = (ChangeRecord, Acting, RecordGate, ReplacedRow)
DERIVED = "IS_DERIVED"
# Columns that say nothing which somebody did: a change of these alone is none.
UNTOLD = {
    "auth_user": ("last_login",),
    "plans_plan": ("updated_at",),
    "otp_totp_totpdevice": (
        "drift", "last_t", "throttling_failure_timestamp", "throttling_failure_count", "last_used_at",
    ),
    "otp_static_staticdevice": ("throttling_failure_timestamp", "throttling_failure_count", "last_used_at"),
    "mfa_authenticator": ("last_used_at",),
}  # fmt: skip
# That they changed is told, and not what they hold: who reads them can sign in as somebody else.
SECRET = {
    "auth_user": ("password",),
    "otp_totp_totpdevice": ("key",),
    "otp_static_statictoken": ("token",),
    "mfa_authenticator": ("data",),
}


@dataclass(frozen=True)
class Recorded:
    """A table of which every change is recorded."""

    model: type[models.Model]
    # Of a table that is a record itself: only what is not done by the portal.
    only_by_hand: bool = False

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return self.model._meta.pk.column

    @property
    def columns(self) -> tuple[str, ...]:
        """Those whose change counts."""
        untold = UNTOLD.get(self.name, ())
        found = (field.column for field in self.model._meta.concrete_fields)
        return tuple(column for column in found if column not in untold)

    @property
    def secret(self) -> tuple[str, ...]:
        return SECRET.get(self.name, ())

    @property
    def files(self) -> tuple[str, ...]:
        """Columns of which the size is told."""
        fields = self.model._meta.concrete_fields
        return tuple(field.column for field in fields if field.get_internal_type() == "BinaryField")

    def city(self, row: str) -> str:
        """SQL for the id of the city to which the row (OLD, NEW, a table's name) belongs; NULL for what all share."""
        model, source = self._source(row)
        path = city_path(model)
        if path is None:
            return "NULL"
        if path == "pk":
            return source
        first, *others = path.split("__")
        described = model._meta.get_field(first)
        at = source if model is not self.model else f'{row}."{described.column}"'
        if model is not self.model:
            at = _looked_up(model, described.column, at)
        for name in others:
            model = described.related_model
            described = model._meta.get_field(name)
            at = _looked_up(model, described.column, at)
        return at

    def _source(self, row: str) -> tuple[type[models.Model], str]:
        """The model whose city counts, and SQL for the key of its row: of a table of links or of history that of its owner."""
        kept = getattr(self.model, "instance_type", None)
        if kept is not None:
            return kept, f'{row}."{kept._meta.pk.column}"'
        owner = self.model._meta.auto_created
        if owner:
            link = next(f for f in self.model._meta.fields if f.related_model is owner)
            return owner, f'{row}."{link.column}"'
        return self.model, f'{row}."{self.key}"'


def _looked_up(model: type[models.Model], column: str, key: str) -> str:
    meta = model._meta
    return f'(SELECT "{column}" FROM "{meta.db_table}" WHERE "{meta.pk.column}" = {key})'  # noqa: S608


def recorded() -> list[Recorded]:
    """Every table of which changes are recorded, by name."""
    return sorted(_recorded(), key=lambda table: table.name)


def _recorded() -> Iterator[Recorded]:
    accounts = get_user_model()
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if model in OWN or getattr(model, DERIVED, False) or meta.proxy or not meta.managed:
            continue
        owner = meta.auto_created or model
        if meta.app_label in APPS or model is accounts or owner is accounts or meta.db_table in ACCOUNTS:
            yield Recorded(model, only_by_hand=model is RevisionMark)


def is_history(table: Recorded) -> bool:
    """Whether its rows are the history of another's: that one is written is no change."""
    return hasattr(table.model, "instance_type")
