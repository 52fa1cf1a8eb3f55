"""What an answer by OpenID Connect is refused for: its claims, its signature, its keys."""

import time

import jwt
import pytest
from django.core.cache import cache

from ...conftest import is_in
from ..conftest import START, sign_on
from ..identity_provider import CLIENT, SECRET, as_jwk, new_key

pytestmark = pytest.mark.django_db

UNCONFIRMED = "認証基盤の答えを確かめられない（くわしくはログ）"


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


def test_a_directory_under_another_issuer_is_not_believed(client, directory):
    directory.discovery = {"issuer": "https://evil.example"}
    assert client.get(START).status_code == 403


def test_keys_are_of_this_directory_alone(directory):
    assert cache.get("sso:keys:https://another.example") is None
