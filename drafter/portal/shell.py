"""What stands around every page: the columns, the year, what was just done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from msgspec import Struct

from drafter import __version__
from drafter.model.finding import Finding
from drafter.model.shown import shown_lines
from drafter.portal.desk import Desk
from drafter.portal.member import Member
from drafter.portal.rights import allowed, may
from drafter.portal.words import at_desk
from drafter.portal.work import Job


class Section(Struct, frozen=True):
    """A column of the bar: the first part of its addresses, the name of the first address in
    `urls` and `rights`, its name; `shared` are those that the clerk's own machine needs none of."""

    path: str
    address: str
    name: str
    shared: bool = False


SECTIONS = (
    Section("", "overview", "总览"),
    Section("brief", "brief", "领导", shared=True),
    Section("departments", "departments", "部门"),
    Section("findings", "findings", "意见"),
    Section("ledger", "ledger", "台账"),
    Section("drafts", "drafts", "稿子"),
    Section("compare", "compare", "对比"),
    Section("returned", "copies", "收稿"),
    Section("rounds", "rounds", "征求意见"),
    Section("round", "round", "征求意见稿", shared=True),
    Section("signatures", "signatures", "审签"),
    Section("publish", "publish", "公开"),
    Section("catalogue", "catalogue", "目录模板"),
    Section("mine", "mine", "我的填报", shared=True),
    Section("links", "links", "部门链接", shared=True),
    Section("accounts", "accounts", "账号", shared=True),
    Section("powers", "powers", "权限", shared=True),
    Section("keeping", "keeping", "备份日志"),
    Section("tools", "tools", "工具"),
)
_WAYS = ("/jobs/", "/open/")  # pages that only lead on
PREFIX = "/years/{}/"  # before the addresses of a year that is over
# What may be looked at of such a year; all else is of the year at hand.
_LOOKED_AT = """
overview departments department history form all_forms letter returned all_returns ledger indicator
drafts read_draft figure draft_file comments paragraph traced compare compare_saved compare_static
redline_file findings signatures handed_up publish published published_before work
"""
READABLE = frozenset(_LOOKED_AT.split())


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every template may say beside its own."""
    first = request.path_info.strip("/").partition("/")[0]
    member: Member | None = getattr(request, "member", None)
    # Whoever did not come in sees nothing of what is on the desk.
    desk: Desk | None = getattr(request, "desk", None) if member else None
    section = next((s for s in SECTIONS if s.path == first), None)
    closed = desk.closed if desk else 0
    return {
        "sections": _sections(member, closed) if member else (),
        "section": section,
        "root": get_script_prefix(),
        "closed": closed,
        "older": _older(desk, member, section) if desk and member else (),
        "notice": desk.work.job(request.GET.get("done", "")) if desk else None,
        "desk_title": desk.title if desk else "",
        "member": member,
        "may": {name: True for name in may(member.role) if not closed or name in READABLE}
        if member
        else {},
        "version": __version__,
    }


def _sections(member: Member, closed: int) -> list[Section]:
    """The columns that somebody may open, of a year that is over those to be looked at."""
    own = [s for s in SECTIONS if allowed(member.role, s.address) and (member.name or not s.shared)]
    return [s for s in own if not closed or s.address in READABLE]


def _older(desk: Desk, member: Member, section: Section | None) -> list[tuple[int, str]]:
    """The years that are over, each with the address of the same column there, or of the first
    that somebody may open."""
    there = _sections(member, closed=1)
    if not there:
        return []
    path = section.path if section in there else there[0].path
    return [(year, f"{PREFIX.format(year)}{path and f'{path}/'}") for year in desk.older_years()]


def shown_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page. What comes from others may hold characters that a browser would obey: they are
    spelled out here, wherever they stand."""
    page = render_to_string(template, dict(context), request)
    return HttpResponse(at_desk(shown_lines(page)), status=status)


class Back(Struct, frozen=True):
    """A page to go back to, and the column that it is of; "" where it is of none."""

    address: str
    name: str


def came_from(request: HttpRequest) -> str:
    """The address of the page of ours that led here; that of 总览 where none did."""
    come = urlsplit(request.headers.get("Referer", ""))
    path = f"/{come.path.lstrip('/')}"
    itself = request.method == "GET" and path == request.path
    if come.netloc != request.META.get("HTTP_HOST") or itself or path.startswith(_WAYS):
        return "/"
    return f"{path}{'?' if come.query else ''}{come.query}"


def way_back(address: str) -> Back:
    """The page at the address of ours."""
    first = address.strip("/").partition("/")[0].partition("?")[0]
    return Back(address, next((s.name for s in SECTIONS if s.path == first), ""))


def refused(
    request: HttpRequest, reason: str, status: int, findings: Sequence[Finding] = ()
) -> HttpResponse:
    """A page that says why not, and what to do."""
    context = {"reason": reason, "findings": findings, "back": way_back(came_from(request))}
    return shown_page(request, "refused.html", context, status)


def gone_on(job: Job) -> HttpResponseRedirect:
    """To the job's outcome where it is over and good; else to where it is watched."""
    if job.outcome is None:
        return HttpResponseRedirect(reverse("work", args=[job.id]))
    query = urlencode({"done": job.id})
    page, _, place = job.outcome.page.partition("#")
    joint = "&" if "?" in page else "?"
    return HttpResponseRedirect(f"{page}{joint}{query}{'#' if place else ''}{place}")


def handed_out(folder: Path, name: str) -> FileResponse:
    """The folder's own file of that name, to keep and not to show. Raises Http404 for any other."""
    files = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    path = files.get(name)
    if path is None or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


def handed_over(content: bytes, name: str) -> FileResponse:
    """What was made for it, to keep under that name."""
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)
