"""No script of the entry page throws on what comes after typing. When pages open and are typed in: test_accessible.py."""

import re

import pytest
from playwright.sync_api import Page, expect

from .test_grid import grid, row_of, save  # noqa: F401 - grid is a fixture
from .test_grid_paste import paste

FIRST = "KPI 1-1 オンラインで申請できる手続の数"
BUSY = """<!doctype html><html lang="ja"><main><h1 data-trouble="混み合っていて、保存できませんでした。">混み合っていて、保存できませんでした</h1>
<p data-trouble>少し待ってから、もう一度保存してください。</p><p>計画の一覧へ</p></main></html>"""


@pytest.fixture
def errors() -> list[str]:
    return []


@pytest.fixture
def page(as_, grid, errors) -> Page:  # noqa: F811
    page = as_("mihon-editor")
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(grid)
    return page


def number(page: Page):
    return row_of(page, FIRST).locator("input[data-field=value]")


def test_a_preview_that_is_due_once_the_page_of_confirmation_has_come(page, errors):
    number(page).fill("139")
    page.get_by_role("button", name="保存して提出").click()
    expect(page.locator("#hand-in-title")).to_be_visible()
    page.wait_for_timeout(800)
    page.get_by_role("link", name="提出せずに入力へ戻る").click()
    expect(number(page)).to_have_value("139")
    assert errors == []


def test_a_busy_database_is_said_in_its_own_words(page, errors):
    page.route(
        "**/entry/",
        lambda route: (
            route.fulfill(status=503, body=BUSY, content_type="text/html; charset=utf-8")
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    number(page).fill("137")
    save(page)
    status = page.locator("#grid-status")
    expect(status).to_have_text(
        "混み合っていて、保存できませんでした。少し待ってから、もう一度保存してください。"
    )
    expect(number(page)).to_have_value("137")
    page.unroute("**/entry/")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    assert errors == []


def test_two_people_at_one_row_choose_field_by_field(page, as_, errors):
    other = as_("mihon-manager")
    other.goto(page.url)
    line = row_of(other, FIRST)
    line.locator("summary").click()
    line.locator("input[data-field=value]").fill("140")
    line.locator("textarea[data-field=progress_comment]").fill("相手の文")
    save(other)
    expect(other.locator(".messagelist")).to_contain_text("1件を保存しました。")
    number(page).fill("141")
    save(page)
    line = row_of(page, FIRST)
    expect(line.locator("q.theirs")).to_have_text("140手続")
    expect(line).to_contain_text("取組状況「相手の文」")
    expect(number(page)).to_have_value("141")
    line.get_by_label("自分が書いた内容にする").check()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    expect(number(page)).to_have_value("141")
    expect(row_of(page, FIRST).locator("textarea[data-field=progress_comment]")).to_have_value("相手の文")
    assert errors == []


def test_the_table_of_a_paste_fits_a_phone(page, errors):
    page.set_viewport_size({"width": 375, "height": 800})
    paste(
        number(page),
        f"番号\t名称\t実績値\n2-Feb\t{FIRST.split(' ', 2)[2]}\t１３３\n9-9\tない指標\t{'あ' * 80}",
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text(re.compile("Excelが日付に変えたもの"))
    table = dialog.locator(".grid-paste-table")
    assert table.evaluate("part => part.scrollWidth <= part.clientWidth")
    assert dialog.evaluate("part => part.getBoundingClientRect().right <= window.innerWidth")
    assert errors == []


def test_what_is_typed_before_the_scripts_come_is_judged_and_asked_about_all_the_same(as_, grid, errors):  # noqa: F811
    page = as_("mihon-editor")
    page.on("pageerror", lambda error: errors.append(str(error)))
    held = []
    page.route("**/js/grid*.js", lambda route: held.append(route))
    page.goto(grid, wait_until="commit")
    number(page).fill("138")
    expect(row_of(page, FIRST).locator("[data-preview] .status")).to_have_count(0)
    held[0].continue_()
    expect(row_of(page, FIRST).locator("[data-preview] .status")).to_have_text("達成")
    expect(page.locator("#grid-status")).to_have_text("保存していない入力があります。")
    assert errors == []


def test_a_preview_that_finds_the_portal_busy_is_asked_for_again(page, errors):
    asked = []

    def busy_once(route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503, body=BUSY, content_type="text/html; charset=utf-8") if len(
            asked
        ) == 1 else route.continue_()

    page.route("**/preview/", busy_once)
    number(page).fill("138")
    expect(row_of(page, FIRST).locator("[data-preview] .status")).to_have_text("達成")
    assert (len(asked), errors) == (2, [])
