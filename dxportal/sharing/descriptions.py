"""A page in one true sentence, as previews and search engines show it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kpis.judging.rollup_words import roll_up_sentence
from plans.models import Plan

LONGEST = 120  # signs: what a preview shows
Shown = Mapping[str, Any]  # what the page's template was given


def description(page: str, shown: Shown) -> str:
    """`page`: the address's name. Blank where nothing is to be said."""
    told = OF_PLANS if "plan" in shown and page in OF_PLANS else OF_THE_SITE
    say = told.get(page)
    return Truncator(" ".join(say(shown).split())).chars(LONGEST) if say else ""


def _words(shown: Shown) -> dict[str, str]:
    plan: Plan = shown["plan"]
    return {"city": plan.municipality.name, "plan": plan.title}


def _overview(shown: Shown) -> str:
    words = _words(shown) | {"sentence": _standing(shown)}
    return _("%(city)s「%(plan)s」の約束と進み具合です。%(sentence)s") % words


def _scorecard(shown: Shown) -> str:
    words = _words(shown) | {"sentence": _standing(shown)}
    return _("%(city)s「%(plan)s」の指標の目標と実績の一覧です。%(sentence)s") % words


def _standing(shown: Shown) -> str:
    return roll_up_sentence(shown["roll_up"]) if "roll_up" in shown else ""


def _indicator(shown: Shown) -> str:
    words = {"indicator": shown["indicator"].name, "sentence": shown["row"].citizen_sentence}
    return _("%(indicator)s: %(sentence)s") % words


def _goal(shown: Shown) -> str:
    goal = shown["goal"]
    if shown["roll_up"].total:
        return _("%(goal)s: %(sentence)s") % {"goal": goal, "sentence": _standing(shown)}
    return goal.summary or _("%(city)s「%(plan)s」の目標「%(goal)s」です。") % (
        _words(shown) | {"goal": goal}
    )


def _action(shown: Shown) -> str:
    action = shown["action"]
    return action.summary or _("%(city)s「%(plan)s」の取組「%(action)s」です。") % (
        _words(shown) | {"action": action}
    )


def _reports(shown: Shown) -> str:
    return _("%(city)s「%(plan)s」の、四半期ごとの報告の一覧です。") % _words(shown)


def _report(shown: Shown) -> str:
    if "line" not in shown:  # none there, or not served: its address is answered with the list
        return _reports(shown)
    return _("%(city)s「%(plan)s」の、公表した報告です: %(report)s") % (
        _words(shown) | {"report": shown["line"].title}
    )


OF_PLANS: dict[str, Callable[[Shown], str]] = {
    "overview": _overview,
    "scorecard": _scorecard,
    "indicator": _indicator,
    "goal": _goal,
    "action": _action,
    "report": _report,
    "report-revision": _report,
    "map": lambda shown: (
        _("%(city)s「%(plan)s」の目標と取組のつながりを、1枚の図で示します。") % _words(shown)
    ),
    "actions": lambda shown: _("%(city)s「%(plan)s」の取組の一覧です。") % _words(shown),
    "values": lambda shown: _("%(city)s「%(plan)s」が掲げる言葉の一覧です。") % _words(shown),
    "glossary": lambda shown: _("%(city)s「%(plan)s」に出てくる言葉の説明です。") % _words(shown),
    "schedule": lambda shown: _("%(city)s「%(plan)s」で、いつ何をするかの予定です。") % _words(shown),
    "organization": lambda shown: (
        _("%(city)s「%(plan)s」を、どの部署や会議が担当するかを示します。") % _words(shown)
    ),
    "sources": lambda shown: _("%(city)s「%(plan)s」の原本と、読み取ったときの注記です。") % _words(shown),
    "source-notes": lambda shown: OF_PLANS["sources"](shown),
    "changes": lambda shown: (
        _("%(city)s「%(plan)s」で、公開してから変わったことの記録です。") % _words(shown)
    ),
    "changes-compared": lambda shown: _("%(city)s「%(plan)s」の内容を、2つの日で比べます。") % _words(shown),
    "reports": _reports,
    "report-comparison": lambda shown: _("%(city)s「%(plan)s」の報告を、2つの期で比べます。") % _words(shown),
}
OF_THE_SITE: dict[str, Callable[[Shown], str]] = {
    "home": lambda shown: _("市がDX計画で約束したことと、その進み具合を、だれでも読めるポータルです。"),
    "municipality": lambda shown: (
        _("%(city)sのDX計画が約束したことと、その進み具合を見られます。") % {"city": shown["city"].name}
    ),
    "search": lambda shown: _("DX計画の目標、取組、指標を、言葉で検索できます。"),
    "about": lambda shown: _("このポータルで見られることと、内容がどこから来ているかを説明します。"),
    "accessibility": lambda shown: _("このポータルを、だれもが使えるようにするための方針です。"),
    "method": lambda shown: _(
        "このポータルが、指標の進み具合をどう判定しているかを、計算例とともに説明します。"
    ),
}
