"""各区县: what the level below handed up, and its main indicators side by side."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.departments.choosing import choose as chosen
from drafter.desk.departments.delivery import Delivered
from drafter.desk.departments.districts import (
    FOLDER,
    head,
    names,
    note,
    said,
    side_by_side,
    take_packs,
    undecided,
    whole,
    write_tables,
)
from drafter.desk.year.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.uploads import Sent, sent_files
from drafter.portal.work import Outcome


@require_GET
def districts(request: DeskRequest) -> HttpResponse:
    """Each district, what it handed up, and how its main figures stand beside the others'."""
    tables = side_by_side(request.desk.status().checked)
    settings = tables.checked.catalogue.settings
    heads = [(head(c), names(c), whole(c, settings)) for c in tables.columns]
    rows = [
        (name, [said(column, column.cells[name], settings.places) for column in tables.columns])
        for name in tables.checked.catalogue.districts
    ]
    below = tables.checked.districts
    handed = sum(one.counted is not None for one in below)
    remarks = [(one.name, finding) for one in below for finding in one.submission.findings]
    folder = request.desk.workspace().folders.output(settings.year) / FOLDER
    files = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    context = {"tables": tables, "heads": heads, "rows": rows, "handed": handed, "files": files}
    context |= {"undecided": undecided(tables), "note": note(tables), "remarks": remarks}
    return shown_page(request, "districts.html", context)


@require_POST
def take(request: DeskRequest) -> HttpResponseBase:
    """Take in packs."""
    sent = sent_files(request, zips=True)
    return gone_on(request.desk.start("收入上报包", lambda w, _: _taken(w, sent), sent))


def _taken(workspace: Workspace, sent: Sent) -> Outcome:
    delivered = take_packs(workspace, sent.files)
    amiss = any(not one.name for one in delivered)
    return Outcome(reverse("districts"), tuple(map(_line, delivered)), amiss)


def _line(one: Delivered) -> str:
    if one.reason:
        return f"{one.file}：没有收入。{one.reason}"
    return f"{one.file}：收入，{one.department}（{one.name}）"


@require_POST
def choose(request: DeskRequest, name: str) -> HttpResponseBase:
    """Record which of a district's packs counts."""
    file, by = request.POST.get("file", ""), author(request)
    reason = request.POST.get("reason", "").strip()

    def work(workspace: Workspace, _: object) -> Outcome:
        return Outcome(reverse("districts"), (chosen(workspace, name, file, reason, by).words,))

    return gone_on(request.desk.start("选定上报包", work))


@require_POST
def write(request: DeskRequest) -> HttpResponseBase:
    """Write the tables."""
    return gone_on(request.desk.start("写出各区县主要指标", lambda w, _: _written(w)))


def _written(workspace: Workspace) -> Outcome:
    files = write_tables(workspace).files
    return Outcome(reverse("districts"), tuple(f"已写出{path.name}" for path in files))


@require_GET
def file(request: DeskRequest, name: str) -> FileResponse:
    """A table, to keep."""
    return handed_out(request.desk.workspace().folders.output(request.desk.year()) / FOLDER, name)
