"""Pasting from a spreadsheet into the entry grid: a table first, one key to take it in, one to take it back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import violations

from .test_grid import grid, row_of, stored  # noqa: F401 - grid is a fixture

FIRST = "KPI 1-1 オンラインで申請できる手続の数"
NEXT = "KPI 1-3 氏名や住所を書かずに申請できる手続の数"


def paste(field: Locator, text: str, html: str = "<table></table>") -> None:
    """What Ctrl+V does in that field with these cells on the clipboard."""
    field.focus()
    field.page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            data.setData("text/html", html);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [text, html],
    )


def accept(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def number(page: Page, name: str = FIRST) -> Locator:
    return row_of(page, name).locator("input[data-field=value]")


@pytest.fixture
def page(as_, grid) -> Page:  # noqa: F811
    page = as_("mihon-editor")
    page.goto(grid)
    return page


def test_enter_takes_it_in_and_escape_takes_it_back(page, office):
    number(page).fill("130")
    paste(number(page), "1-3\t41\r\n1-1\t１３３\r\n")
    dialog = page.get_by_role("dialog", name="どこに何を貼り付けるか")
    expect(dialog.locator("tr[data-fill]")).to_have_count(2)
    expect(dialog.locator("tr[data-fill]", has_text=FIRST)).to_contain_text("130")
    expect(number(page)).to_have_value("130")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(number(page)).to_have_value("１３３")
    expect(number(page, NEXT)).to_have_value("41")
    expect(number(page)).to_be_focused()
    expect(row_of(page, FIRST).locator("[data-preview] .status")).to_have_text("達成")
    expect(page.locator("#grid-undo")).to_contain_text("2か所に貼り付けました")
    page.keyboard.press("Escape")
    expect(number(page)).to_have_value("130")
    expect(number(page, NEXT)).to_have_value("")
    assert stored(office, "1-1") == "nothing"


def test_the_button_takes_it_back_and_leaves_what_was_typed_since(page):
    paste(number(page), "1-1\t133\n1-3\t41")
    accept(page)
    said = page.locator("#grid-undo")
    expect(said.get_by_role("button")).to_have_text("元に戻す（Esc）")
    number(page, NEXT).fill("42")
    expect(said.get_by_role("button")).to_have_text("元に戻す")
    page.keyboard.press("Escape")
    expect(said).to_contain_text("Escでは戻しません")
    expect(number(page)).to_have_value("133")
    said.get_by_role("button").click()
    expect(number(page)).to_have_value("")
    expect(number(page, NEXT)).to_have_value("42")
    expect(said).to_have_text("貼り付ける前に戻しました。書き直した1か所は、そのままです。")


def test_escape_in_the_table_takes_nothing_in(page):
    paste(number(page), "1-1\t133\n1-3\t41")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(number(page)).to_have_value("")
    expect(number(page)).to_be_focused()


def test_a_mismatch_is_named_and_nothing_goes_in(page):
    paste(number(page), "1-1\t133\n9-9\t41")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".errornote")).to_contain_text("番号「9-9」は、この表にありません。")
    expect(dialog.get_by_role("button")).to_have_text(["閉じる（Enter）"])
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(number(page)).to_have_value("")


def test_fewer_lines_than_rows_go_in_once_somebody_says_so(page):
    paste(number(page), "133\n41")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="入れる")).to_be_disabled()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(number(page)).to_have_value("")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(number(page)).to_have_value("133")


def test_choices_are_filled_and_folded_fields_open(page):
    choice = row_of(page, FIRST).locator("select[data-field=observation_status]")
    paste(choice, '番号\t値の状態\t課題\n1-1\t速報値\t"一行目\n二行目"')
    accept(page)
    expect(choice).to_have_value("P")
    issues = row_of(page, FIRST).locator("textarea[data-field=issues_comment]")
    expect(issues).to_be_visible()
    expect(issues).to_have_value("一行目\n二行目")
    page.keyboard.press("Escape")
    expect(choice).to_have_value("A")
    expect(issues).to_have_value("")


def test_one_cell_and_prose_are_pasted_as_ever(page):
    """The browser does it: the script stays out of the way."""
    texts = row_of(page, FIRST)
    texts.locator("summary").click()
    area = texts.locator("textarea[data-field=progress_comment]")
    for field, text, html in (
        (number(page), "131\n", "<table></table>"),
        (area, "一行目\n二行目", ""),
        (area, '"一行目\n二行目"', "<table></table>"),
    ):
        paste(field, text, html)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("#grid-status")).to_have_text("")


def test_without_a_network_nothing_goes_in_and_one_is_told(page):
    page.context.set_offline(True)
    paste(number(page), "1-1\t133\n1-3\t41")
    expect(page.locator("#grid-status")).to_contain_text("貼り付けていません")
    expect(number(page)).to_have_value("")
    page.context.set_offline(False)
