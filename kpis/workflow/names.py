"""How the people of a report are called: who did something, and for whom."""

from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry
from plans.era import date_label
from plans.people_names import person_label


def decision_text(row: PeriodEntry) -> str:
    """田中（鈴木の代決）令和7年（2025年）4月10日"""
    if row.decided_by is None or row.decided_at is None:
        return ""
    return f"{acting_name(row.decided_by, row.decided_for)} {date_label(timezone.localdate(row.decided_at))}"


def acting_name(user: AbstractUser | None, principal: AbstractUser | None) -> str:
    """田中（鈴木の代決）; without a principal the name alone."""
    name = person_label(user)
    if principal is None:
        return name
    return _("%(name)s（%(person)sの代決）") % {"name": name, "person": person_label(principal)}
