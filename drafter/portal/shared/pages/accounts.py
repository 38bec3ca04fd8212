"""账号: the people of the portal; made by 系统, given their roles by 安全."""

from __future__ import annotations

import secrets

from django.db import IntegrityError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from drafter.model.pattern import pattern
from drafter.portal.member import Role
from drafter.portal.request import DeskRequest
from drafter.portal.shared.models import Account
from drafter.portal.shell import refused, shown_page

_LOGIN = pattern(r"[\w.@-]{2,40}")
_UNFIT = "账号用2至40个字母、数字或汉字，可以有点、横线和下划线；并写明姓名"
_TAKEN = "已有“{login}”这个账号；请换一个"
_OWN = "不能停用自己的账号"
_APPOINTED = "已有{role}管理员；再要增加的，由安全管理员赋予岗位"
FIRST = (Role.SECURITY, Role.AUDIT)  # whom 系统 appoints where there never was one


@require_GET
def accounts(request: DeskRequest) -> HttpResponseBase:
    """All people, and a form for another."""
    return _shown(request)


@require_POST
def new(request: DeskRequest) -> HttpResponseBase:
    """Somebody more; the first password is shown once, and changed by its owner. Only the first of
    安全 and of 审计 are made with their role: all others get theirs from 安全."""
    login, name, role = (
        " ".join(request.POST.get(f, "").split()) for f in ("login", "name", "role")
    )
    if not _LOGIN.fullmatch(login) or not 0 < len(name) <= 40:
        return refused(request, _UNFIT, 400)
    if role and role not in _lacking():
        return refused(request, _APPOINTED.format(role=role), 409)
    account = Account(login=login, name=name, role=role, provisional=True)
    password = first_password()
    account.set_password(password)
    try:
        account.save(force_insert=True)
    except IntegrityError:
        return refused(request, _TAKEN.format(login=login), 409)
    request.desk.note(request.member.name, f"建立账号{f'（{role}）' if role else ''}", name)
    return _shown(request, account, password)


@require_POST
def reset(request: DeskRequest, own: int) -> HttpResponseBase:
    """A new first password for who forgot theirs."""
    account = get_object_or_404(Account.objects.of_people(), pk=own)
    password = first_password()
    account.set_password(password)
    account.provisional = True
    account.save(update_fields=["password", "provisional"])
    request.desk.note(request.member.name, "重设密码", account.name)
    return _shown(request, account, password)


@require_POST
def switch(request: DeskRequest, own: int) -> HttpResponseBase:
    """Stop the account, or let it go on."""
    account = get_object_or_404(Account.objects.of_people(), pk=own)
    if account.login == request.member.login:
        return refused(request, _OWN, 409)
    account.is_active = not account.is_active
    account.save(update_fields=["is_active"])
    deed = "恢复账号" if account.is_active else "停用账号"
    request.desk.note(request.member.name, deed, account.name)
    return redirect("accounts")


def first_password() -> str:
    """One that is read out or written down without mistakes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _lacking() -> list[Role]:
    """Whom of 安全 and 审计 there never was; one who was stopped is no reason for another."""
    there = {*Account.objects.of_people().values_list("role", flat=True)}
    return [role for role in FIRST if role not in there]


def _shown(
    request: DeskRequest, account: Account | None = None, password: str = ""
) -> HttpResponseBase:
    people = Account.objects.of_people()
    context = {"people": people, "account": account, "password": password, "lacking": _lacking()}
    return shown_page(request, "accounts.html", context)
