"""A mistake in a plan's YAML file is named by its place, once, and nothing is saved."""

import pytest

from plans.fixture_files import LoadError
from plans.loading import MAX_ERRORS, load_file
from plans.models import (
    Municipality,
)

from .conftest import CITY_AND_PLAN, PILLAR, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def mistakes(write):
    """The sentences with which the rows, put after city and plan, are refused."""

    def mistakes(rows: str, *, before: str = CITY_AND_PLAN) -> list[str]:
        with pytest.raises(LoadError) as refused:
            load_file(write(before + rows))
        return refused.value.messages

    return mistakes


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (PILLAR + "    colour: red\n", "colour", "この項目はありません"),
        (PILLAR + "    id: 7\n", "id", "この項目はありません"),
        (
            PILLAR + "    parent: [kitayama, smart-plan, '9']\n",
            "parent",
            "「kitayama / smart-plan / 9」がありません",
        ),
        (PILLAR + "    parent: [kitayama, '9']\n", "parent", "3個の値"),
        (PILLAR + "    parent: shimin\n", "parent", "3個の値"),
        (PILLAR.replace("pillar", "theme"), "kind", "theme"),
        (PILLAR.replace("pillar", "sub-goal"), "parent", "置くことはできません"),
        (PILLAR.replace('"1"', "柱1"), "code", "半角の英小文字"),
        (PILLAR.replace("    title: 柱\n", ""), "title", "このフィールド"),
        (PILLAR.replace("    plan: [kitayama, smart-plan]\n", ""), "plan", "この項目が必要です"),
        (PILLAR.replace("[kitayama, smart-plan]", "null"), "plan", "NULL"),
        (PILLAR + "    order: たくさん\n", "order", "数として読み取れません"),
        (PILLAR + "    order: -1\n", "order", "0"),
        (PILLAR + "    summary: [一, 二]\n", "summary", "文字列で"),
        (PILLAR + f"    number: {'長' * 21}\n", "number", "20"),
    ],
)
def test_a_mistake_is_named_by_file_row_line_and_field(mistakes, row, field, words):
    [sentence] = mistakes(row)
    assert sentence.startswith("kita.yaml 3件目（11行目）目標")
    assert f" {field}: " in sentence or f"{field}: " in sentence.split("目標", 1)[1]
    assert words in sentence.split(f"{field}: ", 1)[1]


def test_an_unknown_field_is_answered_with_the_known_ones(mistakes):
    [sentence] = mistakes(PILLAR + "    titel: 柱\n")
    assert "使える項目" in sentence
    assert "subtitle" in sentence


def test_a_wrong_municipality_code_is_answered_with_the_expected_digit(mistakes):
    [sentence] = mistakes("", before=CITY_AND_PLAN.replace("011002", "011003"))
    assert sentence.startswith("kita.yaml 1件目（1行目）市区町村")
    assert ": code: " in sentence
    assert "6桁目は「2」" in sentence


def test_a_schedule_item_without_track_is_named_like_any_other_mistake(mistakes):
    item = PILLAR.replace("plans.goal", "plans.scheduleitem").replace("pillar", "task")
    [sentence] = mistakes(item + '    from_quarter: "2024-Q1"\n    to_quarter: "2024-Q1"\n')
    assert sentence.startswith("kita.yaml 3件目（11行目）スケジュールの項目 1: track: ")


def test_a_malformed_quarter_is_answered_with_an_example(mistakes):
    track = PILLAR.replace("plans.goal", "plans.scheduletrack").replace("    kind: pillar\n", "")
    item = PILLAR.replace("plans.goal", "plans.scheduleitem").replace("pillar", "task")
    item += "    track: [kitayama, smart-plan, '1']\n    from_quarter: 2024-3\n    to_quarter: 2024-Q3\n"
    assert any(
        "from_quarter: 「2024-3」を四半期として読み取れません。令和7年度第4四半期" in sentence
        for sentence in mistakes(track + item)
    )


@pytest.mark.parametrize("field", ["goals", "lead_departments"])
def test_an_action_with_a_goal_or_department_of_elsewhere_is_refused(mistakes, field):
    action = PILLAR.replace("goal", "action").replace("    kind: pillar\n", "")
    elsewhere = {"goals": "[[takarazuka, dx-vision, '1']]", "lead_departments": "[[amagasaki, somu]]"}[field]
    [sentence] = mistakes(f"{action}    {field}: {elsewhere}\n")
    assert sentence.startswith(f"kita.yaml 3件目（11行目）取組 1: {field}: ")
    assert "別の" in sentence


