"""Texts that try to be more than text, and a city in which every text is one."""

from collections.abc import Iterator

from django.apps import apps
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import DatabaseError, models, transaction

# Beginnings that a spreadsheet takes for a formula.
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "＝", "=cmd|' /C calc'!A0")
ATTACKS = (
    "<evil>",
    '"onevil="1',
    "'onevil='1",
    "<script>evil()</script>",
    "</title></textarea></style></script></svg></td><evil>",
    "<img src=x onerror=evil()>",
    "<svg onload=evil()>",
    "]]><evil/>",
    "<!--<evil>",
    "&lt;evil&gt;",
    "{{7|add:42}}{%evil%}",
    "${evil}%(evil)s{0.evil}",
    '#panic("evil")#evil',
    "$evil^2$ [*evil*] @evil `evil` \\ //",
    "';DROP TABLE plans_plan;--",
    "[e](javascript:evil())",
    "<javascript:evil()>",
    "\u202eevil\u202c\u200b\u2066",
    "\U0001f600\U00020bb7",
    "\r\nBcc: evil@evil.example\r\n",
    "\x0b\x1b[31m\x01\x7f\x85\u2028",
    "../../evil",
)
MOST = 40  # rows of a table, the newest: the walked city's
# Rows that hold the guard of public rows open, and no text for people.
MARKS = "plans.RevisionMark"
SPARED = {"sessions", "contenttypes", "axes", "otp_totp", "otp_static", "signin", "migrations"}


def hostile(number: int, most: int | None = None) -> str:
    """The text with that number, of at most so many characters: each begins otherwise and has its attacks in another order."""
    text = STARTS[number % len(STARTS)]
    if most is not None and len(text) > most:
        return text[:most]
    for at in range(len(ATTACKS)):
        attack = ATTACKS[(number + at) % len(ATTACKS)]
        if most is None or len(text) + len(attack) <= most:
            text += attack
    return text


def text_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every field of every model that takes any text; those that choose, or hold to a form, apart."""
    for model in apps.get_models():
        if model._meta.app_label not in SPARED and model._meta.label != MARKS:
            yield from ((model, field) for field in model._meta.concrete_fields if is_free(field))


def is_free(field: models.Field) -> bool:
    return (
        isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and not field.primary_key
        and not has_form(field)
    )


def has_form(field: models.Field) -> bool:
    """Whether more than its length is checked by the field itself."""
    anything = (MaxLengthValidator, ProhibitNullCharactersValidator)
    return any(not isinstance(check, anything) for check in field.validators)


def fill() -> tuple[set[str], set[str]]:
    """Writes a hostile text into every text field of every row; names of the fields filled, and of those the database refuses.

    What is approved takes no more text: of those rows the drafts are filled.
    """
    filled, refused = set(), set()
    for number, (model, field) in enumerate(text_fields()):
        name = f"{model._meta.label}.{field.name}"
        for row in model._base_manager.order_by("-pk")[:MOST]:
            own = number + (row.pk if isinstance(row.pk, int) else 0)
            try:
                with transaction.atomic():
                    changed = model._base_manager.filter(pk=row.pk)
                    changed.update(**{field.name: hostile(own, field.max_length)})
            except DatabaseError:
                refused.add(name)
            else:
                filled.add(name)
    return filled, refused - filled
