"""科室分工: who fills in what of a department's form, and who has not yet."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.records.dealings import Division
from drafter.desk.returns import division as desk
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import shown_page

_SECTION = "s:"


@require_GET
def division(request: DeskRequest) -> HttpResponse:
    """How the form is divided."""
    department = request.member.department
    key = ("division", department, request.desk.state(), _divisions(request))
    divided = request.desk.known("打开分工", key, lambda w: desk.divided(w, department))
    names = sorted({share.section for share in divided.shares if share.section})
    return shown_page(request, "division.html", {"divided": divided, "names": names})


@require_POST
def divide(request: DeskRequest) -> HttpResponseBase:
    """Divide it so."""
    department, who, post = request.member.department, author(request), request.POST
    sections = {k.removeprefix(_SECTION): str(v) for k, v in post.items() if k.startswith(_SECTION)}
    request.desk.answer("分工", lambda w: desk.divide(w, department, sections, who), writes=True)
    return HttpResponseRedirect(f"{reverse('division')}?saved=1")


def _divisions(request: DeskRequest) -> int:
    """How many there are: the desk's state leaves out what no check of the forms hangs on."""
    records = request.desk.workspace().records(request.desk.year())
    return len(records.filed(Division))
