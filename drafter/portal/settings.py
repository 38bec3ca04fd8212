"""Django as the pages need it, and as the clerk's own desk has it: no accounts and no database."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import django
from django import conf

from drafter.portal.desk import Desk
from drafter.portal.uploads import MOST_FILES

_HERE = Path(__file__).parent
_MIDDLEWARE = (
    "drafter.portal.policy.Policy",
    "drafter.portal.entrance.Entrance",
    "drafter.portal.older.Older",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "drafter.portal.refusals.Refusals",
)


def configure(desk: Desk, port: int) -> None:
    """Set Django up for this desk, which a browser of this machine reaches at that port."""
    conf.settings.configure(
        **common(desk),
        PORT=port,
        SECRET_KEY=secrets.token_urlsafe(48),
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="drafter.portal.urls",
        INSTALLED_APPS=["drafter.portal"],
        MIDDLEWARE=list(_MIDDLEWARE),
        # Cookies know no port: two desks on one machine must not take each other's.
        CSRF_COOKIE_NAME=f"csrf-{port}",
    )
    django.setup()


def common(desk: Desk) -> dict[str, Any]:
    """The settings of both modes."""
    return {
        "DEBUG": False,
        "DESK": desk,
        "PEOPLE": lambda *_: [],  # on the clerk's own machine there are no accounts
        "TEMPLATES": [_templates()],
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [str(_HERE / "static")],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 3600,
        "LANGUAGE_CODE": "zh-hans",
        "TIME_ZONE": None,
        "USE_TZ": False,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "drafter.portal.refusals.foreign",
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
        "FILE_UPLOAD_TEMP_DIR": None,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 << 20,
        "DATA_UPLOAD_MAX_NUMBER_FILES": MOST_FILES,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 5000,
        "FORM_TARGETS": (),
        "LOGGING_CONFIG": None,
    }


def _templates() -> dict[str, object]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(_HERE / "templates")],
        "OPTIONS": {
            "context_processors": ["drafter.portal.shell.shell"],
            "libraries": {"official": "drafter.portal.official"},
            "builtins": ["drafter.portal.official", "drafter.portal.leaf", "drafter.portal.charts"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
