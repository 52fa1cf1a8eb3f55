"""自己評価 in two cells of the sheet: the marks, the reasons. With several aspects a line for each: 有効性: A"""

import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpis.models import AssessmentAspect, AssessmentMark, Measurement
from kpis.workflow.self_assessments import Marks, aspects_of, marks_of

from .columns import OWN_MARKS, OWN_REASONS

COLONS = (":", "：")
# Signs that look alike: a circle, a large circle, an ideographic zero; a cross and letters.
ALIKE = str.maketrans(
    {"〇": "○", "◯": "○", "0": "○", "O": "○", "✕": "×", "✖": "×", "x": "×", "X": "×", "▵": "△"}
)


def own_text(row: Measurement, name: str) -> str:
    """What stands in the cell."""
    aspects, found = aspects_of(row.plan), marks_of(row)
    lines = []
    for aspect in aspects:
        key, reason = found.get(aspect.pk, (None, ""))
        mark = next((one.mark for one in aspect.scale.marks.all() if one.pk == key), "")
        text = mark if name == OWN_MARKS.name else reason
        if text:
            lines.append(f"{aspect.name}: {text}" if len(aspects) > 1 else text)
    return "\n".join(lines)


def read_own(row: Measurement, marks: str, reasons: str) -> Marks:
    """What both cells together say. Raises ValidationError by the column that is to be mended."""
    aspects = aspects_of(row.plan)
    chosen = _by_aspect(aspects, marks, OWN_MARKS.name)
    said = _by_aspect(aspects, reasons, OWN_REASONS.name)
    found: Marks = {}
    for aspect in aspects:
        text, reason = chosen.get(aspect.pk, ""), said.get(aspect.pk, "")
        if text and not reason:
            raise ValidationError(
                {OWN_REASONS.name: _("自己評価（%s）の理由を書いてください。") % aspect.name}
            )
        if reason and not text:
            raise ValidationError({OWN_MARKS.name: _("自己評価（%s）の印を書いてください。") % aspect.name})
        if text:
            found[aspect.pk] = (_mark(aspect, text).pk, reason)
    return found


def _by_aspect(aspects: list[AssessmentAspect], text: str, name: str) -> dict[int, str]:
    """The cell's text by aspect. A line that names none goes on with the one before; of one aspect it need not be named."""
    found: dict[int, list[str]] = {}
    current = aspects[0].pk if len(aspects) == 1 else None
    for line in text.splitlines():
        aspect, rest = _begun(aspects, line)
        if aspect is not None:
            current, line = aspect.pk, rest
        if not line.strip():
            continue
        if current is None:
            names = "、".join(aspect.name for aspect in aspects)
            raise ValidationError(
                {
                    name: _(
                        "観点ごとに1行ずつ、「%(example)s: …」のように書いてください（観点: %(names)s）。"
                    )
                    % {"example": aspects[0].name if aspects else "", "names": names}
                }
            )
        found.setdefault(current, []).append(line.strip())
    return {key: "\n".join(lines) for key, lines in found.items()}


def _begun(aspects: Iterable[AssessmentAspect], line: str) -> tuple[AssessmentAspect | None, str]:
    """The aspect with whose name the line begins, and what follows."""
    for aspect in sorted(aspects, key=lambda one: -len(one.name)):
        rest = line.strip().removeprefix(aspect.name).lstrip()
        if rest != line.strip() and rest.startswith(COLONS):
            return aspect, rest[1:].strip()
    return None, line


def _mark(aspect: AssessmentAspect, text: str) -> AssessmentMark:
    """The mark as written, with its words or alone. Raises ValidationError."""
    marks = list(aspect.scale.marks.all())
    for seen in (str.strip, _folded, _alike):
        meant = [
            one for one in marks if seen(text) in {seen(one.mark), seen(str(one)), seen(one.label) or "\n"}
        ]
        if len(meant) == 1:
            return meant[0]
    words = {"text": text[:20], "name": aspect.name, "marks": "、".join(one.mark for one in marks)}
    raise ValidationError(
        {
            OWN_MARKS.name: _(
                "「%(text)s」は、自己評価（%(name)s）の印にありません。%(marks)sから選んでください。"
            )
            % words
        }
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _alike(text: str) -> str:
    return text.strip().translate(ALIKE)
