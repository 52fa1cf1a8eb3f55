"""Signing in by OpenID Connect: an honest directory lets in whom the portal knows, a lying one nobody."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache
from django.test import Client

from ..conftest import is_in
from .conftest import START, come_back, sign_on, visit_directory
from .identity_provider import CLIENT, SECRET, as_jwk, new_key

pytestmark = pytest.mark.django_db
UNCONFIRMED = "認証基盤の答えを確かめられない（くわしくはログ）"


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


def without_signature(claims):
    return jwt.encode(claims, None, "none")


def by_the_secret(claims):
    """HMAC with the client's secret: who knows it is the portal, not the directory."""
    return jwt.encode(claims, SECRET + "-long-enough-for-hs256-keys", "HS256", headers={"kid": "k1"})


def by_a_foreign_key(claims):
    return jwt.encode(claims, new_key(), "RS256", headers={"kid": "k1"})


def by_an_unknown_key(claims):
    return jwt.encode(claims, new_key(), "RS256", headers={"kid": "another"})


LIES = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "the issuer but for a slash": {"claims": {"iss": "http://127.0.0.1:1/"}},
    "another audience": {"claims": {"aud": "another-portal"}},
    "a second audience": {"claims": {"aud": [CLIENT, "another-portal"]}},
    "issued to another": {"claims": {"azp": "another-portal"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "no end": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": 4_000_000_000}},
    "not yet valid": {"claims": {"nbf": 4_000_000_000}},
    "no subject": {"claims": {"sub": None}},
    "unsigned": {"sign": without_signature},
    "signed by the secret": {"sign": by_the_secret},
    "signed by a foreign key": {"sign": by_a_foreign_key},
    "signed by an unknown key": {"sign": by_an_unknown_key},
    "no token": {"sign": lambda claims: ""},
    "no JWT": {"sign": lambda claims: "a.b.c"},
    "a token that is no text": {"sign": lambda claims: {"alg": "none"}},
    "another issuer in the answer": {"answer": {"iss": "https://evil.example"}},
    "no issuer where it is announced": {
        "discovery": {"authorization_response_iss_parameter_supported": True}
    },
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_lets_nobody_in(client, member, directory, newest, lie):
    vars(directory).update(LIES[lie])
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "からの答えを確かめられませんでした。" in answer.content.decode()
    assert not is_in(client)
    assert newest() == ("", "失敗", UNCONFIRMED, "市役所のアカウント（OIDC）")


@pytest.mark.parametrize("seconds, is_let_in", [(55, True), (70, False)])
def test_clocks_may_differ_by_a_minute(client, member, directory, seconds, is_let_in):
    directory.claims = {"exp": int(time.time()) - seconds}
    sign_on(client)
    assert is_in(client) is is_let_in


def test_a_key_published_as_a_secret_signs_nothing(client, member, directory, settings):
    """Whoever may write into the directory's list of keys could otherwise have a secret of their own believed."""
    settings.SSO_OIDC_ALGORITHMS = ["RS256", "ES256"]
    directory.published = [{"kty": "oct", "kid": "k1", "k": "c2VjcmV0", "alg": "HS256"}]
    directory.sign = by_the_secret
    sign_on(client)
    assert not is_in(client)


def test_a_key_for_encryption_signs_nothing(client, member, directory):
    directory.published = [as_jwk(directory.key, "k1") | {"use": "enc"}]
    assert sign_on(client).status_code == 403


def test_a_key_that_the_directory_has_changed_is_asked_for_again(client, member, directory):
    sign_on(client)
    client.logout()
    directory.key, directory.kid = new_key(), "k2"
    assert sign_on(client).status_code == 302
    assert is_in(client)


def test_addresses_and_keys_are_not_asked_for_each_time(client, member, directory):
    for _visit in range(2):
        sign_on(client)
        client.logout()
    paths = [path for path, _asked in directory.asked]
    assert paths.count("/.well-known/openid-configuration") == 1
    assert paths.count("/keys") == 1


def test_an_answer_works_once(client, member, directory, newest):
    address = come_back(client)
    assert client.get(address).status_code == 302
    client.logout()
    assert client.get(address).status_code == 403
    assert not is_in(client)
    assert newest()[2] == "始めたブラウザーと違うか、時間が切れた"


def test_a_code_works_once(client, member, directory):
    """The directory refuses it: also with a state of its own."""
    address = come_back(client)
    code = parse_qs(urlsplit(address).query)["code"][0]
    client.get(address)
    client.logout()
    directory.answer = {"code": code}
    assert sign_on(client).status_code == 403
    assert not is_in(client)


def test_an_answer_works_in_the_browser_that_asked(client, member, directory):
    """Nobody can be signed in as somebody else by a link."""
    address = come_back(client)
    other = Client()
    assert other.get(address).status_code == 403
    other.get(START)  # even with a sign-in of its own under way
    assert other.get(address).status_code == 403
    assert not is_in(other)


def test_another_browsers_code_does_not_fit_the_verifier(client, member, directory):
    stolen = parse_qs(urlsplit(come_back(Client())).query)["code"][0]
    directory.answer = {"code": stolen}
    assert sign_on(client).status_code == 403
    assert not is_in(client)


def test_an_answer_after_ten_minutes_is_too_late(client, member, directory, monkeypatch):
    address = come_back(client)
    now = time.time()
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: now + 601)
    assert client.get(address).status_code == 403


def test_who_says_no_at_the_directory_may_try_again(client, member, directory, newest):
    directory.answer = {"code": None, "error": "access_denied"}
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "取りやめられました" in answer.content.decode()
    assert newest()[2] == "認証基盤が断った"


def test_a_directory_that_is_down_is_said(client, member, directory, newest):
    directory.is_down = True
    answer = client.get(START)
    assert answer.status_code == 503
    assert "接続できません" in answer.content.decode()
    assert newest()[2] == "認証基盤に接続できない"


def test_a_directory_under_another_issuer_is_not_believed(client, directory):
    directory.discovery = {"issuer": "https://evil.example"}
    assert client.get(START).status_code == 403


def test_a_redirect_is_not_followed(client, directory):
    directory.moved = {"/.well-known/openid-configuration": "/elsewhere"}
    assert client.get(START).status_code == 503
    assert [path for path, _sent in directory.asked] == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["http://idp.city.example.jp/x", "file:///etc/passwd", None, 5])
