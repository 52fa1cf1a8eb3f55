"""The hierarchy as a tree, and which action serves which goal."""

import pytest

from plans.tree import Matrix, goal_tree, matrix, plan_tree
from tests.factories import make_action, make_city, make_goal, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A direction over two pillars, the first over two sub-goals of which one holds another, and a pillar alone."""
    plan = make_plan(make_city())
    top = make_goal(plan, "d", "direction", order=1)
    first = make_goal(plan, "1", "pillar", top, order=2)
    make_goal(plan, "2", "pillar", top, order=6)
    below = make_goal(plan, "1-2", "sub-goal", first, order=4)
    make_goal(plan, "1-1", "sub-goal", first, order=3)
    make_goal(plan, "1-2-1", "sub-goal", below, order=5)
    make_goal(plan, "3", "pillar", order=7)
    return plan


def shape(nodes):
    return {node.goal.code: shape(node.children) for node in nodes}


def test_goals_stand_below_their_parents_in_the_plans_order(plan):
    tree = plan_tree(plan)
    assert shape(tree) == {"d": {"1": {"1-1": {}, "1-2": {"1-2-1": {}}}, "2": {}}, "3": {}}
    assert [node.goal.code for node in tree[0].children[0].children] == ["1-1", "1-2"]


def test_walking_the_tree_reads_from_the_top_down(plan):
    walked = [node.goal.code for root in plan_tree(plan) for node in root.walk()]
    assert walked == ["d", "1", "1-1", "1-2", "1-2-1", "2", "3"]


def test_actions_stand_at_the_goals_they_serve_directly(plan):
    goals = {goal.code: goal for goal in plan.goals.all()}
    make_action(plan, "b", goals["1"], goals["1-1"], order=2)
    make_action(plan, "a", goals["1-1"], order=1)
    actions = {
        n.goal.code: [a.code for a in n.actions] for root in plan_tree(plan) for n in root.walk() if n.actions
    }
    assert actions == {"1": ["b"], "1-1": ["a", "b"]}


def test_the_tree_is_built_with_two_questions_to_the_database(plan, django_assert_num_queries):
    with django_assert_num_queries(2):
        shape(plan_tree(plan))


def test_part_of_the_hierarchy_makes_a_tree_of_its_own(plan):
    part = plan.goals.filter(code__in=["1-2", "1-2-1", "2"]).prefetch_related("actions")
    assert shape(goal_tree(part)) == {"1-2": {"1-2-1": {}}, "2": {}}


def test_a_plan_without_goals_has_no_tree_and_no_matrix():
    empty = make_plan(make_city("minami"))
    assert plan_tree(empty) == ()
    assert matrix((), []) == Matrix((), ())


def test_the_matrix_has_a_column_for_each_goal_that_is_served_and_a_row_for_every_action(plan):
    goals = {goal.code: goal for goal in plan.goals.all()}
    make_action(plan, "a", goals["2"], goals["1-1"], order=1)
    make_action(plan, "b", order=2)
    make_action(plan, "c", goals["2"], order=3)
    found = matrix(plan_tree(plan), plan.actions.all())
    assert [goal.code for goal in found.goals] == ["1-1", "2"]
    marks = {
        row.action.code: "".join("●" if serves else "・" for _, serves in row.cells) for row in found.rows
    }
    assert marks == {"a": "●●", "b": "・・", "c": "・●"}


def test_where_no_goal_is_served_there_is_no_matrix(plan):
    make_action(plan, "a")
    assert matrix(plan_tree(plan), plan.actions.all()).rows == ()


def test_takarazukas_matrix_has_its_eleven_goals_and_twenty_two_links(takarazuka):
    found = matrix(plan_tree(takarazuka), takarazuka.actions.all())
    assert len(found.goals) == len(found.rows) == 11
    assert {len(row.cells) for row in found.rows} == {11}
    assert sum(serves for row in found.rows for _, serves in row.cells) == 22
