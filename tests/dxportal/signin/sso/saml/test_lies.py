"""What is refused by SAML: whatever the directory has not signed for this portal, this question and this moment."""

import base64
import copy

import pytest
import xmlsec
from axes.models import AccessFailureLog
from lxml import etree

from dxportal.signin import limits

from ...conftest import is_in
from .conftest import START, WAY, ago, post, sign_on
from .directory import NAMES, Keys

pytestmark = pytest.mark.django_db
UNCONFIRMED = "認証基盤の答えを確かめられない（くわしくはログ）"


def one(element, path):
    [found] = element.xpath(path, namespaces=NAMES)
    return found


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


def test_answers_of_nobody_without_end_fill_no_list(client, directory):
    for _answer in range(30):
        assert post(client, "").status_code == 403
    assert AccessFailureLog.objects.count() == limits.NAMELESS.failures
