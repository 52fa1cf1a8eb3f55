"""Who is let in by OpenID Connect: somebody whom the portal knows, to the page they wanted, and nothing is kept."""

from urllib.parse import parse_qs, urlsplit

import pytest

from ...conftest import is_in
from ..conftest import START, come_back, sign_on, visit_directory
from ..identity_provider import CLIENT, SECRET

pytestmark = pytest.mark.django_db


def test_who_has_a_role_is_let_in_to_the_page_they_wanted(client, member, directory, newest):
    answer = sign_on(client, START + "?next=/admin/kpis/review/")
    assert answer["Location"] == "/admin/kpis/review/"
    assert client.get("/admin/kpis/review/").status_code == 200
    assert newest() == (
        "田中（tanaka）" if member.last_name else "tanaka",
        "成功",
        "",
        "市役所のアカウント（OIDC）",
    )


def test_the_sign_in_page_has_one_button_that_keeps_the_wanted_page(client, member, directory):
    page = client.get("/admin/login/?next=/admin/kpis/review/").content.decode()
    assert (
        'href="/admin/sso/oidc/?next=%2Fadmin%2Fkpis%2Freview%2F">市役所のアカウントでサインイン</a>' in page
    )


def test_the_question_to_the_directory_is_bound_to_this_browser(client, directory):
    asked = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["client_id"] == [CLIENT]
    assert asked["redirect_uri"] == ["http://testserver/admin/sso/oidc/callback/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    again = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_the_code_is_exchanged_with_its_verifier(client, member, directory):
    sign_on(client)
    [sent] = [sent for path, sent in directory.asked if path == "/token"]
    assert sent["client_secret"] == SECRET
    assert len(sent["code_verifier"]) >= 43


def test_who_says_no_at_the_directory_may_try_again(client, member, directory, newest):
    directory.answer = {"code": None, "error": "access_denied"}
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "取りやめられました" in answer.content.decode()
    assert newest()[2] == "認証基盤が断った"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "http:///x"],
)
def test_nobody_is_led_to_another_site(client, member, directory, wanted):
    answer = client.get(visit_directory(client.get(START, {"next": wanted})["Location"]))
    assert answer["Location"] == "/admin/"


def test_the_session_has_another_key_after_signing_in(client, member, directory):
    address = come_back(client)
    before = client.session.session_key
    client.get(address)
    assert client.session.session_key != before
    assert is_in(client)


def test_a_form_of_another_site_cannot_begin_or_end_it(client, directory):
    assert client.post(START).status_code == 405
    assert client.post("/admin/sso/oidc/callback/").status_code == 405


def test_pages_stay_strict_and_are_not_kept(client, member, directory):
    directory.answer = {"code": None, "error": "access_denied"}
    for answer in (client.get(START), sign_on(client)):
        assert "no-store" in answer["Cache-Control"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_log_says_why_but_no_secret(client, member, directory, caplog):
    directory.claims = {"nonce": "another"}
    address = come_back(client)
    client.get(address)
    assert "another nonce" in caplog.text
    assert SECRET not in caplog.text
    assert parse_qs(urlsplit(address).query)["code"][0] not in caplog.text


def test_nothing_of_the_directory_is_stored(client, member, directory):
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken

    sign_on(client)
    assert [model.objects.count() for model in (SocialApp, SocialAccount, SocialToken, EmailAddress)] == [
        0
    ] * 4
