"""新建: a new workspace in five questions; and the workspaces that stand here already."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from drafter.catalogue.indicator_row import LATER
from drafter.catalogue.settings import LEVELS
from drafter.desk.catalogue.new_workspace import MAIN_KIT, Plan, Wish, is_free, make, planned
from drafter.desk.files.kits import kits
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Outcome

_HOME = "home:"


def new(request: DeskRequest) -> HttpResponseBase:
    """The questions; what will be made of the answers; then it is made."""
    plan = planned(_wish(request)) if request.method == "POST" else None
    if plan is None or not plan.ready or "make" not in request.POST:
        return _asked(request, plan)
    folder = _folder(request, plan)
    return gone_on(request.desk.begin("新建", lambda _: _made(request, folder, plan)))


@require_POST
def open_other(request: DeskRequest) -> HttpResponseBase:
    """Go over to another workspace of the folder."""
    request.desk.open(request.POST.get("name", ""))
    return HttpResponseRedirect(reverse("overview"))


def _asked(request: DeskRequest, plan: Plan | None) -> HttpResponse:
    context = {
        "plan": plan,
        "wish": plan.wish if plan else Wish("", ""),
        "levels": LEVELS,
        "kits": (MAIN_KIT, *kits()),
        "later": LATER,
        "folder": _folder(request, plan).name if plan else "",
        "others": [path for path in request.desk.elsewhere() if path != request.desk.folder],
    }
    return shown_page(request, "new.html", context)


def _wish(request: DeskRequest) -> Wish:
    """What was answered, without the spaces around it."""
    fields = {name: " ".join(str(text).split()) for name, text in request.POST.items()}
    homes = {n.removeprefix(_HOME): text for n, text in fields.items() if n.startswith(_HOME)}
    asked = ("kit", "region", "year", "level", "contact", "phone", "due")
    answers = {name: fields.get(name, "") for name in asked}
    return Wish(**answers, departments=request.POST.get("departments", ""), homes=homes)


def _folder(request: DeskRequest, plan: Plan) -> Path:
    """The folder that is served, if it is empty; else one in it."""
    served = request.desk.served
    return served if is_free(served) else served / plan.stem


def _made(request: DeskRequest, folder: Path, plan: Plan) -> Outcome:
    make(folder, plan)
    request.desk.enter(folder)
    done = f"已建好{folder.name}：{len(plan.departments)}个部门，{plan.indicators}项指标"
    return Outcome(reverse("overview"), (done, "请先在“目录模板”中核对指标，再下发填报表"))
