"""Checks on single values, shared by forms, fixtures and workbooks through the models' full_clean()."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .era import Quarter, parse_partial_date
from .languages import prefix_names

# First path segments that the portal itself uses: a city cannot take one as its slug.
RESERVED_CITY_SLUGS = frozenset(
    [
        "about",
        "accessibility",
        "admin",
        "api",
        "data",
        "healthz",
        "readyz",
        "media",
        "method",
        "robots.txt",
        "search",
        "static",
    ]
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.ASCII)

# Second segments kept free for pages of a city.
RESERVED_PLAN_SLUGS = frozenset(["data", "plans", "reports", "search"])

# \Z and not $, which would let a line break through.
CODE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"

validate_code = RegexValidator(
    CODE_PATTERN,
    gettext_lazy("半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。"),
)


def municipality_check_digit(first_five: str) -> int:
    """Check digit of a 全国地方公共団体コード: weights 6 5 4 3 2, modulus 11, last digit of 11 − remainder."""
    total = sum(int(digit) * weight for digit, weight in zip(first_five, (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10


def validate_municipality_code(code: str) -> None:
    if not re.fullmatch(r"[0-9]{6}", code):
        raise ValidationError(
            _("全国地方公共団体コードは半角数字6桁で書いてください（「%(code)s」）。"), params={"code": code}
        )
    expected = municipality_check_digit(code[:5])
    if int(code[5]) != expected:
        raise ValidationError(
            _(
                "全国地方公共団体コード「%(code)s」の検査数字（6桁目）が合いません。"
                "先頭5桁が「%(head)s」なら、6桁目は「%(expected)s」です。"
            ),
            params={"code": code, "head": code[:5], "expected": expected},
        )


def validate_quarter(text: str) -> None:
    try:
        Quarter.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def validate_partial_date(text: str) -> None:
    try:
        parse_partial_date(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def validate_city_slug(slug: str) -> None:
    if slug in prefix_names():
        raise ValidationError(
            _("「%(slug)s」は言語のアドレスに使う名前です。別の名前にしてください。"), params={"slug": slug}
        )
    if slug in RESERVED_CITY_SLUGS:
        raise ValidationError(
            _("「%(slug)s」はポータルが使う名前です。別の名前にしてください。"), params={"slug": slug}
        )


def validate_plan_slug(slug: str) -> None:
    if slug in RESERVED_PLAN_SLUGS:
        raise ValidationError(
            _("「%(slug)s」はポータルが使う名前です。別の名前にしてください。"), params={"slug": slug}
        )


def validate_language(value: str) -> None:
    """A language as HTML names it. One that this portal does not offer now may be stored: it may be offered later."""
    if not _LANGUAGE.fullmatch(value):
        raise ValidationError(
            _(
                "「%s」は言語の名前として読めません。en（英語）、ja-x-easy（やさしい日本語）のように書いてください。"
            )
            % value[:20]
        )
