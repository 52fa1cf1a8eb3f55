"""The entry grid in a browser: what is typed while the portal is busy with something else is not lost."""

import re

import pytest
from playwright.sync_api import Request, expect

from .test_grid import grid, row_of, save, stored  # noqa: F401 - grid is a fixture

FIRST = "KPI 1-1 オンラインで申請できる手続の数"
SECOND = "KPI 1-3 氏名や住所を書かずに申請できる手続の数"


def number(page, name: str):
    return row_of(page, name).locator("input[data-field=value]")


def is_save(request: Request) -> bool:
    """Whether a request saves the grid. What was just typed is also sent, to be judged before it is stored."""
    return request.method == "POST" and request.url.endswith("/entry/")


@pytest.fixture
def page(as_, grid):  # noqa: F811
    page = as_("mihon-editor")
    page.goto(grid)
    return page


def test_somebody_who_goes_on_typing_during_a_save_keeps_the_words(page, office):
    """The answer is held back until the next value has been typed."""
    held = []
    page.route(
        "**/entry/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    number(page, FIRST).fill("141")
    with page.expect_request(is_save):
        save(page)
    number(page, SECOND).fill("42")
    held[0].continue_()
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    expect(number(page, SECOND)).to_have_value("42")
    expect(page.locator("#grid-status")).to_contain_text("保存していない入力")
    assert (stored(office, "1-1"), stored(office, "1-3")) == ("141.000000 draft", "nothing")
    page.unroute("**/entry/")
    with page.expect_response(lambda answer: is_save(answer.request)):  # its words stand there already
        save(page)
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    assert stored(office, "1-3") == "42.000000 draft"


def test_an_answer_lost_on_its_way_makes_no_conflict(page, office):
    """The portal has stored the value, but the browser never hears of it and sends it again."""
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/entry/", lose)
    number(page, FIRST).fill("１４２")
    save(page)
    expect(page.locator("#grid-status")).to_contain_text("通信できませんでした")
    assert stored(office, "1-1") == "142.000000 draft"
    save(page)
    expect(page.locator(".messagelist")).to_be_visible()
    expect(page.locator(".grid-conflict")).to_have_count(0)
    expect(number(page, FIRST)).to_have_value("142")


def test_taking_a_submission_back_keeps_what_was_typed_elsewhere(page, office):
    number(page, FIRST).fill("143")
    page.get_by_role("button", name="保存して提出").click()
    page.get_by_role("button", name="印の付いた行を提出").click()
    expect(page.locator(".messagelist")).to_contain_text("提出しました")
    number(page, SECOND).fill("43")
    page.locator(".grid-done summary").click()
    page.locator(".grid-done tr", has_text=FIRST).get_by_role("button", name=re.compile("取り戻す")).click()
    expect(page.locator(".messagelist")).to_contain_text("まだ保存していません")
    expect(number(page, SECOND)).to_have_value("43")
    assert (stored(office, "1-1"), stored(office, "1-3")) == ("143.000000 draft", "nothing")
