"""Forms in which texts were put together that stand in reports and in the record of changes, to be taken apart again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from kpis.judging.coverage_forms import FORMS as COVERAGE_FORMS
from kpis.judging.rules_in_words import NOTES
from plans.joining import listed, with_remark

_WHERE = re.compile(r"%(?:\\\((?P<name>\w+)\\\))?(?P<kind>[sd])")  # in an escaped form
_ALONE = "it"  # a part that the form does not name
# Figures, spans and lines of changes; a report that was published keeps the form of its day.
_FORMS = (
    *COVERAGE_FORMS,
    gettext_noop("%sの範囲"),
    gettext_noop("%s以上"),
    gettext_noop("%sより大きい"),
    gettext_noop("%s以下"),
    gettext_noop("%s超"),
    gettext_noop("%s未満"),
    gettext_noop("%s位以内"),
    gettext_noop("%s位"),
    gettext_noop("%sポイント"),
    gettext_noop("仮 %s"),
    gettext_noop("%(from)sから%(to)sまで"),
    gettext_noop("%sから（終わりの日は決めず、必要に応じて見直し）"),
    gettext_noop("%s（四半期の途中）"),
    gettext_noop("%sの値"),
    gettext_noop("%sの報告"),
    gettext_noop("この四半期は%s"),
    gettext_noop("最新 %(value)s（%(because)s）"),
    gettext_noop("最後の値は%sです。"),
    gettext_noop("%sの承認された値がありません。"),
    gettext_noop("締切の%d日後に提出されました。"),
    gettext_noop("更新遅れ（報告の期限から%d日を過ぎても値がない）"),
    gettext_noop("%(label)sの値の日付は、%(day)sです。"),
    gettext_noop("%(label)s 第%(number)d版 %(text)s（%(reason)s）"),
    gettext_noop("%(period)sの値がまだ登録されていません（報告の期限は%(day)sでした）。"),
    gettext_noop("訂正版 第%d版"),
    gettext_noop("%(from)sから"),
    gettext_noop("%(from)sから（%(reason)s）"),
    gettext_noop("%s（仮）"),
    gettext_noop("目標（%s）"),
    gettext_noop("目標（%s年）"),
    gettext_noop("目標（%s年度）"),
    gettext_noop("%sから。"),
    gettext_noop("%sに記録。"),
    gettext_noop("%s で換算。"),
    gettext_noop(
        "担当課の自己評価（%(aspect)s）は「%(mark)s」（区分では「%(own)s」）ですが、このポータルの判定は「%(verdict)s」です。"
    ),
    gettext_noop("%(kind)s: %(item)s"),
    gettext_noop("%(item)s（%(kind)s）"),
)
# In these people's own words stand behind what the portal wrote.
_WITH_PEOPLES_WORDS = frozenset(
    {
        "%(kind)s: %(item)s",
        "%(item)s（%(kind)s）",
        "%(from)sから（%(reason)s）",
        "%(label)s 第%(number)d版 %(text)s（%(reason)s）",
    }
)


@dataclass(frozen=True)
class Form:
    words: str  # with %(name)s or %s where its parts stand
    made_of: Callable[[dict[str, str]], str]  # its parts in the page's language, put together in it

    @property
    def may_hold_peoples_words(self) -> bool:
        return self.words in _WITH_PEOPLES_WORDS

    @cached_property
    def own_length(self) -> int:
        """How many letters are the form's own."""
        return len(_WHERE.sub("", re.escape(self.words)).replace("\\", ""))

    def taken_apart(self, text: str) -> Iterator[dict[str, str]]:
        """The parts of which the text is made; where a bracket or a comma stands in one, more than one way."""
        for pattern in self._patterns:
            if found := pattern.fullmatch(text):
                yield found.groupdict()

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(_WHERE.sub(partial(_group, least=least), re.escape(self.words))) for least in ("", "?")
        )


@cache
def forms() -> tuple[Form, ...]:
    """The more of its own words a form has, the earlier it is tried."""
    found = [
        *(Form(words, partial(_filled, words)) for words in (*_FORMS, *_notes())),
        _joined(lambda parts: with_remark(parts["text"], parts["remark"]), "text", "remark"),
        _joined(lambda parts: listed((parts["first"], parts["next"])), "first", "next"),
    ]
    return tuple(sorted(found, key=lambda form: -form.own_length))


def _notes() -> list[str]:
    """Notes of the method that tell a number."""
    with override(settings.LANGUAGE_CODE):
        return [text for text in map(str, NOTES) if _WHERE.search(re.escape(text))]


def _filled(form: str, parts: dict[str, str]) -> str:
    read = {
        name: int(part) if f"%({name})d" in form or "%d" in form else part for name, part in parts.items()
    }
    return _(form) % read.get(_ALONE, read)


def _joined(made_of: Callable[[dict[str, str]], str], *names: str) -> Form:
    with override(settings.LANGUAGE_CODE):
        return Form(made_of({name: f"%({name})s" for name in names}), made_of)


def _group(where: re.Match[str], least: str) -> str:
    part = "[0-9]{1,9}" if where["kind"] == "d" else f".+{least}"
    return f"(?P<{where['name'] or _ALONE}>{part})"
