"""部门: what each has sent, what is wrong with it, what goes out to it; forms come in here."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.departments import choosing
from drafter.desk.departments.deadlines import late_returns
from drafter.desk.departments.delivery import Delivered, deliver
from drafter.desk.departments.departments import history as read_history
from drafter.desk.departments.departments import reminders_of
from drafter.desk.departments.departments import send_back as sent_back
from drafter.desk.departments.letters import letter_folder, letters_of, write_letters
from drafter.desk.departments.sendings import sendings
from drafter.desk.files.folders import digest
from drafter.desk.files.parcels import pack
from drafter.desk.overview.dossier import dossier
from drafter.desk.overview.overview import department_rows
from drafter.desk.year.workspace import Workspace
from drafter.model import sentence
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, handed_out, handed_over, shown_page
from drafter.portal.uploads import Sent, sent_files
from drafter.portal.work import Outcome, Tell


@require_GET
def departments(request: DeskRequest) -> HttpResponse:
    """All of them."""
    workspace, checked = request.desk.workspace(), request.desk.status().checked
    context = {
        "rows": department_rows(checked),
        "late": late_returns(checked, workspace.clock().date()),
        "forms": workspace.folders.issued(checked.catalogue.settings.year),
        "reminders": reminders_of(workspace, checked),
        "sendings": [*sendings(workspace, checked)],
        "letters": letters_of(workspace, checked.catalogue.settings.year),
        "districts": checked.catalogue.districts,
    }
    return shown_page(request, "departments.html", context)


@require_GET
def department(request: DeskRequest, name: str) -> HttpResponse:
    """One of them."""
    file = dossier(request.desk.workspace(), request.desk.status().checked, name)
    return shown_page(request, "department.html", {"dossier": file})


@require_GET
def history(request: DeskRequest, name: str) -> HttpResponse:
    """Its versions, each with what it changed."""
    desk = request.desk
    file = dossier(desk.workspace(), desk.status().checked, name)
    catalogue = digest(desk.workspace().folders.catalogue)
    key = ("history", name, catalogue, *(receipt.sha256 for receipt in file.receipts))
    versions = desk.known("对照各次报送", key, lambda workspace: read_history(workspace, name))
    return shown_page(request, "history.html", {"dossier": file, "versions": versions})


@require_POST
def receive(request: DeskRequest) -> HttpResponseBase:
    """Take in what was dropped."""
    sent = sent_files(request, zips=True)
    return gone_on(request.desk.start("收入填报表", lambda w, tell: _received(w, tell, sent), sent))


def _received(workspace: Workspace, tell: Tell, sent: Sent) -> Outcome:
    delivered = deliver(workspace, sent.files, tell)
    amiss = any(not one.name for one in delivered)
    return Outcome(reverse("departments"), tuple(map(_line, delivered)), amiss)


def _line(x: Delivered) -> str:
    if not x.name:
        return f"{x.file}：没有收入。{x.reason}"
    if x.reason:
        return f"{x.file}：{x.reason}（{x.name}），没有再收"
    replaced = f"，代替原来的{x.replaced}（原件已存）" if x.replaced else ""
    return f"{x.file}：收入，{x.department}{replaced}"


@require_POST
def issue(request: DeskRequest) -> HttpResponseBase:
    """Make the blank forms."""
    return gone_on(request.desk.start("生成填报表", _issued))


def _issued(workspace: Workspace, tell: Tell) -> Outcome:
    issued = workspace.forms(tell)
    changed = f"其中{len(issued.changed)}份为新生成或有变化" if issued.changed else "均无变化"
    line = f"填报表{len(issued.files)}份，{changed}；请下载后发给各部门"
    misfits = tuple(sentence.line(finding) for finding in issued.misfits)
    return Outcome(f"{reverse('departments')}#forms", (line, *misfits), bool(misfits))


@require_GET
def form(request: DeskRequest, name: str) -> FileResponse:
    """A department's blank form, to keep."""
    workspace = request.desk.workspace()
    return handed_out(workspace.folders.forms(_year(request)), name)


@require_GET
def all_forms(request: DeskRequest) -> FileResponse:
    """All blank forms, to keep."""
    forms = request.desk.workspace().folders.issued(_year(request))
    return handed_over(pack(forms), "填报表.zip")


@require_POST
def send_back(request: DeskRequest) -> HttpResponseBase:
    """Write what goes back to the departments."""
    return gone_on(request.desk.start("写出退回的表", _sent_back))


def _sent_back(workspace: Workspace, tell: Tell) -> Outcome:
    returned = sent_back(workspace)
    line = f"写出退给{len(returned)}个部门的表和消息；请下载后发给部门"
    return Outcome(f"{reverse('departments')}#return", (line if returned else "没有要退回的表",))


@require_GET
def returned(request: DeskRequest, name: str) -> FileResponse:
    """What goes back to a department, to keep."""
    return handed_out(request.desk.workspace().folders.returns(_year(request)), name)


@require_GET
def all_returns(request: DeskRequest) -> FileResponse:
    """All that goes back, to keep."""
    folders = request.desk.workspace().folders
    return handed_over(pack(folders.returned(_year(request))), "退回.zip")


@require_POST
def write(request: DeskRequest) -> HttpResponseBase:
    """Letters to the departments that were chosen, or to all that have sent nothing."""
    chosen, by = request.POST.getlist("department"), author(request)

    def work(workspace: Workspace, _: object) -> Outcome:
        letters = write_letters(workspace, chosen, by)
        lines = tuple(f"{x.notice.department}：{x.notice.reference}" for x in letters)
        return Outcome(f"{reverse('departments')}#letters", lines or ("各部门都已报送",))

    return gone_on(request.desk.start("催报函", work))


@require_GET
def letter(request: DeskRequest, name: str) -> FileResponse:
    """A letter that was written."""
    return handed_out(letter_folder(request.desk.workspace().folders, request.desk.year()), name)


@require_POST
def choose(request: DeskRequest, name: str) -> HttpResponseBase:
    """Settle which of a department's forms counts."""
    file, reason = (request.POST.get(field, "") for field in ("file", "reason"))
    by = author(request)
    return gone_on(request.desk.start("选定报表", lambda w, _: _chosen(w, name, file, reason, by)))


def _chosen(workspace: Workspace, name: str, file: str, reason: str, by: str) -> Outcome:
    decision = choosing.choose(workspace, name, file, reason, by)
    line = f"{name}：{decision.words}。以后再收到别的表，须重新选定"
    return Outcome(reverse("department", args=[name]), (line,))


def _year(request: DeskRequest) -> int:
    return request.desk.status().checked.catalogue.settings.year
