"""Django as the shared portal needs it: accounts, sessions, and a database for these alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django import conf

from drafter.portal.desk import Desk
from drafter.portal.member import Role
from drafter.portal.settings import common
from drafter.portal.shared.configuration import (
    Configuration,
    Provider,
    databases,
    provider_secret,
    secret_key,
)
from drafter.portal.shared.limits import LOCKED_FOR, MOST_FAILURES
from drafter.portal.shared.passwords import SHORTEST

_CONTRIB = "django.contrib"
_APPS = (
    "drafter.portal",
    "drafter.portal.shared.apps.Portal",
    f"{_CONTRIB}.contenttypes",
    f"{_CONTRIB}.auth",
    f"{_CONTRIB}.sessions",
    "axes",
)
_OIDC_APPS = (
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
)
_MIDDLEWARE = (
    "drafter.portal.policy.Policy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "drafter.portal.shared.entrance.Threshold",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    f"{_CONTRIB}.sessions.middleware.SessionMiddleware",
    f"{_CONTRIB}.auth.middleware.AuthenticationMiddleware",
    "drafter.portal.shared.entrance.Doorkeeper",  # before anything of a form is read
    "drafter.portal.older.Older",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "drafter.portal.refusals.Refusals",
    "axes.middleware.AxesMiddleware",
)
_OIDC_MIDDLEWARE = ("allauth.account.middleware.AccountMiddleware",)
_BACKENDS = ("axes.backends.AxesStandaloneBackend", f"{_CONTRIB}.auth.backends.ModelBackend")
_VALIDATORS: dict[str, dict[str, object]] = {
    "UserAttributeSimilarityValidator": {"user_attributes": ("login", "name")},
    "MinimumLengthValidator": {"min_length": SHORTEST},
    "CommonPasswordValidator": {},
    "NumericPasswordValidator": {},
}
_LOCAL = ("127.0.0.1", "localhost")
_DAY = 12 * 3600  # seconds that somebody stays who came in
_YEAR = 365 * 24 * 3600


def configure(desk: Desk, root: Path, own: Configuration, hosts: tuple[str, ...]) -> None:
    """Set Django up for the workspace's portal, which browsers know by these names too."""
    settings = common(desk) | {"PEOPLE": people_of} | _accounts() | _cookies(own)
    if own.oidc:
        settings |= _provided(own.oidc)
    conf.settings.configure(
        **settings,
        SECRET_KEY=secret_key(root),
        ALLOWED_HOSTS=[*_LOCAL, *hosts, *own.hosts],
        DATABASES={"default": databases(own, root)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ROOT_URLCONF="drafter.portal.shared.urls",
        INSTALLED_APPS=[*_APPS, *(_OIDC_APPS if own.oidc else ())],
        MIDDLEWARE=[*_MIDDLEWARE, *(_OIDC_MIDDLEWARE if own.oidc else ())],
        OIDC=own.oidc,
    )
    django.setup()


def people_of(*roles: Role) -> list[str]:
    """The names of those who may come in and have one of these roles."""
    from drafter.portal.shared.models import Account

    people = Account.objects.of_people().filter(is_active=True, role__in=[*map(str, roles)])
    return [*dict.fromkeys(people.values_list("name", flat=True))]


def _accounts() -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "shared.Account",
        "AUTHENTICATION_BACKENDS": list(_BACKENDS),
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in _VALIDATORS.items()
        ],
        "LOGIN_URL": "/sign-in/",
        "LOGIN_REDIRECT_URL": "/",
        "SESSION_COOKIE_AGE": _DAY,
        "AXES_FAILURE_LIMIT": MOST_FAILURES,
        "AXES_COOLOFF_TIME": LOCKED_FOR,
        "AXES_LOCKOUT_PARAMETERS": ["username"],
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_LOCKOUT_CALLABLE": "drafter.portal.shared.entrance.locked",
        "AXES_SENSITIVE_PARAMETERS": ["username", "login", "pin"],
        "AXES_USERNAME_FORM_FIELD": "username",
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
    }


def _cookies(own: Configuration) -> dict[str, Any]:
    """Cookies need TLS where there is some. A provider's answer comes from another site: the
    session has to be known then, as it is with a link that is followed."""
    secure: dict[str, Any] = {
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_SAMESITE": "Lax" if own.oidc else "Strict",
        "CSRF_COOKIE_NAME": "portal-csrf",
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        # It warns of browsers that change their mark; we lock the account, whoever tries it.
        "SILENCED_SYSTEM_CHECKS": ["axes.W006"],
    }
    if own.https:
        secure |= {
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "SECURE_SSL_REDIRECT": True,
            "SECURE_HSTS_SECONDS": _YEAR,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
            "SECURE_HSTS_PRELOAD": True,
            "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in own.hosts],
        }
    return secure


def _provided(provider: Provider) -> dict[str, Any]:
    app = {
        "provider_id": "oidc",
        "name": provider.name,
        "client_id": provider.client,
        "secret": provider_secret(provider),
        "settings": {"server_url": provider.server, "oauth_pkce_enabled": True},
    }
    parts = urlsplit(provider.server)
    return {
        # A form that leads on to another site needs its leave.
        "FORM_TARGETS": (f"{parts.scheme}://{parts.netloc}",),
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app]}},
        "SOCIALACCOUNT_ADAPTER": "drafter.portal.shared.provided.Provided",
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "login",
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
    }