def test_a_directory_sends_nobody_over_an_open_wire(client, directory, endpoint, address):
    directory.discovery = {endpoint: address}
    assert client.get(START).status_code == 403


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


def test_keys_are_of_this_directory_alone(directory):
    assert cache.get("sso:keys:https://another.example") is None


def test_signing_out_does_not_wait_for_the_directory(client, member, directory, settings):
    settings.SSO_OIDC_LOGOUT = True
    directory.discovery = {"end_session_endpoint": "https://idp.city.example.jp/logout"}
    sign_on(client)
    cache.clear()
    before = len(directory.asked)
    page = client.post("/admin/logout/").content.decode()
    assert 'href="https://idp.city.example.jp/logout?' in page
    assert len(directory.asked) == before


@pytest.mark.parametrize(
    "damage", [5, "no JSON", "5", "[]", "{}", "null", '["a key"]', b"\x80bytes", ["a", "list"]]
)
def test_what_is_damaged_in_the_cache_is_asked_for_anew(client, member, directory, damage):
    sign_on(client)
    client.logout()
    for what in ("configuration", "keys"):
        cache.set(f"sso:{what}:{directory.issuer}", damage)
    sign_on(client)
    assert is_in(client)


def test_a_cache_that_does_not_answer_keeps_nobody_out(client, member, directory, monkeypatch):
    def away(*_arguments, **_named):
        raise ConnectionError("the cache is away")

    for name in ("get", "set", "delete"):
        monkeypatch.setattr(cache, name, away, raising=False)
    sign_on(client)
    assert is_in(client)
