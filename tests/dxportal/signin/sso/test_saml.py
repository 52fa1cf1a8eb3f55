"""Signing in by SAML: what the directory has signed for this portal, this question and this moment, and nothing else."""

import base64
import copy
from datetime import UTC, datetime, timedelta

import pytest
import xmlsec
from axes.models import AccessFailureLog
from django.core.cache import cache
from django.test import Client
from lxml import etree

from dxportal.health.single_sign_on import single_sign_on
from dxportal.signin import limits
from dxportal.signin.models import TakenAssertion

from ..conftest import code_now, is_in, with_codes
from .saml_directory import ENTITY, NAMES, Directory, Keys

pytestmark = pytest.mark.django_db
START = "/admin/sso/saml/"
ACS = "/admin/sso/saml/acs/"
WAY = "市役所のアカウント（SAML）"
UNCONFIRMED = "認証基盤の答えを確かめられない（くわしくはログ）"


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys()


@pytest.fixture
def directory(keys, settings, tmp_path) -> Directory:
    """An honest directory, whose metadata the portal has; it vouches for tanaka."""
    made = Directory(keys)
    file = tmp_path / "idp.xml"
    file.write_text(made.metadata(), "utf-8")
    cache.clear()
    settings.ROOT_URLCONF = "tests.dxportal.signin.sso.urls"
    settings.SSO_SAML_METADATA = str(file)
    return made


def post(client, answer):
    """The directory's page posts to the portal, without its session's cookie (SameSite=Lax)."""
    kept = client.cookies.pop("sessionid", None)
    response = client.post(ACS, {"SAMLResponse": answer, "RelayState": ""})
    if kept:
        client.cookies["sessionid"] = kept.value
    return response


def sign_on(client, directory, start=START):
    response = post(client, directory.answer(client.get(start)["Location"]))
    return client.get(response["Location"]) if response.status_code == 302 else response


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def ago(**parts) -> str:
    return text(datetime.now(UTC) - timedelta(**parts))


def one(element, path):
    [found] = element.xpath(path, namespaces=NAMES)
    return found


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


def unsigned_name(response):
    one(response, "//saml:NameID").text = "root"


def no_audience(response):
    row = one(response, "//saml:AudienceRestriction")
    row.getparent().remove(row)


def no_recipient(response):
    del one(response, "//saml:SubjectConfirmationData").attrib["Recipient"]


def not_for_this_question(response):
    one(response, "//saml:SubjectConfirmationData").set("InResponseTo", "_another")


def no_destination(response):
    del response.attrib["Destination"]


def longer_destination(response):
    response.set("Destination", response.get("Destination") + ".evil.example/")


def nobody_asked(response):
    del response.attrib["InResponseTo"]
    del one(response, "//saml:SubjectConfirmationData").attrib["InResponseTo"]


def failed(response):
    one(response, "//samlp:StatusCode").set("Value", "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed")


def wrap_in_extensions(response):
    """Signature wrapping: the signed assertion is hidden, another stands in its place."""
    signed = one(response, "//saml:Assertion")
    forged = copy.deepcopy(signed)
    forged.set("ID", "_forged")
    forged.remove(one(forged, "./ds:Signature"))
    one(forged, ".//saml:NameID").text = "root"
    response.replace(signed, forged)
    hidden = etree.SubElement(response, f"{{{NAMES['samlp']}}}Extensions")
    hidden.append(signed)


def wrap_before(response):
    signed = one(response, "//saml:Assertion")
    forged = copy.deepcopy(signed)
    forged.set("ID", "_forged")
    one(forged, ".//saml:NameID").text = "root"
    forged.remove(one(forged, "./ds:Signature"))
    signed.addprevious(forged)


def wrap_same_id(response):
    signed = one(response, "//saml:Assertion")
    forged = copy.deepcopy(signed)
    one(forged, ".//saml:NameID").text = "root"
    forged.remove(one(forged, "./ds:Signature"))
    signed.addprevious(forged)


