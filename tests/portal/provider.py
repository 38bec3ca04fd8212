"""A provider of 统一认证 for the tests: django-oauth-toolkit, served on a port of this machine.

python -m tests.portal.provider PORT PORTAL_PORT
"""

from __future__ import annotations

import secrets
import sys

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django import conf
from django.http import HttpRequest

CLIENT, SECRET = "drafter", "between-the-two-of-us"
LOGIN, PASSWORD = "liwen", "Shan-shui-5-li"
_FORM = '<form method="post">{% csrf_token %}{{ form.as_p }}<button>Sign in</button></form>'
_CONTRIB = "django.contrib"


def configured(port: int) -> None:
    """Django as a provider with a database in memory."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    conf.settings.configure(
        SECRET_KEY=secrets.token_urlsafe(48),
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[
            *(f"{_CONTRIB}.{name}" for name in ("contenttypes", "auth", "sessions")),
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            f"{_CONTRIB}.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{_CONTRIB}.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": "file:idp?mode=memory&cache=shared",
            }
        },
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.locmem.Loader",
                            {"registration/login.html": _FORM},
                        )
                    ]
                },
            }
        ],
        ROOT_URLCONF=__name__,
        SESSION_COOKIE_NAME="provider",
        CSRF_COOKIE_NAME="provider-csrf",
        LOGIN_URL="/login/",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.validator",
            "SCOPES": {"openid": "who it is", "profile": "the name", "email": "the address"},
        },
    )
    django.setup()


def validator(*args: object, **kwargs: object) -> object:
    """What the provider says of who signed in."""
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Claims(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request: HttpRequest) -> dict[str, str]:
            return {"preferred_username": request.user.get_username()}

    return Claims(*args, **kwargs)


def prepared(portal_port: int) -> None:
    """Its people, and the portal as its client."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    User.objects.create_user(LOGIN, password=PASSWORD)
    User.objects.create_user("waren", password=PASSWORD)
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=f"http://127.0.0.1:{portal_port}/oidc/oidc/login/callback/",
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


def main(port: int, portal_port: int) -> None:
    """Serve until it is stopped."""
    configured(port)
    from django.contrib.auth.views import LoginView
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path
    from waitress import serve

    globals()["urlpatterns"] = [
        path("login/", LoginView.as_view()),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]
    prepared(portal_port)
    application = get_wsgi_application()
    print("ready", flush=True)
    serve(application, host="127.0.0.1", port=port, threads=1)


if __name__ == "__main__":
    sys.modules["tests.portal.provider"] = sys.modules[__name__]
    main(*map(int, sys.argv[1:]))
