"""What the bureau does about a department's return: confirm, send back, unlock, put off."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from drafter.desk.returns import handing_in
from drafter.desk.returns.handing_in import Own
from drafter.desk.year.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on
from drafter.portal.work import Outcome

Deal = Callable[[Workspace, str], Own]


@require_POST
def confirm(request: DeskRequest, name: str) -> HttpResponseBase:
    """Record that the department confirmed on paper the version that was looked at."""
    seen, signer = (request.POST.get(field, "") for field in ("version", "signer"))
    return _dealt(request, name, lambda w, _: handing_in.confirm(w, name, seen, signer))


@require_POST
def send_back(request: DeskRequest, name: str) -> HttpResponseBase:
    """Send the version that was looked at back."""
    seen, reason = (request.POST.get(field, "") for field in ("version", "reason"))
    return _dealt(request, name, lambda w, who: handing_in.send_back(w, name, seen, who, reason))


@require_POST
def unlock(request: DeskRequest, name: str) -> HttpResponseBase:
    """Let the department hand in again."""
    reason = request.POST.get("reason", "")
    return _dealt(request, name, lambda w, who: handing_in.unlock(w, name, who, reason))


@require_POST
def extend(request: DeskRequest, name: str) -> HttpResponseBase:
    """Put the department off."""
    until, reason = (request.POST.get(field, "") for field in ("until", "reason"))
    return _dealt(request, name, lambda w, who: handing_in.extend(w, name, until, who, reason))


def _dealt(request: DeskRequest, name: str, deal: Deal) -> HttpResponseBase:
    who = author(request)

    def work(workspace: Workspace) -> Outcome:
        done = deal(workspace, who).done
        line = f"{name}已记下：{done.line}" if done else name
        return Outcome(f"{reverse('department', args=[name])}#standing", (line,))

    return gone_on(request.desk.start("办理报表", lambda w, _: work(w)))
