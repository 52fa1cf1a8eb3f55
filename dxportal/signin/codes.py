"""One-time codes: an authenticator app's six digits (TOTP), and recovery codes for the day the phone is lost."""

import unicodedata
from base64 import b32encode
from math import ceil

import segno
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from plans.access import Right, reach

from .passkeys import kept

RECOVERY_CODES = 10
DIGITS = 6


class CodeError(Exception):
    """The code was not accepted; the text is for the person who typed it."""


class TooSoonError(CodeError):
    """The code was not looked at: after failures there is a pause, which doubles each time."""


def has_device(user: AbstractUser) -> bool:
    """Whether the account asks for a second step: a one-time code, or a passkey."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists() or has_passkey(user)


def has_passkey(user: AbstractUser) -> bool:
    return settings.PASSKEYS and kept.of(user).exists()


def confirmed_device(user: AbstractUser) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def waiting_device(user: AbstractUser) -> TOTPDevice | None:
    """The device that is being set up and has not been confirmed by a code yet."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def runs_plans(user: AbstractUser) -> bool:
    """Whether the account is one of those that ONE_TIME_CODES=managers means: a plan's manager, a superuser."""
    return bool(reach(user, Right.RUN_REVIEWS))


@transaction.atomic
def start(user: AbstractUser) -> TOTPDevice:
    """A new key, not in force until `confirm`. A former key that was never confirmed is forgotten."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="TOTP", confirmed=False)


def confirm(user: AbstractUser, typed: str) -> tuple[TOTPDevice, list[str]]:
    """Puts the waiting key in force, and makes recovery codes: both are returned. Raises CodeError."""
    device = waiting_device(user)
    if device is None:
        raise CodeError(_("設定をはじめからやり直してください。"))
    _verify(user, device, plain(typed))
    with transaction.atomic():
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        device.confirmed = True
        return device, renew_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user: AbstractUser) -> list[str]:
    """Ten new recovery codes, eight characters each; each works once. The former ones stop working."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        codes.add(StaticToken.random_token())
    found = sorted(codes)
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in found)
    return found


def is_recovery_code(user: AbstractUser, typed: str) -> bool:
    """Whether it is one of the account's recovery codes, which is used up by that. Nothing else is counted as a failure."""
    token = StaticToken.objects.filter(device__user=user, token=plain(typed)).first()
    return token is not None and bool(token.delete()[0])


def recovery_codes_left(user: AbstractUser) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def switch_off(user: AbstractUser) -> bool:
    """The account asks for no codes any more. Whether it did before. Recovery codes stay for who has a passkey."""
    had = confirmed_device(user) is not None
    TOTPDevice.objects.filter(user=user).delete()
    if not has_passkey(user):
        StaticDevice.objects.filter(user=user).delete()
    return had


def verify(user: AbstractUser, typed: str) -> Device:
    """The device that accepts what was typed: six digits of the app, or a recovery code. Raises CodeError."""
    code = plain(typed)
    if code.isdecimal() and len(code) == DIGITS:
        device = confirmed_device(user)
    else:
        device = StaticDevice.objects.filter(user=user, confirmed=True).first()
    return _verify(user, device, code)


def _verify(user: AbstractUser, device: Device | None, code: str) -> Device:
    if device is not None:
        allowed, why = device.verify_is_allowed()
        if not allowed:
            seconds = max(1, ceil((why["locked_until"] - timezone.now()).total_seconds()))
            raise TooSoonError(_("続けて間違えたため、あと%d秒お待ちください。") % seconds)
        if verify_token(user, device.persistent_id, code):
            return device
    raise CodeError(
        _("コードが違うか、すでに使われています。アプリに表示された新しいコードを入力してください。")
    )


def plain(typed: str) -> str:
    """What was typed, with full-width characters made half-width, and without spaces and hyphens."""
    text = unicodedata.normalize("NFKC", typed)
    return "".join(character for character in text if character.isalnum()).lower()


def key_in_groups(device: TOTPDevice) -> str:
    """The key as it is typed into an app: ABCD EFGH …"""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_code(device: TOTPDevice) -> SafeString:
    """The key as a QR code: an inline SVG without style or script, its size in attributes."""
    made = segno.make(device.config_url, error="m", micro=False)
    # A picture made of digits by segno itself: nothing in it comes from a user as text.
    return mark_safe(  # noqa: S308
        made.svg_inline(
            scale=5, light="#fff", svgclass="qr-code", lineclass=None, title=_("認証アプリで読み取るQRコード")
        )
    )
