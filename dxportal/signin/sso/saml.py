"""SAML 2.0: python3-saml reads and checks signatures, django-allauth keeps the state; what they let pass is refused here.

python3-saml takes an answer without audience, recipient or destination, one whose destination only begins like ours, and
clocks that differ by five minutes. Here all must be there and equal, and a minute is enough.
"""

import hashlib
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from dxportal.signin.failures import Reason
from dxportal.signin.models import TakenAssertion, Way
from dxportal.sso_settings import is_safe_address

from .identity import SKEW, Identity, RefusedError, wrong

PROVIDER = "saml"
NAME_ID = "NameID"
LONGEST = 200_000  # characters of an answer
_SHA2 = tuple(f"sha{bits}" for bits in (256, 384, 512))


def _as_it_came(request: HttpRequest) -> dict[str, Any]:
    """For python3-saml; the host is one of ALLOWED_HOSTS."""
    return {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": request.path,
        "get_data": request.GET.dict(),
        "post_data": request.POST.dict(),
    }


def _auth(request: HttpRequest) -> OneLogin_Saml2_Auth:
    try:
        return OneLogin_Saml2_Auth(_as_it_came(request), configuration(request))
    except OneLogin_Saml2_Error as error:
        raise RefusedError(Reason.UNREACHABLE, f"SAML settings: {error}") from error


def start(request: HttpRequest, goes_to: str) -> str:
    """The address of the directory to go to; `goes_to` is one of this portal. Raises RefusedError."""
    auth = _auth(request)
    address = auth.login(return_to="")
    state = {"next": goes_to}
    statekit.stash_state(request, provider_id=PROVIDER, state=state, state_id=auth.get_last_request_id())
    return address


def read(request: HttpRequest) -> dict[str, Any]:
    """What the directory has posted, checked but for whether this browser has asked: JSON. Raises RefusedError."""
    if len(request.POST.get("SAMLResponse", "")) > LONGEST:
        raise wrong("too long")
    auth = _auth(request)
    try:
        auth.process_response()
        if auth.get_errors() or not auth.is_authenticated():
            raise wrong(auth.get_last_error_reason() or "no valid response")
        return _checked(request, auth)
    except RefusedError:
        raise
    except (
        Exception
    ) as error:  # what was posted may be anything: base64, lxml, xmlsec, each refuses it in its own way
        raise wrong(f"{type(error).__name__}: {error}") from error


def finish(request: HttpRequest, answer: dict[str, Any]) -> tuple[Identity, str]:
    """Who came back, and the address they wanted: in the browser that asked, and once. Raises RefusedError."""
    state = statekit.unstash_state(request, provider_id=PROVIDER, state_id=answer["asked"])
    if state is None:
        raise RefusedError(Reason.STATE, "no sign-in was begun in this browser, or too long ago")
    return Identity(answer["claims"], Way.SAML, settings.SSO_SAML_CLAIM), state.get("next", "")


def _checked(request: HttpRequest, auth: OneLogin_Saml2_Auth) -> dict[str, Any]:
    """The claims, after what python3-saml leaves open. It has made sure that there is one assertion, and that it is signed."""
    response = OneLogin_Saml2_XML.to_etree(auth.get_last_response_xml())
    here = request.build_absolute_uri(reverse("admin:sso-saml-acs"))
    asked = response.get("InResponseTo")
    if not asked:
        raise wrong("not asked for (no InResponseTo)")
    if response.get("Destination") != here:
        raise wrong(f"destination {response.get('Destination')!r}")
    for kind in ("SignatureMethod", "DigestMethod"):
        _check_algorithms(response, kind)
    [assertion] = _all(response, "/samlp:Response/saml:Assertion")
    audiences = [
        OneLogin_Saml2_XML.element_text(row) for row in _all(assertion, "./saml:Conditions//saml:Audience")
    ]
    if audiences != [entity_id(request)]:
        raise wrong(f"audience {audiences!r}")
    ends = _check_times(assertion)
    _check_bearer(assertion, here, asked)
    _check_first_time(assertion.get("ID"), ends)
    contexts = _all(assertion, "./saml:AuthnStatement/saml:AuthnContext/saml:AuthnContextClassRef")
    claims = dict(auth.get_attributes()) | {
        NAME_ID: auth.get_nameid(),
        "acr": [OneLogin_Saml2_XML.element_text(row) for row in contexts],
    }
    return {"asked": asked, "claims": claims}


def _all(element: Any, path: str) -> list[Any]:
    return element.xpath(path, namespaces=OneLogin_Saml2_Constants.NSMAP)


def _check_algorithms(response: Any, kind: str) -> None:
    """RSA or ECDSA with SHA-2: no shared secret, nothing that is broken."""
    for row in _all(response, f"//ds:{kind}"):
        name = row.get("Algorithm", "").rpartition("#")[2]
        family, _dash, hashed = name.rpartition("-")
        if hashed not in _SHA2 or family not in (("rsa", "ecdsa") if kind == "SignatureMethod" else ("",)):
            raise wrong(f"{kind} {name!r}")


