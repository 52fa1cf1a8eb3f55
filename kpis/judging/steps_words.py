"""How far the steps of a milestone are done, in a few words, and back from them. Pure: no ORM."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from .known import Step
from .numbers import Understood, parse_number

# What people write for a single step that is done, and for one that is not; as they are folded.
_YES = (
    "済",
    "済み",
    "完了",
    "実施済",
    "実施済み",
    "できた",
    "はい",
    "有",
    "あり",
    "○",
    "◯",
    "〇",
    "yes",
    "true",
)
_DONE = ("まで完了", "完了", "まで終了", "終了", "済み", "済", "した", "しました")  # behind a step's name
_NO = ("未", "まだ", "未実施", "未完了", "できていない", "いいえ", "無", "なし", "×", "✕", "no", "false")


def steps_text(steps: Sequence[Step], value: Decimal) -> str:
    """試行まで完了（2/3）, 完了した段階なし（0/3）; of a single step 済み, まだ."""
    done, whole = int(value), len(steps)
    if whole <= 1:
        return _("済み") if done else _("まだ")
    words = {"done": done, "whole": whole}
    if not done:
        return _("完了した段階なし（%(done)d/%(whole)d）") % words
    return _("%(step)sまで完了（%(done)d/%(whole)d）") % (words | {"step": _title(steps, done)})


def steps_goal_text(steps: Sequence[Step], value: Decimal) -> str:
    """The step that is to be done: 実施. Never blank."""
    return _title(steps, int(value)) or _("完了")


def _title(steps: Sequence[Step], number: int) -> str:
    """Of the step with that number, from 1; blank where the plan has no such step any more."""
    return steps[number - 1].title if 0 < number <= len(steps) else ""


def read_steps_done(text: str, steps: Sequence[Step]) -> Understood | None:
    """How many steps are done, written as their number, as the last one's name, or of a single one as 済み, まだ.

    None for nothing. Raises ValueError with a sentence, as `parse_number` does.
    """
    plain = _folded(text)
    meant: int | None = None
    for number, step in enumerate(steps, start=1):
        if plain in (_folded(step.title + ending) for ending in ("", *_DONE)):
            meant = number
    if meant is None and len(steps) == 1 and plain in map(_folded, _YES + _NO):
        meant = int(plain in map(_folded, _YES))
    if meant is None:
        try:
            return parse_number(text, unit="")
        except ValueError:
            raise ValueError(_which_step(text, steps)) from None
    value = Decimal(meant)
    return Understood(value, text.strip(), steps_text(steps, value))


def _which_step(text: str, steps: Sequence[Step]) -> str:
    """What can be written instead of something that is no step."""
    words = {"text": text.strip()[:40], "steps": "、".join(step.title for step in steps), "count": len(steps)}
    return (
        _(
            "「%(text)s」が、どの段階か読み取れません。終わった段階の名前（%(steps)s）か、終わった段階の数（0から%(count)dまで）を書いてください。"
        )
        % words
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
