"""Who is let in by SAML: an account with a role whom the directory vouches for, to the page they wanted."""

import pytest

from ...conftest import code_now, is_in, with_codes
from .conftest import START, WAY, ago, sign_on
from .directory import ENTITY

pytestmark = pytest.mark.django_db


def test_who_has_a_role_is_let_in_to_the_page_they_wanted(client, member, directory, newest):
    answer = sign_on(client, directory, START + "?next=/admin/kpis/review/")
    assert answer["Location"] == "/admin/kpis/review/"
    assert is_in(client)
    assert newest() == ("tanaka", "成功", "", WAY)


def test_the_question_goes_to_the_address_of_the_metadata(client, directory):
    assert client.get(START)["Location"].startswith(f"{ENTITY}/sso?SAMLRequest=")


def test_an_attribute_may_be_the_user_name(client, member, directory, settings):
    settings.SSO_SAML_CLAIM = "employeeNumber"
    directory.fields = {
        "name": "x7",
        "attributes": '<saml:AttributeStatement><saml:Attribute Name="employeeNumber">'
        "<saml:AttributeValue>tanaka</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
    }
    sign_on(client, directory)
    assert is_in(client)


def test_a_signed_answer_may_be_demanded(client, member, directory, settings):
    settings.SSO_SAML_SIGNED_RESPONSE = True
    sign_on(client, directory)
    assert not is_in(client)
    directory.signs = ("saml:Assertion", "samlp:Response")
    sign_on(client, directory)
    assert is_in(client)


def test_the_second_factor_is_told_by_the_context(client, member, directory, settings):
    settings.SSO_MFA_CLAIM = "acr=https://refeds.org/profile/mfa"
    device = with_codes(member)
    sign_on(client, directory)
    assert not is_in(client)
    client.post("/admin/login/", {"code": code_now(device)})
    assert is_in(client)
    client.post("/admin/logout/")
    directory.fields = {"context": "https://refeds.org/profile/mfa"}
    sign_on(client, directory)
    assert is_in(client)


def test_clocks_may_differ_by_a_minute(client, member, directory):
    directory.fields = {"begins": ago(seconds=-50)}
    sign_on(client, directory)
    assert is_in(client)


def test_the_session_has_another_key_after_signing_in(client, member, directory):
    client.get(START)
    before = client.session.session_key
    sign_on(client, directory)
    assert client.session.session_key != before


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_to_another_site(client, member, directory, wanted):
    assert sign_on(client, directory, f"{START}?next={wanted}")["Location"] == "/admin/"


def test_both_protocols_stand_side_by_side(client, member, directory, settings):
    settings.SSO_OIDC_ISSUER = "https://idp.example.jp"
    page = client.get("/admin/login/").content.decode()
    assert page.index("市役所のアカウントでサインイン</a>") < page.index(
        "市役所のアカウントでサインイン（SAML）</a>"
    )


def test_who_signs_out_hears_that_the_citys_session_stays_open(client, member, directory):
    sign_on(client, directory)
    assert "のサインインは続いています。" in client.post("/admin/logout/").content.decode()
