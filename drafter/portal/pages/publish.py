"""公开: what stands against it, 保密审查, the files that go out, those of before."""

from __future__ import annotations

from django import conf
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.publishing import publishing
from drafter.desk.publishing.approval import check_publisher, makers_of
from drafter.desk.publishing.published import published
from drafter.desk.publishing.publishing import Prepared
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.portal.member import Role
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.work import Outcome, Tell

_CHECKING = (Role.DRAFTING, Role.REVIEW, Role.LEADER)
_NO_CHECKER = "保密审查人请从有账号的人中选定（起草、审阅、领导）；没有的，请系统管理员建立账号"


@require_GET
def publish(request: DeskRequest) -> HttpResponse:
    """What stands against publishing the draft, and what was published."""
    desk, number = request.desk, _number(request.GET.get("draft", ""))
    drafts = desk.drafts()
    due = drafts and not desk.closed
    context = {
        "checkers": _checkers(request, number) if due else [],
        "drafts": drafts,
        "prepared": _prepared(request, number) if due else None,
        "published": published(desk.workspace(), desk.year()),
    }
    return shown_page(request, "publish.html", context)


@require_POST
def publish_now(request: DeskRequest) -> HttpResponseBase:
    """Write the files."""
    number, who = _number(request.POST.get("draft", "")), request.POST.get("checked_by", "")
    day = request.POST.get("checked_on", "")
    if not who.strip() or not day.strip():
        raise WorkspaceError("公开前须经保密审查；请写明保密审查人和日期")
    if (shared := bool(request.member.name)) and who not in conf.settings.PEOPLE(*_CHECKING):
        raise WorkspaceError(_NO_CHECKER)
    return gone_on(
        request.desk.start("公开", lambda w, tell: _published(w, tell, number, (who, day), shared))
    )


@require_GET
def published_file(request: DeskRequest, name: str, time: str = "") -> FileResponse:
    """A file that was published: now, or that time."""
    folder = published(request.desk.workspace(), request.desk.year()).folder(time)
    if folder is None:
        raise Http404
    return handed_out(folder, name)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _checkers(request: DeskRequest, number: int | None) -> list[str]:
    """Who may confirm the draft for publishing: whoever has an account and did not make it."""
    workspace = request.desk.workspace()
    draft = request.desk.draft(number) if number else request.desk.drafts()[0]
    makers = {*makers_of(draft, workspace.records(request.desk.year()))}
    return [name for name in conf.settings.PEOPLE(*_CHECKING) if name not in makers]


def _prepared(request: DeskRequest, number: int | None) -> Prepared:
    status = request.desk.status()
    return request.desk.known(
        "核对公开事项", ("publish", number, request.desk.state()),
        lambda workspace: publishing.prepare(workspace, number, status=status),
    )  # fmt: skip


def _published(
    workspace: Workspace, tell: Tell, number: int | None, checked: tuple[str, str], shared: bool
) -> Outcome:
    who, day = checked
    checked_on = publishing.checked_day(workspace, day)
    prepared = publishing.prepare(workspace, number, tell)
    if shared:
        check_publisher(workspace, prepared.draft, who)
    done = publishing.publish(workspace, prepared, who, checked_on, tell)
    return Outcome(reverse("publish"), tuple(_lines(done)))


def _lines(done: publishing.Published) -> list[str]:
    publication = done.publication
    lines = [f"{'已生成公开文件' if done.new else '公开文件没有变化'}（第{publication.draft}稿）"]
    lines += [f"标题下的“{done.stage}”已去掉"] * bool(done.stage)
    lines += [f"没有生成PDF：{done.no_pdf}"] * bool(done.no_pdf)
    if done.substitutes:
        fonts = "、".join(done.substitutes)
        lines.append(f"PDF用了代替的字体（{fonts}）；要用公文字体的，请在装有这些字体的电脑上生成")
    return [*lines, "请把下面的总校验值抄录存档"]
