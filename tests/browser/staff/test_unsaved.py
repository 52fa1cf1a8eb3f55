"""Words typed on the approver's page: kept when another card is decided by the keyboard, asked about before a link."""

import pytest
from playwright.sync_api import Dialog, Page, expect

OPEN = "from kpis.models import Review\nprint(Review.objects.get(plan__municipality__slug='mihon', state='open').pk)"


@pytest.fixture
def page(as_, office) -> Page:
    found = as_("mihon-approver")
    found.goto(f"{office.url}/admin/kpis/review/{office.ask(OPEN)}/approval/")
    return found


def test_a_link_asks_before_it_takes_what_was_typed(page):
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    card = page.locator("li.approval").first
    card.get_by_text("差し戻す", exact=False).first.click()
    card.get_by_role("textbox").fill("根拠の資料を付けてください")
    address = page.url
    card.get_by_role("link", name="履歴").click(no_wait_after=True)
    expect(card.get_by_role("textbox")).to_have_value("根拠の資料を付けてください")
    assert (asked, page.url) == (["beforeunload"], address)


def test_another_card_is_returned_without_a_reason_by_keyboard_and_the_rest_stays(page):
    cards = page.locator("li.approval")
    cards.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("根拠の資料を付けてください")
    cards.first.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cards.first.get_by_text("差し戻す理由を書いてください")).to_be_visible()
    expect(cards.nth(1).get_by_role("textbox")).to_have_value("根拠の資料を付けてください")
