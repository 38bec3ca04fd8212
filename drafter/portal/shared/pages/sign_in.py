"""登录: by account or, for a department, by its link and PIN; the own password."""

from __future__ import annotations

import hashlib
from typing import cast

from django import conf
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from drafter.portal.member import Member
from drafter.portal.request import DeskRequest
from drafter.portal.shared.entrance import NAME
from drafter.portal.shared.models import LINK, Account
from drafter.portal.shared.passwords import unfit
from drafter.portal.shell import refused, shown_page

_WRONG = "账号或密码不对"
_WRONG_PIN = "口令不对；请核对随链接发给您的六位口令"
_NO_LINK = "这个链接已停用或过期；请向司法局要新的"
_NAMELESS = "请写明填报人的姓名"
_MOST = 200


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: DeskRequest) -> HttpResponseBase:
    """Come in by account and password."""
    place = request.POST.get("next") or request.GET.get("next") or "/"
    context = {"next": place, "oidc": conf.settings.OIDC, "login": ""}
    if request.method == "GET":
        return shown_page(request, "sign_in.html", context)
    name = request.POST.get("login", "").strip()[:_MOST]
    account = None
    if not name.startswith(LINK):
        password = request.POST.get("password", "")[:_MOST]
        account = authenticate(request, username=name, password=password)
    if account is None:
        _note_failure(request, name)
        context |= {"wrong": _WRONG, "login": name}
        return shown_page(request, "sign_in.html", context, 403)
    login(request, account)
    request.desk.note(cast(Account, account).name, "登录")
    own = url_has_allowed_host_and_scheme(place, {request.get_host()}, request.is_secure())
    return redirect(place if own else "/")


@require_POST
def sign_out(request: DeskRequest) -> HttpResponseBase:
    """Leave."""
    member: Member | None = getattr(request, "member", None)
    name = member.name if member else cast(Account, request.user).name
    request.desk.note(name, "退出", member.department if member else "")
    logout(request)
    return redirect("sign_in")


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
def enter(request: DeskRequest, token: str) -> HttpResponseBase:
    """Come in by a department's link."""
    name = link_name(token)
    account = Account.objects.of_links().filter(login=name, is_active=True).first()
    if account is None or account.is_over:
        return refused(request, _NO_LINK, 404)
    person = " ".join(request.POST.get("name", "").split())[:40]
    context = {"account": account, "name": person}
    if request.method == "GET":
        return shown_page(request, "enter.html", context)
    if not person:
        return shown_page(request, "enter.html", context | {"wrong": _NAMELESS}, 400)
    pin = request.POST.get("pin", "").strip()[:_MOST]
    user = authenticate(request, username=name, password=pin)
    if user is None:
        _note_failure(request, name)
        return shown_page(request, "enter.html", context | {"wrong": _WRONG_PIN}, 403)
    login(request, user)
    request.desk.note(person, "凭链接进入", account.department)
    request.session[NAME] = person
    return redirect("/")


def _note_failure(request: DeskRequest, name: str) -> None:
    """Enter in the log whose account it was; names that are nobody's would fill it."""
    account = Account.objects.filter(login=name).first()
    locked = getattr(request, "axes_locked_out", False)
    if account:
        request.desk.note("", "登录未通过，已锁定" if locked else "登录未通过", account.name)


def link_name(token: str) -> str:
    """The login of the account that stands for a link."""
    return LINK + hashlib.sha256(token.encode()).hexdigest()


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: DeskRequest) -> HttpResponseBase:
    """One's own password."""
    account = cast(Account, request.user)
    if request.method == "GET" or account.is_link:
        return shown_page(request, "password.html", {"account": account})
    if wrong := _unfit(account, request):
        return shown_page(request, "password.html", {"account": account, "wrong": wrong}, 400)
    account.set_password(request.POST["new"])
    account.provisional = False
    account.save(update_fields=["password", "provisional"])
    update_session_auth_hash(request, account)  # whoever else came in by the old one is out
    request.desk.note(account.name, "改密码")
    return redirect("/")


def _unfit(account: Account, request: DeskRequest) -> list[str]:
    """What is wrong with the new password, a sentence each."""
    old, new, again = (request.POST.get(field, "")[:_MOST] for field in ("old", "new", "again"))
    if not account.check_password(old):
        return ["现在的密码不对"]
    if new != again:
        return ["两次写的新密码不一样"]
    if new == old:
        return ["新密码不能与现在的一样"]
    return unfit(new, account)