def test_links_that_are_no_list_are_refused(mistakes):
    action = PILLAR.replace("goal", "action").replace("    kind: pillar\n", "")
    assert "一覧" in mistakes(action + "    goals: null\n")[0]
    assert "3個の値" in mistakes(action + "    goals: [kitayama]\n")[0]


def test_the_same_code_twice_in_a_file_is_refused_instead_of_the_first_row_lost(mistakes):
    [sentence] = mistakes(PILLAR + PILLAR.replace("title: 柱", "title: 別の柱"))
    assert sentence.startswith("kita.yaml 4件目（17行目）目標 1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- model: plans.goal\n  fields: {title: 柱\n", "行目"),
        ("- model: plans.goal\n\tfields: 1\n", "2行目 1文字目"),
        ("model: plans.goal\n", "行の一覧"),
        ("", "行の一覧"),
        ("柱\n", "行の一覧"),
    ],
)
def test_a_file_that_is_no_list_of_rows_is_refused(mistakes, text, words):
    [sentence] = mistakes(text, before="")
    assert sentence.startswith("kita.yaml")
    assert words in sentence


def test_a_field_given_twice_is_refused_instead_of_the_first_value_lost(mistakes):
    [sentence] = mistakes(PILLAR + "    order: 3\n    title: 別の柱\n")
    line = (CITY_AND_PLAN + PILLAR).count("\n") + 2
    assert sentence.startswith(f"kita.yaml {line}行目 5文字目: ")
    assert "「title」が2つあります" in sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("- plans.goal\n", "model と fields を書いてください"),
        ("- model: plans.goal\n", "model と fields を書いてください"),
        ("- fields: {}\n", "model と fields を書いてください"),
        ("- model: plans.theme\n  fields: {}\n", "「plans.theme」という種類の行はありません"),
        ("- model: goal\n  fields: {}\n", "「goal」という種類の行はありません"),
        ("- model: auth.user\n  fields: {username: root}\n", "「auth.user」はファイルから読み込めません"),
        ("- model: plans.membership\n  fields: {role: manager}\n", "読み込めません"),
    ],
)
def test_a_row_that_is_no_row_of_a_plan_is_named_by_number_and_line(mistakes, row, words):
    [sentence] = mistakes(row)
    assert sentence.startswith("kita.yaml 3件目（11行目）: ")
    assert words in sentence


def test_nothing_is_saved_when_the_last_row_is_wrong(mistakes):
    counts = stored()
    mistakes(PILLAR + PILLAR.replace('"1"', "誤"))
    assert stored() == counts
    assert not Municipality.objects.filter(slug="kitayama").exists()


def test_one_mistake_gives_one_message_and_its_consequences_are_silent(mistakes):
    below = (
        PILLAR.replace('"1"', '"1-1"').replace("pillar", "sub-goal")
        + "    parent: [kitayama, smart-plan, '1']\n"
    )
    deeper = below.replace('"1-1"', '"1-2"').replace("'1'", "'1-1'")
    sentences = mistakes(PILLAR.replace("pillar", "theme") + below + deeper)
    assert len(sentences) == 1
    assert "3件目" in sentences[0]


def test_two_mistakes_are_reported_together(mistakes):
    sentences = mistakes(PILLAR.replace('"1"', "誤") + PILLAR.replace("pillar", "theme"))
    assert ["3件目" in sentences[0], "4件目" in sentences[1], len(sentences)] == [True, True, 2]


def test_a_hopeless_file_is_given_up_after_some_messages(mistakes):
    sentences = mistakes("".join(PILLAR.replace('"1"', f"誤{n}") for n in range(MAX_ERRORS + 5)))
    assert len(sentences) == MAX_ERRORS + 1
    assert "止めました" in sentences[-1]


def test_a_word_that_yaml_takes_for_a_truth_value_is_asked_for_in_quotes(mistakes):
    [sentence] = mistakes(PILLAR.replace("title: 柱", "title: yes"))
    assert "引用符" in sentence
    assert "title" in sentence
