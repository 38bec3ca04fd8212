"""意见: all findings; many decided for one reason, each on record."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.findings.deciding import Accepted, Opinion, decide, decide_seen
from drafter.desk.findings.filled import decide_filled
from drafter.desk.findings.sifting import Sieve, Standing
from drafter.desk.overview.docket import docket
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Severity
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.uploads import sent_files
from drafter.portal.work import Outcome

_DIGITS, _MOST_TOLD = 6, 40
_FIELDS = ("department", "category", "severity", "standing", "words")


@require_GET
def findings(request: DeskRequest) -> HttpResponse:
    """Those that are asked for."""
    asked, page = request.GET, request.GET.get("page", "")
    # Of a year that is over everything was decided, or will not be.
    sieve = _sieve(asked, Standing.ALL if request.desk.closed else Standing.OPEN)
    number = int(page) if page.isdecimal() and len(page) < _DIGITS else 1
    status = request.desk.status()
    shown = docket(request.desk.workspace(), status, sieve, number)
    choices: dict[str, object] = {"standings": tuple(Standing), "severities": tuple(Severity)}
    choices["number"] = status.draft.number if status.draft else 0
    context = {"docket": shown, "sieve": sieve, "query": _query(asked), **choices}
    return shown_page(request, "findings.html", context)


def _sieve(asked: QueryDict, unsaid: Standing = Standing.OPEN) -> Sieve:
    department, sort, severity, standing, words = (asked.get(name, "") for name in _FIELDS)
    one = (department,) if department else (), (sort,) if sort else ()
    return Sieve(*one, severity, standing or unsaid, words)


def _query(asked: QueryDict) -> str:
    return urlencode({name: asked[name] for name in _FIELDS if asked.get(name)})


@require_POST
def accept(request: DeskRequest) -> HttpResponseBase:
    """Those that are ticked, or all that were seen, may stand."""
    by = author(request)
    return gone_on(request.desk.start("采纳意见", lambda w, _: _accepted(w, request.POST, by)))


def _accepted(workspace: Workspace, posted: QueryDict, by: str) -> Outcome:
    reason = posted.get("reason", "")
    if seen := posted.get("seen", ""):
        accepted = decide_seen(workspace, _sieve(posted), seen, reason, by)
    else:
        ticked = [value.partition(" ") for value in posted.getlist("mark")]
        if not ticked:
            raise WorkspaceError("还没有勾选意见，没有采纳；请勾选后再点“采纳勾选的”")
        accepted = decide(workspace, [Opinion(m, name, reason, by) for m, _, name in ticked])
    page = f"{reverse('findings')}?{_query(posted)}"
    return Outcome(page, tuple(lines(accepted)), bool(accepted.undecided))


@require_POST
def fill(request: DeskRequest) -> HttpResponseBase:
    """What was filled in in 核查.xlsx is decided."""
    sent, by = sent_files(request), author(request)
    return gone_on(request.desk.start("采纳意见", lambda w, _: _filled(w, sent.only, by), sent))


def _filled(workspace: Workspace, path: Path, by: str) -> Outcome:
    accepted = decide_filled(workspace, path, by)
    return Outcome(reverse("findings"), tuple(lines(accepted)), bool(accepted.undecided))


def lines(accepted: Accepted) -> list[str]:
    """What was not decided and what was, a line each."""
    count = f"采纳{len(accepted.findings)}条意见，记为{len(accepted.decisions)}项决定"
    decided = [f"{d.about}：{d.words}" for d in accepted.decisions]
    undecided = [f"没有决定：{one.name}。{one.why}" for one in accepted.undecided]
    return [count, *_few(undecided), *_few(decided)]


def _few(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_TOLD
    return [*lines[:_MOST_TOLD], f"……另有{more}条"] if more > 0 else lines
