"""Whether an ID token is the directory's word about this sign-in (OpenID Connect Core, 3.1.3.7)."""

import hmac
from collections.abc import Callable

import jwt
from django.conf import settings

from .identity import SKEW, wrong


def read(token: object, *, keys: Callable[[str | None], list[dict]], issuer: str, nonce: str) -> dict:
    """The claims of the token. `keys` gives the directory's keys that may bear an id. Raises RefusedError."""
    if not isinstance(token, str):
        raise wrong("no ID token")
    try:
        head = jwt.get_unverified_header(token)
        algorithm = head.get("alg")
        if algorithm not in settings.SSO_OIDC_ALGORITHMS:
            raise wrong(f"algorithm {algorithm!r} is not in SSO_OIDC_ALGORITHMS")
        claims = jwt.decode(
            token,
            _key(keys, head.get("kid"), algorithm),
            algorithms=[algorithm],
            issuer=issuer,
            audience=settings.SSO_OIDC_CLIENT_ID,
            leeway=SKEW,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise wrong(f"ID token: {type(error).__name__}: {error}") from error
    _check_for_us_alone(claims)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise wrong("ID token: another nonce")
    return claims


def _key(keys: Callable[[str | None], list[dict]], kid: object, algorithm: str) -> jwt.PyJWK:
    """The key with that id; without an id the only one there is."""
    fit = [row for row in keys(kid if isinstance(kid, str) else None) if _fits(row, algorithm)]
    if kid is not None:
        fit = [row for row in fit if row.get("kid") == kid]
    if len(fit) != 1:
        raise wrong(f"ID token: {len(fit)} keys fit the id {kid!r}")
    return jwt.PyJWK(fit[0], algorithm=algorithm)


def _fits(row: dict, algorithm: str) -> bool:
    """A public key for signatures, of the algorithm's kind: never a shared secret."""
    kind = {"R": "RSA", "P": "RSA", "E": "EC"}[algorithm[0]] if algorithm != "EdDSA" else "OKP"
    return (
        row.get("kty") == kind and row.get("use", "sig") == "sig" and row.get("alg", algorithm) == algorithm
    )


def _check_for_us_alone(claims: dict) -> None:
    """No other audience stands beside us: the token could have been meant for somebody else."""
    audience = claims["aud"]
    if audience not in (settings.SSO_OIDC_CLIENT_ID, [settings.SSO_OIDC_CLIENT_ID]):
        raise wrong(f"ID token: audience {audience!r}")
    if claims.get("azp", settings.SSO_OIDC_CLIENT_ID) != settings.SSO_OIDC_CLIENT_ID:
        raise wrong(f"ID token: authorised party {claims['azp']!r}")
