"""A plan in one sentence, true and natural in every case."""

import pytest

from kpis.judging.rollup import RollUp
from kpis.judging.rollup_words import actions_sentence, roll_up_sentence
from kpis.judging.terms import Group


def roll_up(*, unrated=0, unreported=0, too_early=0, stale=0, **groups):
    """So many of each group; of those without a verdict: without a target, without a value, too early to say."""
    counts = {group: groups.get(group.name.lower(), 0) for group in Group}
    counts[Group.NONE] = unrated + unreported + too_early
    total = sum(counts.values())
    return RollUp(
        counts=tuple((group, count) for group, count in counts.items() if count),
        total=total,
        rated=total - unrated,
        judged=total - counts[Group.NONE],
        reported=total - unrated - unreported,
        stale=stale,
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"achieved": 4, "on_track": 8, "attention": 3, "late": 6, "too_early": 3},
            "24の指標のうち12が達成・順調です。",
        ),
        ({"achieved": 4, "on_track": 8}, "12の指標すべてが達成・順調です。"),
        ({"achieved": 4}, "4の指標すべてが、目標を達成しています。"),
        ({"on_track": 3, "too_early": 2}, "5の指標のうち3が達成・順調です。遅れている指標はありません。"),
        ({"late": 3, "attention": 2}, "5の指標のうち、達成・順調のものはまだありません。"),
        (
            {"achieved": 2, "missed": 3, "attention": 1},
            "計画は終わりました。6の指標のうち2が目標を達成しました。",
        ),
        (
            {"missed": 3, "attention": 1},
            "計画は終わりました。4の指標のうち、目標を達成したものはありません。",
        ),
        ({"too_early": 3}, "実績は登録されていますが、判定はこれからです。"),
        ({"unreported": 14}, "実績は、まだ登録されていません。"),
        ({"unrated": 5}, "判定する指標はありません。取組の進み具合をご覧ください。"),
        ({}, "判定する指標はありません。取組の進み具合をご覧ください。"),
    ],
)
def test_each_case_has_its_sentence(given, sentence):
    assert roll_up_sentence(roll_up(**given)) == sentence


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((11, 8, 11), "11の取組のうち8が、完了または予定どおりです。"),
        ((11, 11, 11), "11の取組すべてが、完了または予定どおりです。"),
        ((11, 0, 4), "11の取組のうち、完了・予定どおりのものはまだありません。"),
        ((11, 0, 0), "11の取組の進み具合は、まだ登録されていません。"),
        ((0, 0, 0), ""),
    ],
)
def test_of_actions_the_same_is_said(numbers, sentence):
    assert actions_sentence(*numbers) == sentence


def test_a_plan_whose_only_targets_are_words_is_not_called_one_without_indicators_to_judge():
    found = RollUp((), 0, 0, 0, 0, 0, words=((Group.NONE, 2),), with_target=2)
    assert roll_up_sentence(found) == "実績は、まだ登録されていません。"
