"""A city's directory that speaks SAML: its metadata, and signed answers that a test may spoil before or after signing."""

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree

ENTITY = "https://idp.city.example.jp/saml"
NAMES = {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
Spoil = Callable[[etree._Element], None]


def nothing(response: etree._Element) -> None:
    """An honest answer."""


@dataclass
class Keys:
    """A key and its certificate, as PEM."""

    key: bytes = b""
    certificate: bytes = b""

    def __post_init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        self.key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.certificate = made.public_bytes(Encoding.PEM)

    @property
    def body(self) -> str:
        return "".join(self.certificate.decode().splitlines()[1:-1])


@dataclass
class Directory:
    """`fields` fill the answer; `before` spoils it before it is signed, `after` after that."""

    keys: Keys
    fields: dict = field(default_factory=dict)
    before: Spoil = nothing
    after: Spoil = nothing
    signs: tuple[str, ...] = ("saml:Assertion",)
    method: object = None  # of the signature; default RSA with SHA-256
    signer: Keys | None = None

    def metadata(self) -> str:
        return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
<ds:X509Certificate>{self.keys.body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{ENTITY}/sso"/>
</md:IDPSSODescriptor></md:EntityDescriptor>"""

    def answer(self, question: str) -> str:
        """What the browser posts after the question at that address: base64."""
        asked = parse_qs(urlsplit(question).query)["SAMLRequest"][0]
        request = etree.fromstring(zlib.decompress(base64.b64decode(asked), -15))
        response = etree.fromstring(self._xml(request.get("ID")))
        self.before(response)
        for path in self.signs:
            self._sign(response, path)
        self.after(response)
        return base64.b64encode(etree.tostring(response)).decode()

    def _xml(self, asked: str) -> str:
        now = datetime.now(UTC)
        honest = {
            "asked": asked,
            "now": _text(now),
            "begins": _text(now - timedelta(seconds=5)),
            "ends": _text(now + timedelta(minutes=5)),
            "acs": "http://testserver/admin/sso/saml/acs/",
            "audience": "http://testserver/admin/sso/saml/metadata/",
            "issuer": ENTITY,
            "name": "tanaka",
            "id": f"_a{asked[-12:]}",
            "attributes": "",
            "context": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        }
        return TEMPLATE.format(**honest | self.fields)

    def _sign(self, response: etree._Element, path: str) -> None:
        [element] = response.xpath(
            f"//{path}" if path != "samlp:Response" else "/samlp:Response", namespaces=NAMES
        )
        made = xmlsec.template.create(
            element,
            xmlsec.constants.TransformExclC14N,
            self.method or xmlsec.constants.TransformRsaSha256,
            ns="ds",
        )
        element.insert(1, made)  # after the issuer
        digest = xmlsec.constants.TransformSha256
        reference = xmlsec.template.add_reference(made, digest, uri="#" + element.get("ID"))
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
        context = xmlsec.SignatureContext()
        keys = self.signer or self.keys
        context.key = xmlsec.Key.from_memory(keys.key, xmlsec.constants.KeyDataFormatPem)
        xmlsec.tree.add_ids(element, ["ID"])
        context.sign(made)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


TEMPLATE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
ID="_r{asked}" Version="2.0" IssueInstant="{now}" Destination="{acs}" InResponseTo="{asked}">\
<saml:Issuer>{issuer}</saml:Issuer>\
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
<saml:Assertion ID="{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer>\
<saml:Subject><saml:NameID>{name}</saml:NameID>\
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
<saml:SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="{acs}" InResponseTo="{asked}"/>\
</saml:SubjectConfirmation></saml:Subject>\
<saml:Conditions NotBefore="{begins}" NotOnOrAfter="{ends}"><saml:AudienceRestriction>\
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext><saml:AuthnContextClassRef>{context}\
</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>{attributes}\
</saml:Assertion></samlp:Response>"""
