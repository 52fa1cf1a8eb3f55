"""Whom a citizen asks about what a page shows: the departments in charge today, and how they are reached."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from .era import date_label
from .models import Department, Municipality, Plan, PlanDepartment
from .models.base import ancestors, link_parents
from .models.contacts import Reachable
from .phone_numbers import Phone


@dataclass(frozen=True)
class Contact:
    """One department in charge, and how it is reached; a city, where no department is known."""

    path: tuple[str, ...]  # from the top: 総務局, 総務部, デジタル推進課
    notes: tuple[str, ...] = ()  # why another's contact stands here, that the department has ended
    phone: Phone | None = None
    mail: str = ""
    mail_link: str = ""  # mailto: with subject, and the page's address in the text
    form_url: str = ""
    counter: str = ""
    hours: str = ""

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.mail or self.form_url or self.counter)


@dataclass(frozen=True)
class Asking:
    """All that the end of a page says. `address`: the page's own, to be copied."""

    contacts: tuple[Contact, ...]
    address: str
    city: Municipality

    @property
    def is_anybody_reachable(self) -> bool:
        return any(contact.is_reachable for contact in self.contacts)


def departments_of(plan: Plan, links: QuerySet) -> list[Department]:
    """Those that the links (rows of a many-to-many relation) name today, each with its parents at hand; else the plan's.

    One query, two where the links name none.
    """
    holds = Exists(links.filter(department=OuterRef("pk")))
    found = link_parents(plan.municipality.departments.annotate(is_in_charge=holds))
    return [row for row in found.values() if row.is_in_charge] or departments_asked_about(plan)


def departments_asked_about(plan: Plan) -> list[Department]:
    """Those that answer questions about the plan; where none is marked, and only one has a role in it, that one."""
    rows = PlanDepartment.objects.filter(plan=plan.pk, department=OuterRef("pk"))
    found = link_parents(
        plan.municipality.departments.annotate(
            has_role=Exists(rows), is_in_charge=Exists(rows.filter(answers_questions=True))
        )
    )
    marked = [row for row in found.values() if row.is_in_charge]
    with_role = [row for row in found.values() if row.has_role]
    return marked or (with_role if len(with_role) == 1 else [])


def asking(
    city: Municipality, departments: Sequence[Department], *, subject: str, address: str, today: date
) -> Asking:
    """`subject`: what is asked about, as a mail's subject says it; `address`: the page's, whole."""
    contacts = [contact_of(row, city, subject=subject, address=address, today=today) for row in departments]
    if not contacts:
        contacts = [_reached_by(city, (city.name,), (), subject=subject, address=address)]
    return Asking(tuple(contacts), address, city)


def contact_of(
    department: Department, city: Municipality, *, subject: str, address: str, today: date
) -> Contact:
    """The department with its own contact, else the nearest one's above it that has one, else the city's."""
    path = (*reversed([row.name for row in ancestors(department)]), department.name)
    has_ended = department.valid_until is not None and department.valid_until < today
    notes = []
    if has_ended:
        words = {"department": department.name, "day": date_label(department.valid_until)}
        notes.append(_("「%(department)s」は%(day)sまでの部署です。") % words)
    for row in _asked_in_turn(department, city, today):
        if not row.is_reachable:
            continue
        if row is city:
            notes.append(_("部署の連絡先がないため、%(city)sの代表の連絡先です。") % {"city": city.name})
        elif row is not department:
            notes.append(_("「%(department)s」の連絡先です。") % {"department": row.name})
        return _reached_by(row, path, notes, subject=subject, address=address)
    return Contact(path, tuple(notes))


def _asked_in_turn(
    department: Department, city: Municipality, today: date
) -> Iterator[Department | Municipality]:
    """Who is in force today, from the department upwards, and the city at last."""
    for row in (department, *ancestors(department)):
        if row.valid_until is None or row.valid_until >= today:
            yield row
    yield city


def _reached_by(
    row: Reachable, path: Sequence[str], notes: Iterable[str], *, subject: str, address: str
) -> Contact:
    return Contact(
        path=tuple(path),
        notes=tuple(notes),
        phone=row.phone_number,
        mail=row.mail,
        mail_link=mail_link(row.mail, subject=subject, address=address) if row.mail else "",
        form_url=row.form_url,
        counter=row.counter,
        hours=row.hours if row.is_reachable else "",
    )


def mail_link(mail: str, *, subject: str, address: str) -> str:
    """mailto: with the subject, and a text that begins with the page's address (RFC 6068: lines end with CR LF)."""
    text = _("このページについて問い合わせます。\n%(address)s\n\n（ここに質問を書いてください）\n") % {
        "address": address
    }
    query = urlencode({"subject": subject, "body": text.replace("\n", "\r\n")}, quote_via=quote)
    return f"mailto:{quote(mail, safe='@')}?{query}"
