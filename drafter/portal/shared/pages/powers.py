"""权限: who is there for what; who is locked out."""

from __future__ import annotations

from axes.models import AccessAttempt
from axes.utils import reset
from django.db.models import Max
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from drafter.portal.member import Role
from drafter.portal.request import DeskRequest
from drafter.portal.shared.limits import MOST_FAILURES
from drafter.portal.shared.models import Account
from drafter.portal.shell import refused, shown_page

_NO_DEPARTMENT = "部门填报的账号须写明是哪个部门的"
_OWN = "不能改自己的岗位"


@require_GET
def powers(request: DeskRequest) -> HttpResponseBase:
    """Everybody's role, and the locked ones."""
    failed = AccessAttempt.objects.filter(failures_since_start__gte=MOST_FAILURES)
    logins = failed.values("username").annotate(last=Max("attempt_time")).order_by("username")
    names = {a.login: a for a in Account.objects.all()}
    locked = [(names[one["username"]], one["last"]) for one in logins if one["username"] in names]
    context = {
        "people": Account.objects.of_people(),
        "roles": [*Role],
        "departments": request.desk.departments(),
        "locked": locked,
    }
    return shown_page(request, "powers.html", context)


@require_POST
def change(request: DeskRequest, own: int) -> HttpResponseBase:
    """Another role for somebody, or none."""
    account = get_object_or_404(Account.objects.of_people(), pk=own)
    if account.login == request.member.login:
        return refused(request, _OWN, 409)
    role, department, section = (
        " ".join(request.POST.get(field, "").split())[:80]
        for field in ("role", "department", "section")
    )
    apart = role == Role.DEPARTMENT
    if role not in ("", *Role) or (apart and department not in request.desk.departments()):
        return refused(request, _NO_DEPARTMENT, 400)
    account.role = role
    account.department, account.section = (department, section) if apart else ("", "")
    account.save(update_fields=["role", "department", "section"])
    request.desk.note(request.member.name, f"赋予岗位（{role or '无'}）", account.name)
    return redirect("powers")


@require_POST
def unlock(request: DeskRequest) -> HttpResponseBase:
    """Let somebody try again who failed too often."""
    login = request.POST.get("login", "")
    if account := Account.objects.filter(login=login).first():
        reset(username=login)
        request.desk.note(request.member.name, "解锁", account.name)
    return redirect("powers")
