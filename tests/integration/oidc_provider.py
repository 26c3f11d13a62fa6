"""A real OpenID Connect provider on the loopback interface: Authlib's server parts behind Flask.

Discovery, authorization code with obligatory PKCE, ID tokens signed with RS256, keys. Whoever is sent to
it is signed in as :attr:`Provider.person`; the tests bend what it says through :attr:`Provider.bend`.
"""

from __future__ import annotations

import contextlib
import threading
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "protokollant", "nur-fuer-diesen-test"


class Client(ClientMixin):
    """The one client there is."""

    def __init__(self, redirect):
        self.redirect = redirect

    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return self.redirect

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.redirect

    def check_client_secret(self, client_secret):
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method, endpoint):  # noqa: ARG002 - as Authlib calls it
        return method == "client_secret_basic"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    """An authorization code, used once."""

    def __init__(self, **values):
        self.__dict__.update(values)

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


class Provider:
    """The server, what it says of whom, and what it is made to say wrongly."""

    def __init__(self, redirect):
        self.redirect = redirect
        self.person = {
            "sub": "4711",
            "email": "Ada@Wiesenthal.example",
            "email_verified": True,
            "name": "Ada Amt",
        }
        self.bend = {}
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.sign_with = self.key
        self.codes = {}
        self.issuer = ""
        self.asked = []

    def app(self):
        """Return the Flask application."""
        provider = self
        app = Flask("oidc-provider")
        app.secret_key = "x"
        server = AuthorizationServer(
            app, query_client=lambda name: Client(self.redirect) if name == CLIENT else None,
            save_token=lambda *_: None,
        )  # fmt: skip

        class Grant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

            def save_authorization_code(self, code, request):
                data = request.payload.data
                provider.codes[code] = Code(
                    code=code, redirect_uri=request.payload.redirect_uri, scope=request.payload.scope,
                    nonce=data.get("nonce"), code_challenge=data.get("code_challenge"),
                    code_challenge_method=data.get("code_challenge_method"),
                )  # fmt: skip

            def query_authorization_code(self, code, client):  # noqa: ARG002 - as Authlib calls it
                return provider.codes.get(code)

            def delete_authorization_code(self, authorization_code):
                del provider.codes[authorization_code.code]

            def authenticate_user(self, authorization_code):
                provider.nonce = authorization_code.nonce
                return provider.person

        server.register_grant(Grant, [CodeChallenge(required=True)])

        @app.get("/.well-known/openid-configuration")
        def discovery():
            return jsonify(
                {
                    "issuer": provider.issuer,
                    "authorization_endpoint": f"{provider.issuer}/authorize",
                    "token_endpoint": f"{provider.issuer}/token",
                    "jwks_uri": f"{provider.issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                }
            )

        @app.get("/keys")
        def keys():
            return jsonify(KeySet([provider.key]).as_dict(private=False))

        @app.get("/authorize")
        def authorize():
            provider.asked.append(dict(request.args))
            grant = server.get_consent_grant(end_user=provider.person)
            return server.create_authorization_response(grant=grant, grant_user=provider.person)

        @app.post("/token")
        def token():
            answer = server.create_token_response()
            if answer.status_code != 200:
                return answer
            now = int(time.time())
            claims = {
                "iss": provider.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": provider.nonce,
                **provider.person, **provider.bend,
            }  # fmt: skip
            signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.sign_with)
            return jsonify({**answer.get_json(), "id_token": signed})

        return app


@contextlib.contextmanager
def running_provider(redirect):
    """Yield a provider that answers on a port of its own."""
    provider = Provider(redirect)
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
