"""上报: the locked draft as a pack for the level above."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.publishing.handing_up import FOLDER, HandedUp
from drafter.desk.publishing.handing_up import hand_up as handed_up_by
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, handed_out
from drafter.portal.work import Outcome


@require_POST
def hand_up(request: DeskRequest) -> HttpResponseBase:
    """Make the pack and its letter."""
    by = author(request)
    return gone_on(request.desk.start("上报", lambda w, _: _made(handed_up_by(w, by))))


def _made(done: HandedUp) -> Outcome:
    record = done.record
    outcome = f"第{record.number}次上报" if done.new else "上报包没有变化"
    return Outcome(reverse("signatures"), (f"{outcome}：第{record.draft}稿", "上报函请编号、盖章"))


@require_GET
def handed_up_file(request: DeskRequest, name: str) -> FileResponse:
    """The pack, or the letter."""
    return handed_out(request.desk.workspace().folders.output(request.desk.year()) / FOLDER, name)
