"""What a fixture or a workbook writes for a field, as the field's own value."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models

from plans.models.fields import CodeField
from plans.typed_numbers import read_number

NUMBERS = (models.DecimalField, models.IntegerField)


def plain_value(target: models.Field, raw: object) -> object:
    """Of a field that is neither a relation nor a number. Raises ValidationError."""
    if isinstance(target, models.CharField | models.TextField):
        if isinstance(raw, list | dict):
            raise ValidationError("文字列で書いてください。")
        if isinstance(raw, bool):
            raise ValidationError('yes、no、true などを文字として書くときは、引用符 " " で囲んでください。')
        text = "" if raw is None else str(raw).strip()
        return target.to_python(text) if isinstance(target, CodeField) else text
    return target.to_python(raw)


def number_value(target: models.Field, raw: object, unit: str) -> object:
    """Of a number, as people write it. `unit`: what it counts, which may stand behind it. Raises ValidationError."""
    if not isinstance(raw, str):
        return target.to_python(raw)
    is_whole = isinstance(target, models.IntegerField)
    own = "" if is_whole else unit
    if not own and unicodedata.normalize("NFKC", raw).strip().endswith("%"):
        raise ValidationError(f"「{raw[:40]}」の % を除いて、数だけを書いてください。")
    try:
        found = read_number(raw, unit=own)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    if is_whole and found is not None and found % 1:
        raise ValidationError(f"整数で書いてください（「{raw[:40]}」）。")
    return target.to_python(found)