def _check_times(assertion: Any) -> int:
    """The end of the assertion, in seconds since 1970."""
    now = time.time()
    [conditions] = _all(assertion, "./saml:Conditions")
    begins, ends = conditions.get("NotBefore"), conditions.get("NotOnOrAfter")
    if not ends or _seconds(ends) + SKEW <= now:
        raise wrong("expired, or without an end")
    if begins and _seconds(begins) - SKEW > now:
        raise wrong("not yet valid")
    return _seconds(ends)


def _seconds(text: str) -> int:
    return OneLogin_Saml2_Utils.parse_SAML_to_time(text)


def _check_bearer(assertion: Any, here: str, asked: str) -> None:
    """That the signed part itself is for this address, this question, this moment."""
    path = f"./saml:Subject/saml:SubjectConfirmation[@Method='{OneLogin_Saml2_Constants.CM_BEARER}']/saml:SubjectConfirmationData"
    for row in _all(assertion, path):
        ends = row.get("NotOnOrAfter")
        is_ours = (row.get("Recipient"), row.get("InResponseTo")) == (here, asked)
        if is_ours and ends and _seconds(ends) + SKEW > time.time():
            return
    raise wrong("no SubjectConfirmation for this address and this question")


def _check_first_time(assertion: str, ends: int) -> None:
    """Also where the question's state would still be there: each assertion is taken once, by all processes together.

    An expired one is refused by its times: what is kept of it is forgotten.
    """
    digest = hashlib.sha256(assertion.encode()).hexdigest()
    TakenAssertion.objects.filter(expires_at__lt=timezone.now()).delete()
    try:
        with transaction.atomic():
            TakenAssertion.objects.create(
                digest=digest, expires_at=datetime.fromtimestamp(ends + SKEW, tz=UTC)
            )
    except IntegrityError:
        raise wrong("seen before") from None


def entity_id(request: HttpRequest) -> str:
    """What the directory calls the portal."""
    return settings.SSO_SAML_ENTITY_ID or request.build_absolute_uri(reverse("admin:sso-saml-metadata"))


def metadata(request: HttpRequest) -> bytes:
    """The portal's own metadata, for the directory, whose own may not be at hand yet. Raises RefusedError."""
    config = OneLogin_Saml2_Settings(settings=_of_portal(request), sp_validation_only=True)
    return config.get_sp_metadata()


def directory() -> dict[str, Any]:
    """The directory as its metadata has it, read from the file. Raises RefusedError."""
    try:
        found = OneLogin_Saml2_IdPMetadataParser.parse(Path(settings.SSO_SAML_METADATA).read_bytes())["idp"]
        address = found["singleSignOnService"]["url"]
    except Exception as error:  # a file may hold anything
        raise RefusedError(Reason.UNREACHABLE, f"SSO_SAML_METADATA: {type(error).__name__}") from error
    if not (found.get("entityId") and (found.get("x509cert") or found.get("x509certMulti"))):
        raise RefusedError(Reason.UNREACHABLE, "SSO_SAML_METADATA: no entity or no certificate")
    if not is_safe_address(address.partition("?")[0]):
        raise RefusedError(Reason.UNREACHABLE, "SSO_SAML_METADATA: the address for signing in is not https")
    return found


def configuration(request: HttpRequest) -> dict[str, Any]:
    """For python3-saml. Raises RefusedError."""
    return _of_portal(request) | {"idp": directory()}


def _of_portal(request: HttpRequest) -> dict[str, Any]:
    """What this side is and demands. Raises RefusedError."""
    portal: dict[str, Any] = {
        "entityId": entity_id(request),
        "assertionConsumerService": {
            "url": request.build_absolute_uri(reverse("admin:sso-saml-acs")),
            "binding": OneLogin_Saml2_Constants.BINDING_HTTP_POST,
        },
        "NameIDFormat": OneLogin_Saml2_Constants.NAMEID_UNSPECIFIED,
    }
    is_signing = bool(settings.SSO_SAML_KEY_FILE)
    if is_signing:
        portal["x509cert"] = _read("SSO_SAML_CERT_FILE")
        portal["privateKey"] = _read("SSO_SAML_KEY_FILE")
    return {
        "strict": True,
        "sp": portal,
        "security": {
            "authnRequestsSigned": is_signing,
            "wantAssertionsSigned": True,
            "wantMessagesSigned": settings.SSO_SAML_SIGNED_RESPONSE,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "allowSingleLabelDomains": True,  # inside a city's network a host may be called dx
            "signatureAlgorithm": OneLogin_Saml2_Constants.RSA_SHA256,
            "digestAlgorithm": OneLogin_Saml2_Constants.SHA256,
        },
    }


def _read(name: str) -> str:
    """The file that the setting names. Raises RefusedError: it was there when the portal started."""
    try:
        return Path(getattr(settings, name)).read_text("ascii")
    except (OSError, ValueError) as error:
        raise RefusedError(Reason.UNREACHABLE, f"{name}: {type(error).__name__}") from error
