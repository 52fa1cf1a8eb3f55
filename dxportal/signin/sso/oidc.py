"""OpenID Connect: django-allauth's provider (state, PKCE, exchange of the code), and what it leaves unchecked.

django-allauth takes an ID token that came over TLS without looking at its signature, sends no nonce and believes whatever
issuer the discovery names. Here all three are checked, and nothing is asked of the userinfo endpoint.
"""

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

from dxportal.signin.failures import Reason
from dxportal.signin.models import Way
from dxportal.sso_settings import is_safe_address

from . import id_token
from .identity import Identity, RefusedError, wrong

PROVIDER = "oidc"
KEPT = 600  # seconds for which the directory's addresses and keys are not asked for again
Kept = TypeVar("Kept")
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Directory(OpenIDConnectOAuth2Adapter):
    """django-allauth's view of the directory, with its addresses checked and kept."""

    def get_provider(self) -> "Provider":
        return Provider(self.request, app=_app())

    @property
    def openid_config(self) -> dict:
        return configuration()

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("admin:sso-oidc-callback"))


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Directory

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile", "email"]


def _app() -> SocialApp:
    """The settings as django-allauth takes them; never stored."""
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=PROVIDER,
        name=settings.SSO_LABEL,
        client_id=settings.SSO_OIDC_CLIENT_ID,
        secret=settings.SSO_OIDC_CLIENT_SECRET,
        settings={"server_url": settings.SSO_OIDC_ISSUER, "oauth_pkce_enabled": True},
    )


def start(request: HttpRequest, goes_to: str) -> HttpResponse:
    """Leads to the directory; `goes_to` is an address of this portal. Raises RefusedError."""
    nonce = secrets.token_urlsafe(32)
    provider = Provider(request, app=_app())
    return provider.redirect(
        request, AuthProcess.LOGIN, next_url=goes_to, data={"nonce": nonce}, auth_params={"nonce": nonce}
    )


def finish(request: HttpRequest) -> tuple[Identity, str]:
    """Who came back, and the address they wanted. Raises RefusedError."""
    state = statekit.unstash_state(request, provider_id=PROVIDER, state_id=request.GET.get("state", ""))
    if state is None:
        raise RefusedError(Reason.STATE, "no sign-in was begun in this browser, or too long ago")
    found = configuration()
    issuer = found["issuer"]
    is_named = found.get("authorization_response_iss_parameter_supported") is True  # RFC 9207
    if request.GET.get("iss", None if is_named else issuer) != issuer:
        raise wrong("the answer names another issuer, or none")
    if "error" in request.GET or "code" not in request.GET:
        raise RefusedError(Reason.DECLINED, f"the directory answers {request.GET.get('error', '')[:100]!r}")
    token = _exchange(request, state.get("pkce_code_verifier"))
    claims = id_token.read(token, keys=keys, issuer=issuer, nonce=state["data"]["nonce"])
    return Identity(claims, Way.OIDC, settings.SSO_CLAIM), state.get("next", "")


def _exchange(request: HttpRequest, verifier: str | None) -> object:
    """The ID token for the code. What the directory says of a failure stays out of the log: it may hold the code."""
    directory = Directory(request, PROVIDER)
    app = _app()
    try:
        client = directory.get_client(request, app)
        return directory.get_access_token_data(request, app, client, pkce_code_verifier=verifier).get(
            "id_token"
        )
    except OAuth2Error as error:
        raise wrong("the directory gives no token for the code") from error
    except (RequestException, ValueError, KeyError, AttributeError) as error:
        raise RefusedError(Reason.UNREACHABLE, f"token endpoint: {type(error).__name__}") from error


def configuration() -> dict:
    """The directory's addresses (discovery). Raises RefusedError."""
    return _kept("configuration", _discover, _is_configuration)


def _discover() -> dict:
    issuer = settings.SSO_OIDC_ISSUER
    found = _get(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise wrong(f"discovery names the issuer {found.get('issuer')!r}, SSO_OIDC_ISSUER is {issuer!r}")
    for name in NEEDED:
        if not isinstance(found.get(name), str) or not is_safe_address(found[name].partition("?")[0]):
            raise wrong(f"discovery has no safe {name}")
    return found


def end_session_address() -> str:
    """Where the directory's own session is ended, as far as its addresses are at hand; blank where it names none."""
    found = (_in_cache("configuration", _is_configuration) or {}).get("end_session_endpoint")
    return found if isinstance(found, str) and is_safe_address(found) else ""


def keys(kid: str | None) -> list[dict]:
    """The directory's keys, asked for again where the id is not among them: it has changed them."""
    found = _kept("keys", _fetch_keys, _are_keys)
    if kid is not None and all(row.get("kid") != kid for row in found):
        cache.delete(_name("keys"))
        found = _kept("keys", _fetch_keys, _are_keys)
    return found


def _fetch_keys() -> list[dict]:
    rows = _get(configuration()["jwks_uri"]).get("keys")
    if not isinstance(rows, list):
        raise wrong("the directory's keys are no list")
    return [row for row in rows if isinstance(row, dict)]


def _get(address: str) -> dict:
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.request("GET", address)
        found = answer.json() if answer.status_code == 200 else None
    except (RequestException, ValueError) as error:
        raise RefusedError(Reason.UNREACHABLE, f"{address}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise RefusedError(Reason.UNREACHABLE, f"{address}: answers {answer.status_code}")
    return found


def _name(what: str) -> str:
    return f"sso:{what}:{settings.SSO_OIDC_ISSUER}"


def _is_configuration(found: Any) -> bool:
    return isinstance(found, dict) and all(isinstance(found.get(name), str) for name in NEEDED)


def _are_keys(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(row, dict) for row in found)


def _kept(what: str, ask: Callable[[], Kept], fits: Callable[[Any], bool]) -> Kept:
    """What is damaged in the cache, or not there, is asked for anew, and so is everything while it is away."""
    found = _in_cache(what, fits)
    if found is None:
        found = ask()
        with suppress(Exception):
            cache.set(_name(what), json.dumps(found), KEPT)
    return found


def _in_cache(what: str, fits: Callable[[Any], bool]) -> Any:
    """It lies there as JSON text. None where it does not, or is damaged."""
    with suppress(Exception):  # whatever a cache, or what lies in it, may raise
        found = json.loads(cache.get(_name(what)))
        return found if fits(found) else None
    return None
