"""统一认证: who comes in by a provider does so by the account that bears their login there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import conf

from drafter.portal.shared.models import LINK, Account
from drafter.portal.shell import refused

if TYPE_CHECKING:
    from django.http import HttpRequest

_UNKNOWN = "统一认证通过了，但本系统没有您的账号，请联系系统管理员"
_FAILED = "统一认证没有完成，请重试；仍不行的，请用账号和密码登录"


class Provided(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Decides on what the provider answers."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take the account that bears the login which the provider states."""
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        login = str(claims.get(conf.settings.OIDC.claim, ""))
        account = Account.objects.of_people().filter(login=login, is_active=True).first()
        if account is None or login.startswith(LINK):
            raise ImmediateHttpResponse(refused(request, _UNKNOWN, 403))
        sociallogin.user = account
        conf.settings.DESK.note(account.name, "登录（统一认证）")
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: accounts are made by 系统."""
        return False

    def on_authentication_error(self, request: HttpRequest, *_: object, **__: object) -> None:
        """Say that it came to nothing."""
        raise ImmediateHttpResponse(refused(request, _FAILED, 403))
