"""A plan or goal in one sentence: how many of its indicators keep what was promised. Pure: no ORM.

Every sentence is a whole pattern. Numbers are those of the verdict bar: all its indicators, references left out.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.joining import listed, sentences

from .rollup import RollUp
from .terms import Group


def roll_up_sentence(found: RollUp) -> str:
    """24の指標のうち12が達成・順調です。 What cannot be said yet is said so, and never as 0 of 24.

    Targets in words follow in a sentence of their own.
    """
    in_words = words_sentence(found)
    return in_words if in_words and not found.rated else sentences(_numbers_sentence(found), in_words)


def words_sentence(found: RollUp) -> str:
    """言葉の目標の3指標は、改善2、横ばい1です。 Blank where none of them is judged."""
    if all(group is Group.NONE for group, _count in found.words):
        return ""
    counts = [
        _("%(group)s%(count)s") % {"group": group.label, "count": count} for group, count in found.words
    ]
    return ngettext(
        "言葉の目標の%(total)s指標は、%(counts)sです。",
        "言葉の目標の%(total)s指標は、%(counts)sです。",
        found.words_total,
    ) % {"total": found.words_total, "counts": listed(counts)}


def _numbers_sentence(found: RollUp) -> str:
    if not (found.rated or found.with_target):
        return _("判定する指標はありません。取組の進み具合をご覧ください。")
    if not found.reported:
        return _("実績は、まだ登録されていません。")
    if not found.judged:
        return _("実績は登録されていますが、判定はこれからです。")
    return _ended_sentence(found) if dict(found.counts).get(Group.MISSED) else _running_sentence(found)


def _running_sentence(found: RollUp) -> str:
    counts = dict(found.counts)
    kept = counts.get(Group.ACHIEVED, 0) + counts.get(Group.ON_TRACK, 0)
    numbers = {"total": found.total, "kept": kept}
    if kept == found.total and not counts.get(Group.ON_TRACK):
        return (
            ngettext(
                "%(total)sの指標すべてが、目標を達成しています。",
                "%(total)sの指標すべてが、目標を達成しています。",
                found.total,
            )
            % numbers
        )
    if kept == found.total:
        return (
            ngettext(
                "%(total)sの指標すべてが達成・順調です。",
                "%(total)sの指標すべてが達成・順調です。",
                found.total,
            )
            % numbers
        )
    if not kept:
        return (
            ngettext(
                "%(total)sの指標のうち、達成・順調のものはまだありません。",
                "%(total)sの指標のうち、達成・順調のものはまだありません。",
                found.total,
            )
            % numbers
        )
    if kept == found.judged:
        return (
            ngettext(
                "%(total)sの指標のうち%(kept)sが達成・順調です。遅れている指標はありません。",
                "%(total)sの指標のうち%(kept)sが達成・順調です。遅れている指標はありません。",
                found.total,
            )
            % numbers
        )
    return (
        ngettext(
            "%(total)sの指標のうち%(kept)sが達成・順調です。",
            "%(total)sの指標のうち%(kept)sが達成・順調です。",
            found.total,
        )
        % numbers
    )


def _ended_sentence(found: RollUp) -> str:
    kept = dict(found.counts).get(Group.ACHIEVED, 0)
    if not kept:
        return ngettext(
            "計画は終わりました。%(total)sの指標のうち、目標を達成したものはありません。",
            "計画は終わりました。%(total)sの指標のうち、目標を達成したものはありません。",
            found.total,
        ) % {"total": found.total}
    return ngettext(
        "計画は終わりました。%(total)sの指標のうち%(kept)sが目標を達成しました。",
        "計画は終わりました。%(total)sの指標のうち%(kept)sが目標を達成しました。",
        found.total,
    ) % {"total": found.total, "kept": kept}


def actions_sentence(total: int, kept: int, known: int) -> str:
    """The same of actions, where no indicator is rated. `kept`: done or as planned; `known`: those with any status."""
    if not total:
        return ""
    numbers = {"total": total, "kept": kept}
    if not known:
        return (
            ngettext(
                "%(total)sの取組の進み具合は、まだ登録されていません。",
                "%(total)sの取組の進み具合は、まだ登録されていません。",
                total,
            )
            % numbers
        )
    if not kept:
        return (
            ngettext(
                "%(total)sの取組のうち、完了・予定どおりのものはまだありません。",
                "%(total)sの取組のうち、完了・予定どおりのものはまだありません。",
                total,
            )
            % numbers
        )
    if kept == total:
        return (
            ngettext(
                "%(total)sの取組すべてが、完了または予定どおりです。",
                "%(total)sの取組すべてが、完了または予定どおりです。",
                total,
            )
            % numbers
        )
    return (
        ngettext(
            "%(total)sの取組のうち%(kept)sが、完了または予定どおりです。",
            "%(total)sの取組のうち%(kept)sが、完了または予定どおりです。",
            total,
        )
        % numbers
    )
