"""A whole number in a form of the admin: typed as text, so that neither the browser nor the mouse's wheel changes it."""

from playwright.sync_api import expect


def test_it_stays_as_it_was_typed_and_is_refused_in_a_sentence(as_):
    page = as_("mihon-manager")
    page.goto("/admin/kpis/reviewpolicy/")
    page.locator("#result_list tbody a").first.click()
    days = page.get_by_label("締切までの日数")
    before = days.input_value()
    days.hover()
    days.focus()
    page.mouse.wheel(0, 300)
    page.keyboard.press("ArrowDown")
    expect(days).to_have_value(before)
    days.fill("")
    page.keyboard.insert_text("3/4")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".field-due_days .errorlist")).to_contain_text("「3/4」を数として読み取れません")
    expect(days).to_have_value("3/4")
