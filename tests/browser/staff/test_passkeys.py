"""Passkeys in a real browser, whose authenticator is Chromium's own in software: the page's script and the server agree."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import STICKING_OUT, violations

from .conftest import Office, opened

PASSWORD = "correct-horse-battery"
PAGE = "/admin/one-time-code/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def portal_with_passkeys(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Office]:
    """Under localhost: browsers take it for safe without TLS. There is one superuser, root."""
    folder = tmp_path_factory.mktemp("passkeys")
    with opened(folder, django_db_blocker, host="localhost", PASSKEYS="true") as office:
        office.ask(
            "from django.contrib.auth import get_user_model\n"
            f"get_user_model().objects.create_superuser('root', password='{PASSWORD}')"
        )
        yield office


@pytest.fixture
def page(browser: Browser, portal_with_passkeys: Office) -> Iterator[Page]:
    screen = {"width": DESKTOP, "height": 900}
    context = browser.new_context(viewport=screen, base_url=portal_with_passkeys.url, locale="ja-JP")
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def give_password(page: Page) -> None:
    page.goto("/admin/login/")
    page.get_by_label("ユーザー名").fill("root")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインインする").click()


def fits(page: Page) -> None:
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate(STICKING_OUT) == []


def test_a_passkey_is_registered_signs_in_alone_and_after_the_password(page: Page) -> None:
    page.goto("/admin/login/")
    expect(page.get_by_role("button", name="パスキーでサインイン")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    fits(page)
    give_password(page)
    page.goto(PAGE)
    page.get_by_label("名前（どの端末か").fill("あ" * 51)
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("alert")).to_contain_text("50文字までです（今は51文字）")
    expect(page.get_by_label("名前（どの端末か")).to_have_value("あ" * 51)
    page.get_by_label("名前（どの端末か").fill("職場のパソコン")
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="回復コード")).to_be_visible()
    page.goto(PAGE)
    expect(page.get_by_role("rowheader", name="職場のパソコン")).to_be_visible()
    fits(page)

    page.get_by_role("button", name="サインアウト").click()
    page.goto("/admin/login/?next=/admin/sign-ins/")
    page.get_by_role("button", name="パスキーでサインイン").click()
    expect(page.get_by_role("heading", name="サインインの記録", exact=True)).to_be_visible()

    page.get_by_role("button", name="サインアウト").click()
    expect(page.get_by_role("heading", name="サインアウトしました")).to_be_visible()
    give_password(page)
    expect(page.get_by_role("heading", name="本人の確認")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="パスキーで確かめる").click()
    page.wait_for_url("**/admin/")


def test_a_browser_without_the_passkey_says_what_to_do(page: Page) -> None:
    page.goto("/admin/login/")
    page.get_by_role("button", name="パスキーでサインイン").click()
    expect(page.get_by_role("alert")).to_contain_text("ほかの方法でサインインしてください。")
