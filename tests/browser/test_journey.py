"""A citizen's way down the plan and back, with the mouse on a desk and with the thumb on a phone."""

import pytest
from playwright.sync_api import Page, expect

PLAN = "宝塚市 DX推進ビジョン（案）"
PILLAR = "1 市民のくらしをもっと便利に"
SUB_GOAL = "1-1 時間や場所に関係なく、市の手続きや相談ができている"
ACTION = "② マイナンバーカードの普及促進"


def follow(page: Page, name: str, *, inside: str = "main") -> None:
    """Choose the link of that name in the part of the page."""
    page.locator(inside).get_by_role("link", name=name, exact=True).click()


def stands_on(page: Page, heading: str, *crumbs: str) -> None:
    """The page says where the visitor is: in the tab, in its heading, in the breadcrumb."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator(".breadcrumb li")).to_have_text(list(crumbs))
    expect(page.locator(".breadcrumb [aria-current=page]")).to_have_text(crumbs[-1])


@pytest.fixture
def plan_page(page: Page) -> Page:
    """A citizen who has chosen Takarazuka's plan on the home page."""
    page.goto("/")
    expect(page).to_have_title("まちのDX計画 | DX計画ポータル")
    page.locator(".plan-card").get_by_role("link", name="DX推進ビジョン（案） 第1版").click()
    return page


@pytest.fixture
def sub_goal_page(plan_page: Page) -> Page:
    """A citizen who has gone on by the picture of the plan to sub-goal 1-1."""
    follow(plan_page, "全体を1枚の体系図で見る")
    follow(plan_page, SUB_GOAL, inside=".map")
    return plan_page


def test_a_citizen_finds_takarazukas_plan_on_the_home_page(plan_page):
    stands_on(plan_page, "DX推進ビジョン（案） 第1版", "計画の一覧", PLAN)
    expect(plan_page).to_have_title("宝塚市 DX推進ビジョン（案） 第1版 | DX計画ポータル")


def test_a_citizen_sees_the_whole_plan_in_one_picture(plan_page):
    follow(plan_page, "全体を1枚の体系図で見る")
    stands_on(plan_page, "体系図", "計画の一覧", PLAN, "体系図")
    expect(plan_page).to_have_title(f"体系図 | {PLAN} | DX計画ポータル")


def test_a_citizen_goes_from_the_picture_to_a_sub_goal(sub_goal_page):
    stands_on(sub_goal_page, SUB_GOAL.removeprefix("1-1 "), "計画の一覧", PLAN, "体系図", PILLAR, SUB_GOAL)
    expect(sub_goal_page).to_have_title(f"{SUB_GOAL} | {PLAN} | DX計画ポータル")


def test_a_citizen_goes_on_to_an_action_that_serves_the_sub_goal(sub_goal_page):
    follow(sub_goal_page, ACTION)
    stands_on(sub_goal_page, ACTION, "計画の一覧", PLAN, "アクション（具体的な取組）", ACTION)
    expect(sub_goal_page).to_have_title(f"{ACTION} | {PLAN} | DX計画ポータル")
    expect(sub_goal_page.locator("main")).to_contain_text("63.5％")


def test_going_back_from_the_action_returns_to_the_sub_goal(sub_goal_page):
    follow(sub_goal_page, ACTION)
    sub_goal_page.go_back()
    stands_on(sub_goal_page, SUB_GOAL.removeprefix("1-1 "), "計画の一覧", PLAN, "体系図", PILLAR, SUB_GOAL)


def test_the_action_also_leads_to_the_sub_goal_it_serves(sub_goal_page):
    follow(sub_goal_page, ACTION)
    follow(sub_goal_page, SUB_GOAL)
    expect(sub_goal_page).to_have_url(lambda url: url.endswith("/takarazuka/dx-vision/goals/1-1/"))


def test_the_breadcrumb_leads_up_step_by_step(sub_goal_page):
    for crumb, address in [
        (PILLAR, "/takarazuka/dx-vision/goals/1/"),
        ("体系図", "/takarazuka/dx-vision/map/"),
        (PLAN, "/takarazuka/dx-vision/"),
        ("計画の一覧", "/"),
    ]:
        follow(sub_goal_page, crumb, inside=".breadcrumb")
        expect(sub_goal_page).to_have_url(lambda url, end=address: url.endswith(end))
