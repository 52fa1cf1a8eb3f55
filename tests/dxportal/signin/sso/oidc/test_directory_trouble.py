"""A directory that is down, has changed its keys or leads elsewhere; a cache that is damaged or silent."""

import pytest
from django.core.cache import cache

from ...conftest import is_in
from ..conftest import START, sign_on
from ..identity_provider import new_key

pytestmark = pytest.mark.django_db


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


def test_a_directory_that_is_down_is_said(client, member, directory, newest):
    directory.is_down = True
    answer = client.get(START)
    assert answer.status_code == 503
    assert "接続できません" in answer.content.decode()
    assert newest()[2] == "認証基盤に接続できない"


def test_a_redirect_is_not_followed(client, directory):
    directory.moved = {"/.well-known/openid-configuration": "/elsewhere"}
    assert client.get(START).status_code == 503
    assert [path for path, _sent in directory.asked] == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["http://idp.city.example.jp/x", "file:///etc/passwd", None, 5])
def test_a_directory_sends_nobody_over_an_open_wire(client, directory, endpoint, address):
    directory.discovery = {endpoint: address}
    assert client.get(START).status_code == 403


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
