"""What is half set is refused in a sentence; nothing is on by default."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from dxportal import environment, sso_settings

OIDC = {
    "SSO_OIDC_ISSUER": "https://idp.city.example.jp/realms/city",
    "SSO_OIDC_CLIENT_ID": "dxportal",
    "SSO_OIDC_CLIENT_SECRET": "s3cret-of-the-client",
}


def refused(**values: str) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        sso_settings.read(values)
    [sentence] = str(caught.value).splitlines()
    return sentence


def test_nothing_is_on_by_default():
    found = sso_settings.read({})
    assert not sso_settings.is_on(found.get)
    assert not any(
        found[name] for name in ("PASSKEYS", "SSO_ONLY", "SSO_CREATE", "SSO_EMAIL_TRUSTED", "SSO_OIDC_LOGOUT")
    )


def test_three_lines_suffice():
    found = sso_settings.read(OIDC)
    assert sso_settings.is_on(found.get)
    assert (found["SSO_MATCH"], found["SSO_CLAIM"], found["SSO_OIDC_ALGORITHMS"]) == (
        "username",
        "preferred_username",
        ["RS256"],
    )
    assert sso_settings.read(OIDC | {"SSO_MATCH": "email"})["SSO_CLAIM"] == "email"


def test_every_setting_is_known_to_the_file():
    assert set(sso_settings.read({})) <= environment.NAMES


@pytest.mark.parametrize("name", OIDC)
def test_a_missing_line_is_named(name):
    assert f"{name} がありません" in refused(**OIDC | {name: ""})


@pytest.mark.parametrize(
    "issuer",
    [
        "idp.city.example.jp", "http://idp.city.example.jp", "ftp://idp.city.example.jp", "https://",
        "https://idp.example.jp/?x=1", "https://idp.example.jp/#x", "https://user:pass@idp.example.jp", "https://[",
    ],
)  # fmt: skip
def test_an_issuer_is_reached_over_tls(issuer):
    assert "https:// で始まる" in refused(**OIDC | {"SSO_OIDC_ISSUER": issuer})


def test_on_this_machine_an_issuer_needs_no_tls():
    assert sso_settings.read(OIDC | {"SSO_OIDC_ISSUER": "http://127.0.0.1:8080"})


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS256,HS256", "rs256"])
def test_an_algorithm_without_a_public_key_is_refused(algorithm):
    assert "SSO_OIDC_ALGORITHMS" in refused(**OIDC | {"SSO_OIDC_ALGORITHMS": algorithm})


@pytest.mark.parametrize("claim", ["amr", "=mfa", "amr=", " = "])
def test_a_second_factor_is_a_claim_and_its_value(claim):
    assert "「項目名=値」" in refused(**OIDC | {"SSO_MFA_CLAIM": claim})


def test_passwords_are_not_closed_without_another_way():
    assert "だれもサインインできなくなります" in refused(SSO_ONLY="true")


def test_a_missing_certificate_is_named(tmp_path):
    assert "ca.pem" in refused(**OIDC | {"SSO_CA_FILE": str(tmp_path / "ca.pem")})


def test_missing_packages_are_named_with_the_command(monkeypatch):
    monkeypatch.setattr(sso_settings, "find_spec", lambda name: None)
    sentence = refused(**OIDC)
    assert "jwt" in sentence
    assert "pip install --require-hashes -r requirements-sso.txt" in sentence
    assert "LOCKED=requirements-sso.txt" in sentence


def test_no_sentence_shows_the_secret():
    for name in ("SSO_OIDC_ISSUER", "SSO_OIDC_CLIENT_ID"):
        assert OIDC["SSO_OIDC_CLIENT_SECRET"] not in refused(**OIDC | {name: ""})


@pytest.mark.parametrize("name", ["SSO_SAML_ENTITY_ID", "SSO_SAML_SIGNED_RESPONSE"])
def test_saml_begins_with_the_directorys_metadata(name):
    assert "SSO_SAML_METADATA がありません" in refused(**{name: "true"})


def test_saml_is_on_with_one_line(tmp_path):
    assert "SSO_SAML_METADATA のファイル" in refused(SSO_SAML_METADATA=str(tmp_path / "idp.xml"))
    (tmp_path / "idp.xml").write_text("<x/>")
    assert sso_settings.is_on(sso_settings.read({"SSO_SAML_METADATA": str(tmp_path / "idp.xml")}).get)


def test_a_certificate_comes_with_its_key(tmp_path):
    file = tmp_path / "file"
    file.write_text("<x/>")
    assert "両方書くか" in refused(SSO_SAML_METADATA=str(file), SSO_SAML_CERT_FILE=str(file))
