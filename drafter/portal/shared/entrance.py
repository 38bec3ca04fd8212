"""Who comes in at the shared portal: by a known name of it, signed in, and with a right to the
address; whatever has no right on record opens to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import conf
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from drafter.portal.member import Member, Role
from drafter.portal.request import DeskRequest
from drafter.portal.rights import HOMES, OPEN, allowed
from drafter.portal.shared.limits import LOCKED_FOR, MOST_FAILURES
from drafter.portal.shared.models import Account
from drafter.portal.shell import refused, shown_page
from drafter.portal.stamp import read_stamp
from drafter.portal.uploads import MOST_BYTES, TOO_LARGE

Respond = Callable[[DeskRequest], HttpResponseBase]
SAVED = "saved"  # in the address to which a form is sent: when it was last saved, stamped
NAME = "name"  # in the session of who came by a link: the name that they gave
_STRANGE = "这个地址不是本系统的地址；请使用发给您的地址"
_AGAIN = (
    "登录已失效，刚才的提交没有执行；已经保存的都在{last}。"
    "请重新登录，凭链接填报的重新打开链接，再办一次"
)
_NO_RIGHT = "您的岗位（{role}）不办这一项；需要的，请联系系统管理员"
_NO_ROLE = "但账号还没有赋予岗位，办不了事"
_NO_DEPARTMENT = "但账号没有写明是哪个部门，或目录中已没有这个部门，办不了事"
_WITHOUT_ROLE = ("password", "sign_out")
_OVER = "这个链接已过期，刚才的提交没有执行；已经保存的都在{last}。请向司法局要新的"
_LOCKED = (
    f"连续{MOST_FAILURES}次没有通过，已锁定{LOCKED_FOR.seconds // 60}分钟；"
    "急用的，请联系安全管理员解锁"
)


class Threshold:
    """Turns away, before anything of it is read, what asks for another host or brings too much."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost:
            request.META["HTTP_HOST"] = conf.settings.ALLOWED_HOSTS[0]
            return refused(request, _STRANGE, 400)
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return refused(request, TOO_LARGE, 413)
        return self._respond(request)


class Doorkeeper:
    """Gives the request its member and desk, and lets it no further than the member's rights."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        request.desk = conf.settings.DESK
        if member := member_of(request):
            request.member = member
        return self._respond(request)

    def process_view(
        self, request: DeskRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """What is answered instead of the page, None where it may be shown."""
        match = request.resolver_match
        name = (match.url_name or "") if match else ""
        if name in OPEN:
            return None
        member: Member | None = getattr(request, "member", None)
        if member is None and not (name in _WITHOUT_ROLE and _known(request)):
            return _stranger(request)
        if _provisional(request) and name not in ("password", "sign_out"):
            return redirect("password")
        if member is None:
            return None
        if member.role is Role.DEPARTMENT and not member.department and name not in _WITHOUT_ROLE:
            return _waiting(request, _NO_DEPARTMENT)
        if name == "overview" and HOMES[member.role] != name:
            return redirect(HOMES[member.role])
        if not allowed(member.role, name):
            return refused(request, _NO_RIGHT.format(role=member.role), 403)
        return None


def _provisional(request: DeskRequest) -> bool:
    """Whether the password is still the one that somebody else knows."""
    return isinstance(request.user, Account) and request.user.provisional


def member_of(request: DeskRequest) -> Member | None:
    """Who signed in; None for who did not, or may no more."""
    account = request.user
    if not isinstance(account, Account) or account.is_over:
        return None
    return account.member(request.session.get(NAME, ""))


def _stranger(request: DeskRequest) -> HttpResponseBase:
    account, saved = request.user, read_stamp(request.GET.get(SAVED, ""))
    last = f"（{saved}）" if saved else ""
    if _known(request):
        return _waiting(request, _NO_ROLE)
    why = (_OVER if account.is_authenticated else _AGAIN).format(last=last)
    if request.headers.get("HX-Request"):  # a part of a page that is still being filled in
        return HttpResponse(format_html('<p class="trouble" role="alert">{}</p>', why))
    if request.method != "GET" or account.is_authenticated:
        return refused(request, why, 403)
    query = urlencode({"next": request.get_full_path()}) if request.path != "/" else ""
    return HttpResponseRedirect(reverse("sign_in") + (f"?{query}" if query else ""))


def _known(request: DeskRequest) -> bool:
    """Whether it is somebody with an account that is good."""
    return isinstance(request.user, Account) and not request.user.is_over


def _waiting(request: DeskRequest, lack: str) -> HttpResponseBase:
    """For who came in and can do nothing yet: what is lacking, and whom to ask."""
    security = conf.settings.PEOPLE(Role.SECURITY)
    context = {"account": request.user, "lack": lack, "security": security}
    return shown_page(request, "waiting.html", context, 403)


def locked(request: DeskRequest, *_: object) -> HttpResponse:
    """For who failed too often, whoever tries it then."""
    return refused(request, _LOCKED, 429)
