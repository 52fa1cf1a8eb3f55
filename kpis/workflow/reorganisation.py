"""A year's reorganisation: indicators and actions pass from departments to their successors, in one step.

What was reported stays as it is: values, their history and the owner's name at the time belong to the department
that reported them. Only who is in charge from now on changes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Field, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Indicator
from plans.access import Right, may
from plans.era import date_label
from plans.journal.acting import acting
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Action, Department, Municipality, Plan
from plans.models.base import ancestors
from plans.models.versions import count_up

from .changed_reach import ChangedReach, changed_reaches
from .department_moves import Move
from .membership_moves import carry, members_to_carry

# A plan that ended this long ago has had its last values: its pages stay as they are.
KEPT_AFTER_END = timedelta(days=365)

Mapped = Mapping[Department, Department]  # the department → its successor


@dataclass(frozen=True)
class Options:
    """What else changes with the move."""

    end_old: bool = True  # the old departments end the day before
    start_new: bool = False  # a successor that is new and has no first day begins on the day
    carry_members: bool = False  # roles in the old departments pass to the successors


@dataclass(frozen=True)
class ReorganisationPreview:
    city: Municipality
    from_day: date
    options: Options
    moves: tuple[Move, ...]
    people: tuple[ChangedReach, ...] = ()  # whose hands rows leave or come into
    unattended: tuple[Indicator | Action, ...] = ()  # rows that lose their last editor

    @property
    def digest(self) -> str:
        """Tells two previews apart: what is confirmed is what was shown."""
        parts = [
            (
                move.old.pk,
                move.successor.pk,
                *(
                    [row.pk for row in rows]
                    for rows in (move.indicators, move.led, move.supported, move.members)
                ),
                move.old_until,
                move.new_from,
            )
            for move in self.moves
        ]
        people = [(row.user.pk, row.role, row.loses, row.gains) for row in self.people]
        shown = (self.from_day, self.options, parts, people)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def live_plans(city: Municipality, from_day: date) -> QuerySet[Plan]:
    """The plans whose indicators and actions pass on."""
    return city.plans.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=from_day - KEPT_AFTER_END))


def problems(city: Municipality, mapping: Mapped, from_day: date, options: Options) -> dict[int, str]:
    """Why a department cannot pass on like that: a sentence by its id."""
    found = {}
    for old, successor in mapping.items():
        sentence = _problem(city, mapping, old, successor, from_day, options)
        if sentence:
            found[old.pk] = sentence
    return found


def _problem(
    city: Municipality,
    mapping: Mapped,
    old: Department,
    successor: Department,
    from_day: date,
    options: Options,
) -> str:
    if {old.municipality_id, successor.municipality_id} != {city.pk}:
        return _("ほかの市区町村の部署には引き継げません。")
    if successor == old:
        return _("自分自身には引き継げません。引き継がないときは、選ばないでください。")
    if successor in mapping:
        return _(
            "「%s」も、ほかの部署に引き継ぐことになっています。先に「%s」の引き継ぎだけを行ってください。"
        ) % (successor, successor)
    if successor.valid_until and successor.valid_until < from_day:
        return _("「%s」は、この日には終わっています。") % successor
    if successor.valid_from and successor.valid_from > from_day:
        return _("「%s」は、この日にはまだ始まっていません。日付か部署の開始日を直してください。") % successor
    if options.end_old and old.valid_from and old.valid_from >= from_day:
        return _("「%s」は、この日より後に始まっています。日付を確かめてください。") % old
    return ""


def moves(
    city: Municipality, mapping: Mapped, *, from_day: date, options: Options = Options()
) -> ReorganisationPreview:
    """What would pass on. Raises ValidationError with a sentence for each department that cannot."""
    if from_day > timezone.localdate():
        raise ValidationError(_("引き継ぎの日は、今日までの日にしてください。担当はすぐに変わります。"))
    if not mapping:
        raise ValidationError(_("引き継ぎ先を、1つ以上の部署で選んでください。"))
    wrong = problems(city, mapping, from_day, options)
    if wrong:
        names = {old.pk: old.name for old in mapping}
        raise ValidationError([f"{names[key]}: {sentence}" for key, sentence in wrong.items()])
    plans = live_plans(city, from_day)
    found = tuple(_move(plans, old, successor, from_day, options) for old, successor in mapping.items())
    people, unattended = changed_reaches(city, found)
    return ReorganisationPreview(city, from_day, options, found, people, unattended)


def _move(
    plans: QuerySet[Plan], old: Department, successor: Department, from_day: date, options: Options
) -> Move:
    last = from_day - timedelta(days=1)
    ends = options.end_old and (old.valid_until is None or old.valid_until > last)
    begins = options.start_new and successor.valid_from is None
    was_there = begins and has_stood(successor, from_day)
    return Move(
        old=old,
        successor=successor,
        indicators=tuple(old.indicators.filter(plan__in=plans).select_related("plan__municipality")),
        led=tuple(old.led_actions.filter(plan__in=plans).select_related("plan__municipality")),
        supported=tuple(old.supported_actions.filter(plan__in=plans).select_related("plan__municipality")),
        members=tuple(members_to_carry(old, from_day)) if options.carry_members else (),
        old_until=last if ends else None,
        new_from=from_day if begins and not was_there else None,
        was_there=was_there,
        below=tuple(old.children.in_force(at=from_day)) if ends else (),
        listed=tuple(old.plan_roles.filter(plan__in=plans).select_related("plan", "department"))
        if ends
        else (),
    )


def has_stood(department: Department, day: date) -> bool:
    """Whether something shows that the department was there before that day: a first day would cut off what it did then.

    A blank first day says nothing of its age. Roles and departments below may be registered in advance: only such as began
    before count.
    """
    return (
        department.indicators.exists()
        or department.led_actions.exists()
        or department.supported_actions.exists()
        or department.plan_roles.exists()
        or department.children.filter(valid_from__lt=day).exists()
        or department.memberships.filter(valid_from__lt=day).exists()
    )


def reorganise(
    city: Municipality,
    mapping: Mapped,
    *,
    by: AbstractUser,
    from_day: date,
    options: Options = Options(),
    seen: str = "",
) -> ReorganisationPreview:
    """Lets everything pass on, in one transaction, and records every changed row in the admin's log.

    `seen`: the digest of the preview that was confirmed. Returns what has passed on. Raises PermissionDenied, and
    ValidationError when something cannot pass on, or is not what was seen any more.
    """
    if not may(by, Right.RUN_REVIEWS, city.pk):
        raise PermissionDenied(_("この市区町村の組織改編を行う権限がありません。"))
    with transaction.atomic():
        # One reorganisation of a city after the other, and each sees the departments as they are stored.
        Municipality.objects.select_for_update(no_key=True).get(pk=city.pk)
        stored = Department.objects.in_bulk([row.pk for pair in mapping.items() for row in pair])
        current = {stored[old.pk]: stored[successor.pk] for old, successor in mapping.items()}
        found = moves(city, current, from_day=from_day, options=options)
        if seen and seen != found.digest:
            raise ValidationError(
                _("確かめた後に、ほかの人が内容を変えました。もう一度確かめてください。何も移していません。")
            )
        # From the top downwards: a deputy's role leans on one in its department or above it.
        for move in sorted(found.moves, key=lambda move: len([*ancestors(move.old)])):
            with ExitStack() as open_:
                open_.enter_context(acting(by, _note(move, from_day)))
                for plan, rows in _by_plan(move).items():
                    grounds = Grounds(_note(move, from_day), _first_day(plan, from_day), by=by, is_step=True)
                    open_.enter_context(revising(plan, grounds, rows=rows))
                _carry_out(move, by, from_day)
        plans = {
            row.plan_id for move in found.moves for row in (*move.indicators, *move.led, *move.supported)
        }
        with acting(by):
            Plan.objects.filter(pk__in=plans).update(updated_at=timezone.now())
    return found


def _carry_out(move: Move, by: AbstractUser, from_day: date) -> None:
    _pass_on(Indicator._meta.get_field("departments"), move.indicators, move)
    _pass_on(Action._meta.get_field("lead_departments"), move.led, move)
    _pass_on(Action._meta.get_field("supporting_departments"), move.supported, move)
    changed: list[Model] = [
        *{(type(row), row.pk): row for row in (*move.indicators, *move.led, *move.supported)}.values()
    ]
    if move.old_until:
        move.old.valid_until = move.old_until
        _store(move.old, changed)
    # Several departments may have the same successor: it begins once.
    if move.new_from and move.successor.valid_from is None:
        move.successor.valid_from = move.new_from
        _store(move.successor, changed)
    changed.extend(carry(move.members, move.successor, from_day))
    if changed:
        LogEntry.objects.log_actions(by.pk, changed, CHANGE, _note(move, from_day))


def _note(move: Move, from_day: date) -> str:
    return _("組織改編: %(old)s → %(new)s（%(day)sから）") % {
        "old": move.old.name,
        "new": move.successor.name,
        "day": date_label(from_day),
    }


def _by_plan(move: Move) -> dict[Plan, list[Indicator | Action]]:
    """What passes on, by the plan whose ledger says so."""
    found: dict[Plan, list[Indicator | Action]] = {}
    for row in {(type(row), row.pk): row for row in (*move.indicators, *move.led, *move.supported)}.values():
        found.setdefault(row.plan, []).append(row)
    return found


def _first_day(plan: Plan, from_day: date) -> date:
    """A plan that is younger than the reorganisation knows its departments from its own first day."""
    return max(filter(None, (from_day, plan.known_from)))


def _store(department: Department, changed: list[Model]) -> None:
    department.full_clean()
    department.save()
    changed.append(department)


def _pass_on(field: Field, rows: Iterable[Model], move: Move) -> None:
    """Links the rows with the successor instead of the old department; their other departments stay."""
    through = field.remote_field.through
    owner, department = field.m2m_column_name(), field.m2m_reverse_name()
    links = through.objects.filter(**{f"{owner}__in": [row.pk for row in rows]})
    old = links.filter(**{department: move.old.pk})
    already = links.filter(**{department: move.successor.pk}).values_list(owner, flat=True)
    old.filter(**{f"{owner}__in": list(already)}).delete()
    old.update(**{department: move.successor.pk})
    count_up(field.model._default_manager.filter(pk__in=[row.pk for row in rows]))