def wrap_in_the_signature(response):
    """The signed assertion stands inside the signature that the forged one carries."""
    signed = one(response, "//saml:Assertion")
    signature = one(signed, "./ds:Signature")
    forged = copy.deepcopy(signed)
    forged.set("ID", "_forged")
    one(forged, ".//saml:NameID").text = "root"
    forged.remove(one(forged, "./ds:Signature"))
    response.replace(signed, forged)
    signed.remove(signature)
    one(forged, "./saml:Issuer").addnext(signature)
    etree.SubElement(signature, f"{{{NAMES['ds']}}}Object").append(signed)


LIES = {
    "unsigned": {"signs": ()},
    "only the answer signed": {"signs": ("samlp:Response",)},
    "changed after signing": {"after": unsigned_name},
    "another audience": {"fields": {"audience": "https://another.example/"}},
    "no audience": {"before": no_audience},
    "another recipient": {"fields": {"acs": "http://testserver/admin/sso/saml/acs/x"}},
    "another host": {"fields": {"acs": "http://evil.example/admin/sso/saml/acs/"}},
    "no recipient": {"before": no_recipient},
    "no destination": {"after": no_destination},
    "a destination that begins like ours": {"after": longer_destination},
    "another question": {"before": not_for_this_question},
    "nobody asked": {"before": nobody_asked},
    "another issuer": {"fields": {"issuer": "https://evil.example"}},
    "expired": {"fields": {"ends": ago(seconds=70)}},
    "not yet valid": {"fields": {"begins": ago(days=-1)}},
    "a failure": {"before": failed},
    "SHA-1": {"method": xmlsec.constants.TransformRsaSha1},
    "wrapped in extensions": {"after": wrap_in_extensions},
    "wrapped before": {"after": wrap_before},
    "wrapped with the same id": {"after": wrap_same_id},
    "wrapped in the signature": {"after": wrap_in_the_signature},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_lets_nobody_in(client, member, root, directory, newest, lie):
    vars(directory).update(LIES[lie])
    answer = sign_on(client, directory)
    assert answer.status_code == 403
    assert not is_in(client)
    assert newest() == ("", "失敗", UNCONFIRMED, WAY)


def test_a_foreign_key_signs_nothing(client, member, directory):
    directory.signer = Keys()
    assert sign_on(client, directory).status_code == 403
    assert not is_in(client)


def test_a_comment_in_the_name_makes_nobody_else(client, member, directory, newest):
    """tanaka<!-- -->.evil is not tanaka: the whole name counts."""
    directory.fields = {"name": "tanaka<!-- x -->.evil"}
    assert sign_on(client, directory).status_code == 403
    assert newest()[:3] == ("tanaka.evil", "失敗", "市役所のアカウントに当たるアカウントがない")


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY who SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
)
def test_a_document_type_is_refused(client, member, directory, prologue):
    honest = base64.b64decode(directory.answer(client.get(START)["Location"]))
    answer = base64.b64encode(prologue.encode() + honest).decode()
    assert post(client, answer).status_code == 403


@pytest.mark.parametrize("answer", ["", "x", "PHg+", base64.b64encode(b"<x/>").decode(), "A" * 300_000])
def test_nonsense_is_refused(client, directory, answer):
    assert post(client, answer).status_code == 403


def test_clocks_may_differ_by_a_minute(client, member, directory):
    directory.fields = {"begins": ago(seconds=-50)}
    sign_on(client, directory)
    assert is_in(client)


def test_an_assertion_is_taken_once(client, member, directory):
    answer = directory.answer(client.get(START)["Location"])
    assert post(client, answer).status_code == 302
    assert post(client, answer).status_code == 403
    cache.clear()  # another process has another one
    assert post(Client(), answer).status_code == 403


def test_an_assertion_that_has_expired_is_forgotten(client, member, directory):
    sign_on(client, directory)
    TakenAssertion.objects.update(expires_at=ago(seconds=1))
    sign_on(Client(), directory)
    assert TakenAssertion.objects.count() == 1


