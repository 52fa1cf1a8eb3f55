"""How a loading writes its rows: one by one, or reports of one kind together; what the database refuses is a sentence."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from plans.bulk_writing import insert_rows, update_rows
from plans.load_act import Act
from plans.models.versions import StaleRow


def save(instance: models.Model, act: Act) -> None:
    """Raises ValidationError with the constraint's own sentence when the database refuses the row."""
    _sign(instance, act)
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError as error:
        instance.validate_constraints()
        raise ValidationError(refusal(error)) from error
    except StaleRow as error:
        raise ValidationError(
            f"読み込みの間に、ほかの人が「{instance}」を変えました。もう一度実行してください。"
        ) from error


def save_together(
    changed: Mapping[int, tuple[models.Model, Sequence[str]]], act: Act
) -> dict[int, ValidationError]:
    """Stores rows of one model, each with the fields that differ (of a new one: none); what `save` would refuse, by key."""
    for instance, _fields in changed.values():
        _sign(instance, act)
    new = {key: row for key, (row, _fields) in changed.items() if row.pk is None}
    stored = {key: row for key, (row, _fields) in changed.items() if row.pk is not None}
    names = {name for _row, fields in changed.values() for name in fields}
    refused: dict[int, ValidationError] = {}
    for rows, write in ((new, insert_rows), (stored, lambda found: update_rows(found, names))):
        try:
            write(list(rows.values()))
        except (IntegrityError, StaleRow):  # which of them, and why: one by one
            for key, row in rows.items():
                try:
                    save(row, act)
                except ValidationError as error:
                    refused[key] = error
    return refused


def _sign(instance: models.Model, act: Act) -> None:
    """In whose name and why, for the history."""
    if act.why:
        instance._change_reason = act.why
    if act.by is not None:
        instance._history_user = act.by


def refusal(error: IntegrityError) -> str:
    """What the database says where it refuses something that no rule of the portal explains."""
    said = str(error).splitlines()[0]
    return (
        f"データベースが受け付けませんでした（{said}）。画面やコマンドを通さずに書きかえた行があると、こうなります。"
        "「manage.py check --database default」で確かめてください。"
    )
