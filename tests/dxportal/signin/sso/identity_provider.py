"""A city's directory for tests: OpenID Connect with PKCE on 127.0.0.1, which can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "dxportal"
SECRET = "the-clients-secret"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def as_jwk(key: rsa.RSAPrivateKey, kid: str) -> dict:
    row = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return row | {"kid": kid, "use": "sig", "alg": "RS256"}


@dataclass
class IdentityProvider:
    """`claims` are put over those of an honest token; None takes one away. What was asked for is kept in `asked`."""

    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    kid: str = "k1"
    claims: dict = field(default_factory=dict)
    discovery: dict = field(default_factory=dict)  # put over the honest one
    answer: dict = field(default_factory=dict)  # put over the honest answer to the browser
    sign: object = None  # makes the token of its claims instead of the honest key
    published: list | None = None  # the keys it shows, where not its own
    is_down: bool = False
    moved: dict[str, str] = field(default_factory=dict)  # by path: where a redirect leads
    codes: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def reset(self) -> None:
        fresh = IdentityProvider(issuer=self.issuer, key=self.key)
        vars(self).update(vars(fresh))

    def configuration(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.discovery

    def authorize(self, asked: dict) -> str:
        """Where the browser is led after somebody has signed in at the directory."""
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"]} | self.answer
        shown = {name: value for name, value in answer.items() if value is not None}
        return f"{asked['redirect_uri']}?{urlencode(shown)}"

    def token(self, sent: dict) -> tuple[int, dict]:
        asked = self.codes.pop(sent.get("code"), None)  # each code works once
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        if sent.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def id_token(self, asked: dict) -> str:
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "sub": "4711",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            "preferred_username": "tanaka",
        }
        claims = {name: value for name, value in (honest | self.claims).items() if value is not None}
        if self.sign:
            return self.sign(claims)
        return jwt.encode(claims, self.key, "RS256", headers={"kid": self.kid})

    def keys(self) -> dict:
        return {"keys": [as_jwk(self.key, self.kid)] if self.published is None else self.published}


def serve(provider: IdentityProvider) -> ThreadingHTTPServer:
    """Begins to serve on a free port, and tells the provider its own address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(parts.query))
            provider.asked.append((parts.path, asked))
            if provider.is_down:
                self.send_error(503)
            elif parts.path in provider.moved:
                self.send_response(302)
                self.send_header("Location", provider.moved[parts.path])
                self.end_headers()
            elif parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif parts.path == "/.well-known/openid-configuration":
                self.send_json(200, provider.configuration())
            elif parts.path == "/keys":
                self.send_json(200, provider.keys())
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            provider.asked.append((self.path, sent))
            self.send_json(*provider.token(sent))

        def send_json(self, status: int, content: dict) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