def test_an_answer_works_in_the_browser_that_asked(client, member, directory, newest):
    """Nobody can be signed in as somebody else by a form of another site."""
    answer = directory.answer(client.get(START)["Location"])
    other = Client()
    other.get(START)  # even with a sign-in of its own under way
    finish = post(other, answer)["Location"]
    assert other.get(finish).status_code == 403
    assert not is_in(other)
    assert newest()[2] == "始めたブラウザーと違うか、時間が切れた"


def test_what_is_kept_between_works_once(client, member, directory):
    finish = post(client, directory.answer(client.get(START)["Location"]))
    assert finish.cookies["saml-answer"]["httponly"]
    assert client.get(finish["Location"]).status_code == 302
    client.post("/admin/logout/")
    assert client.get(finish["Location"]).status_code == 403
    assert not is_in(client)


def test_the_session_has_another_key_after_signing_in(client, member, directory):
    client.get(START)
    before = client.session.session_key
    sign_on(client, directory)
    assert client.session.session_key != before


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_to_another_site(client, member, directory, wanted):
    assert sign_on(client, directory, f"{START}?next={wanted}")["Location"] == "/admin/"


def test_the_department_reads_the_portals_metadata(client, directory):
    answer = client.get("/admin/sso/saml/metadata/")
    read = etree.fromstring(answer.content)
    assert read.get("entityID") == "http://testserver/admin/sso/saml/metadata/"
    assert b'Location="http://testserver/admin/sso/saml/acs/"' in answer.content
    assert b'WantAssertionsSigned="true"' in answer.content


def test_the_portal_may_sign_its_question(client, member, directory, settings, tmp_path):
    pair = Keys()
    (tmp_path / "sp.pem").write_bytes(pair.certificate)
    (tmp_path / "sp.key").write_bytes(pair.key)
    settings.SSO_SAML_CERT_FILE, settings.SSO_SAML_KEY_FILE = (
        str(tmp_path / "sp.pem"),
        str(tmp_path / "sp.key"),
    )
    assert "&Signature=" in client.get(START)["Location"]
    metadata = client.get("/admin/sso/saml/metadata/").content
    assert pair.body[:40] in "".join(metadata.decode().split())
    assert b"PRIVATE" not in metadata


def test_a_broken_metadata_file_is_said(client, directory, settings, tmp_path):
    for content in ("", "<x/>", directory.metadata().replace(f"{ENTITY}/sso", "http://idp.city.example.jp/")):
        (tmp_path / "idp.xml").write_text(content, "utf-8")
        assert client.get(START).status_code == 503
        assert "メタデータ（SSO_SAML_METADATA）を使えません" in " ".join(
            row.sentence for row in single_sign_on()
        )


def test_the_portals_metadata_is_there_before_the_directorys(client, directory, settings, tmp_path):
    (tmp_path / "idp.xml").unlink()
    answer = client.get("/admin/sso/saml/metadata/")
    assert answer.status_code == 200
    assert b'Location="http://testserver/admin/sso/saml/acs/"' in answer.content


@pytest.mark.parametrize("address", [START, "/admin/sso/saml/metadata/"])
def test_a_key_that_is_gone_since_the_start_is_said(client, directory, settings, tmp_path, address):
    settings.SSO_SAML_CERT_FILE = settings.SSO_SAML_KEY_FILE = str(tmp_path / "gone.pem")
    assert client.get(address).status_code == 503


def test_answers_of_nobody_without_end_fill_no_list(client, directory):
    for _answer in range(30):
        assert post(client, "").status_code == 403
    assert AccessFailureLog.objects.count() == limits.NAMELESS.failures


def test_the_doctor_has_nothing_to_say_of_a_good_one(directory):
    assert list(single_sign_on()) == []


def test_both_protocols_stand_side_by_side(client, member, directory, settings):
    settings.SSO_OIDC_ISSUER = "https://idp.example.jp"
    page = client.get("/admin/login/").content.decode()
    assert page.index("市役所のアカウントでサインイン</a>") < page.index(
        "市役所のアカウントでサインイン（SAML）</a>"
    )


def test_who_signs_out_hears_that_the_citys_session_stays_open(client, member, directory):
    sign_on(client, directory)
    assert "のサインインは続いています。" in client.post("/admin/logout/").content.decode()
