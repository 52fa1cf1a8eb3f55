"""The entry grid in a browser: keys, a live verdict, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import violations


@pytest.fixture
def grid(office):
    """Address of the open quarter's grid, with three values to enter and nothing stored for them."""
    key = office.ask(
        "from kpis.models import *\n"
        "r = Review.objects.get(plan__municipality__slug='mihon', state='open')\n"
        "Measurement.objects.filter(indicator__plan=r.plan, period=r.period,"
        " indicator__code__in=['1-1', '1-3', '5-2']).delete()\n"
        "print(r.pk)"
    )
    return f"/admin/kpis/review/{key}/entry/"


def numbers(page: Page):
    return page.locator("input[data-field=value]")


def row_of(page: Page, name: str):
    return page.locator(".grid-row", has=page.get_by_text(name, exact=True))


def stored(office, code: str) -> str:
    return office.ask(
        "from kpis.models import *\n"
        "r = Review.objects.get(plan__municipality__slug='mihon', state='open')\n"
        f"m = Measurement.objects.filter(indicator__plan=r.plan, indicator__code='{code}', period=r.period).first()\n"
        "print(f'{m.value:f} {m.state}' if m else 'nothing')"
    )


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()


def test_keys_move_as_in_a_spreadsheet_and_enter_sends_nothing(as_, grid):
    page = as_("mihon-editor")
    page.goto(grid)
    fields = numbers(page)
    fields.nth(0).focus()
    page.keyboard.press("Enter")
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(fields.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+Enter")
    expect(fields.nth(0)).to_be_focused()
    assert page.url.endswith(grid)


def test_the_verdict_follows_the_typing_and_saving_shows_what_was_understood(as_, grid, office):
    page = as_("mihon-editor")
    page.goto(grid)
    line = row_of(page, "KPI 1-1 オンラインで申請できる手続の数")
    line.locator("input[data-field=value]").fill("１３３")
    expect(line.locator("[data-preview] .status")).to_have_text("達成")
    assert stored(office, "1-1") == "nothing"
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    assert stored(office, "1-1") == "133.000000 draft"


def test_a_wrong_row_keeps_what_was_typed_while_the_right_one_is_saved(as_, grid, office):
    page = as_("mihon-editor")
    page.goto(grid)
    row_of(page, "KPI 1-1 オンラインで申請できる手続の数").locator("input[data-field=value]").fill("134")
    wrong = row_of(page, "KPI 1-3 氏名や住所を書かずに申請できる手続の数").locator("input[data-field=value]")
    wrong.fill("たくさん")
    save(page)
    expect(page.locator("#grid-problems")).to_contain_text("1件を直してください")
    expect(wrong).to_have_value("たくさん")
    assert (stored(office, "1-1"), stored(office, "1-3")) == ("134.000000 draft", "nothing")


def test_a_failing_network_loses_nothing_and_the_input_is_sent_again(as_, grid, office):
    page = as_("mihon-editor")
    page.goto(grid)
    row_of(page, "KPI 1-1 オンラインで申請できる手続の数").locator("input[data-field=value]").fill("135")
    page.context.set_offline(True)
    save(page)
    expect(page.locator("#grid-status")).to_contain_text("通信できませんでした")
    page.context.set_offline(False)
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。", timeout=20_000)
    assert stored(office, "1-1") == "135.000000 draft"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_expired_session_loses_nothing(as_, arrive, grid, office, script):
    page = as_("mihon-editor", java_script_enabled=script)
    page.goto(grid)
    field = row_of(page, "KPI 1-1 オンラインで申請できる手続の数").locator("input[data-field=value]")
    field.fill("136")
    page.context.clear_cookies(name="sessionid")
    save(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("サインイン")).first.click()
    other = opened.value
    other.get_by_label("ユーザー名").fill("mihon-editor")
    other.get_by_label("パスワード").fill(office.passwords["mihon-editor"])
    other.get_by_role("button", name="サインインする").click()
    expect(
        other.get_by_role("link", name="サインアウト").or_(other.get_by_role("button", name="サインアウト"))
    ).to_be_visible()
    again = page.get_by_role("button", name="保存" if script else "もう一度送る", exact=True)
    again.click()
    if not script and page.get_by_role("button", name="もう一度送る").count():
        page.get_by_role(
            "button", name="もう一度送る"
        ).click()  # the page's token was that of the former session
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    assert stored(office, "1-1") == "136.000000 draft"


def test_without_script_the_grid_is_a_plain_form(as_, grid, office):
    page = as_("mihon-editor", java_script_enabled=False)
    page.goto(grid)
    row_of(page, "KPI 1-1 オンラインで申請できる手続の数").locator("input[data-field=value]").fill("137")
    page.get_by_role("button", name="保存せずに確かめる").click()
    expect(
        row_of(page, "KPI 1-1 オンラインで申請できる手続の数").locator(".preview-sentence")
    ).to_contain_text("137手続")
    assert stored(office, "1-1") == "nothing"
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("1件を保存しました。")
    assert stored(office, "1-1") == "137.000000 draft"


def test_the_second_of_two_people_sees_the_other_value_and_chooses(as_, grid, office):
    first, second = as_("mihon-editor"), as_("mihon-manager")
    for page in (first, second):
        page.goto(grid)
    name = "KPI 1-1 オンラインで申請できる手続の数"
    row_of(first, name).locator("input[data-field=value]").fill("138")
    save(first)
    expect(first.locator(".messagelist")).to_contain_text("保存しました")
    row_of(second, name).locator("input[data-field=value]").fill("139")
    save(second)
    conflict = row_of(second, name).locator(".contested")
    expect(conflict).to_contain_text("138手続")
    assert stored(office, "1-1") == "138.000000 draft"
    conflict.get_by_label("自分が書いた内容にする").check()
    save(second)
    expect(second.locator(".messagelist")).to_contain_text("1件を保存しました。")
    assert stored(office, "1-1") == "139.000000 draft"


def test_only_what_was_written_is_handed_in_after_a_list_of_it(as_, grid, office):
    page = as_("mihon-manager")
    page.goto(grid)
    row_of(page, "KPI 1-1 オンラインで申請できる手続の数").locator("input[data-field=value]").fill("138")
    page.get_by_role("button", name="保存して提出").click()
    expect(page.locator("#hand-in-title")).to_have_text(re.compile("次の1件（.+1件）を提出します"))
    assert stored(office, "1-1") == "138.000000 draft"
    expect(page.get_by_role("button", name="印の付いた行を提出")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("1件を提出しました。")
    assert stored(office, "1-1") == "138.000000 submitted"
