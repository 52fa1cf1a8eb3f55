"""A citizen's way down the plan and back, with the mouse on a desk and with the thumb on a phone."""

import re

from playwright.sync_api import Page, expect

from .conftest import TAKARAZUKA

PLAN = "宝塚市 DX推進ビジョン"
EDITION = "DX推進ビジョン（案） 第1版"
PILLAR = "1 市民のくらしをもっと便利に"
SUB_GOAL = "1-1 時間や場所に関係なく、市の手続きや相談ができている"
ACTION = "② マイナンバーカードの普及促進"
WAY_TO_SUB_GOAL = ["計画の一覧", PLAN, "体系図", PILLAR, SUB_GOAL]
WAY_TO_ACTION = ["計画の一覧", PLAN, "アクション", ACTION]


def follow(page: Page, name: str, *, inside: str = "main") -> None:
    """Choose the link of that name in that part of the page."""
    page.locator(inside).get_by_role("link", name=name, exact=True).click()


def stands_on(page: Page, title: str, *, heading: str, crumbs: list[str]) -> None:
    """The page says where the visitor is: in the tab, in its heading, in the breadcrumb."""
    expect(page).to_have_title(f"{title} | DX計画ポータル")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading, use_inner_text=True)
    expect(page.locator(".breadcrumb li")).to_have_text(crumbs)
    expect(page.locator(".breadcrumb [aria-current=page]")).to_have_text(crumbs[-1:])


def test_a_citizen_goes_from_the_home_page_down_to_an_action_and_back(page):
    page.goto("/")
    expect(page).to_have_title("まちのDX計画 | DX計画ポータル")
    follow(page, EDITION, inside=".plan-card")
    stands_on(page, f"宝塚市 {EDITION}", heading=EDITION, crumbs=WAY_TO_SUB_GOAL[:2])
    follow(page, "全体を1枚の体系図で見る")
    stands_on(page, f"体系図 | {PLAN}", heading="体系図", crumbs=WAY_TO_SUB_GOAL[:3])
    follow(page, SUB_GOAL, inside=".map")
    stands_on(page, f"{SUB_GOAL} | {PLAN}", heading=SUB_GOAL.removeprefix("1-1 "), crumbs=WAY_TO_SUB_GOAL)
    follow(page, ACTION)
    stands_on(page, f"{ACTION} | {PLAN}", heading=ACTION, crumbs=WAY_TO_ACTION)
    page.go_back()
    stands_on(page, f"{SUB_GOAL} | {PLAN}", heading=SUB_GOAL.removeprefix("1-1 "), crumbs=WAY_TO_SUB_GOAL)


def test_the_action_shows_its_facts_and_the_way_to_the_sub_goal_it_serves(page):
    page.goto(f"{TAKARAZUKA}actions/2/")
    expect(page.locator("main")).to_contain_text("63.5%")
    follow(page, SUB_GOAL)
    expect(page).to_have_url(re.compile(f"{TAKARAZUKA}goals/1-1/$"))


def test_the_breadcrumb_leads_up_step_by_step_to_the_home_page(page):
    page.goto(f"{TAKARAZUKA}goals/1-1/")
    for crumb, address in [
        (PILLAR, f"{TAKARAZUKA}goals/1/"),
        ("体系図", f"{TAKARAZUKA}map/"),
        (PLAN, TAKARAZUKA),
        ("計画の一覧", "/"),
    ]:
        follow(page, crumb, inside=".breadcrumb")
        expect(page).to_have_url(re.compile(rf":\d+{address}$"))
