"""Who may sign in: a role makes its holder staff (`is_staff`), and the end of the last one takes that away again.

An account that was staff before it had a role stays staff: somebody ticked that by hand. Superusers are left alone. A role
whose days pass by changes nothing in the account; the sign-in asks for one in force (dxportal/signin/failures.py).
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone

from .models import Membership


def connect() -> None:
    """Called once, when the app is ready: forms, commands, imports and reorganisations all save here."""
    pre_save.connect(_saving, sender=Membership, dispatch_uid="plans.staffing.saving")
    post_save.connect(_saved, sender=Membership, dispatch_uid="plans.staffing.saved")
    post_delete.connect(_gone, sender=Membership, dispatch_uid="plans.staffing.gone")


def roles_in_force(user: AbstractUser) -> QuerySet[Membership]:
    return Membership.objects.in_force(at=timezone.localdate()).filter(user=user)


def roles_to_come(user: AbstractUser) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, valid_from__gt=timezone.localdate())


def is_staff_by_hand(user: AbstractUser) -> bool:
    """Whether the account is staff without owing that to a role."""
    return user.is_staff and not Membership.objects.filter(user=user, made_staff=True).exists()


def _not_ended(user: int) -> QuerySet[Membership]:
    still = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    return Membership.objects.filter(still, user=user)


def _saving(instance: Membership, **kwargs) -> None:
    """The mark is set here only: a row read before another was saved does not bring the old one back."""
    stored = Membership.objects.filter(pk=instance.pk).values_list("made_staff", flat=True).first()
    instance.made_staff = bool(stored)


def _saved(instance: Membership, **kwargs) -> None:
    accounts = get_user_model().objects.filter(pk=instance.user_id)
    if not _not_ended(instance.user_id).filter(pk=instance.pk).exists():
        if instance.made_staff:
            _mark(instance, False)
            _pass_on(instance.user_id)
    elif accounts.filter(is_staff=False, is_superuser=False).update(is_staff=True):
        instance.user.is_staff = True  # the account in hand may be saved again
        _mark(instance, True)


def _gone(instance: Membership, **kwargs) -> None:
    if instance.made_staff:
        _pass_on(instance.user_id)


def _pass_on(user: int) -> None:
    """Another role of theirs keeps them staff; without one they are no longer."""
    if Membership.objects.filter(user=user, made_staff=True).exists():
        return
    other = _not_ended(user).first()
    if other is not None:
        _mark(other, True)
    else:
        get_user_model().objects.filter(pk=user, is_superuser=False).update(is_staff=False)


def _mark(row: Membership, made_staff: bool) -> None:
    row.made_staff = made_staff
    Membership.objects.filter(pk=row.pk).update(made_staff=made_staff)
