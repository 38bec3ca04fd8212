"""What goes out, and what vouches for it: publish, attest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json_findings, progress
from drafter.model import sentence
from drafter.model.decision import ACCEPTABLE

if TYPE_CHECKING:
    from drafter.desk.publishing.publishing import Prepared, Published
    from drafter.desk.year.workspace import Workspace
    from drafter.publish.attest import Attested


_MOST_SHOWN = 200


@click.command(options_metavar="[选项]")
@click.option("--draft", "number", type=int, metavar="稿次", help="公开第几稿，默认最后一稿。")
@click.option("--checked-by", default="", metavar="姓名", help="保密审查人。")
@click.option("--checked-on", default="", metavar="日期", help="保密审查日期，如2023年11月20日。")
@click.pass_context
@command
def publish(context: click.Context, number: int | None, checked_by: str, checked_on: str) -> int:
    """生成公开的.docx、PDF、网页、数据和证据包，放在 output/年度/公开。还有事项未办结的，列出后
    停止，退出码为1。"""
    from drafter.desk.publishing import publishing

    workspace = opened(context)
    with progress() as show:
        prepared = publishing.prepare(workspace, number, show)
    if prepared.findings:
        print_open(prepared)
        return 1
    who = checked_by.strip() or _asked("保密审查人", "--checked-by")
    day = publishing.checked_day(
        workspace, checked_on.strip() or _asked("保密审查日期", "--checked-on")
    )
    with progress() as show:
        done = publishing.publish(workspace, prepared, who, day, show)
    print_published(workspace, done)
    return 0


def _asked(what: str, option: str) -> str:
    """The user's answer; nobody is asked where nobody sits. Raises WorkspaceError."""
    from drafter.model.errors import WorkspaceError

    if not sys.stdin.isatty():
        raise WorkspaceError(f"公开前须经保密审查；请用 {option} 写明{what}")
    return str(click.prompt(what)).strip()


def print_open(prepared: Prepared) -> None:
    """Everything that stands against publishing, and what to do."""
    out, findings = console(), prepared.findings
    name = prepared.draft.folder.name
    out.print(f"{name}还不能公开，有{len(findings)}件事未办结：", style="bold")
    for finding in findings[:_MOST_SHOWN]:
        out.print(sentence.line(finding), style="red")
    if len(findings) > _MOST_SHOWN:
        out.print(f"……另有{len(findings) - _MOST_SHOWN}件")
    accept = any(finding.code in ACCEPTABLE for finding in findings)
    choice = "；属实的用 drafter accept 指标 --reason 理由 决定" if accept else ""
    if any(finding.code.startswith("edit-") for finding in findings):
        choice += "，手改的用 drafter accept 手改 列出"
    out.print()
    out.print(f"下一步：逐件更正{choice}；再依次运行 drafter draft、drafter publish。")


def print_published(workspace: Workspace, done: Published) -> None:
    """What was written, what is to be kept, and what is missing."""
    from drafter.desk.publishing.publishing import PACK

    out, publication = console(), done.publication
    folder = workspace.folders.relative(done.folder)
    outcome = "已生成公开文件" if done.new else "公开文件没有变化"
    out.print(f"{outcome}：{folder}（第{publication.draft}稿）", style="bold")
    for name in publication.files:
        out.print(f"  {name}")
    if done.stage:
        out.print(f"标题下的“{done.stage}”已去掉。")
    if done.no_pdf:
        out.print(f"没有生成PDF：{done.no_pdf}。", style="yellow")
    if done.substitutes:
        out.print(
            f"PDF用了代替的字体（{'、'.join(done.substitutes)}）；"
            "要用公文字体的，请在装有这些字体的电脑上生成。",
            style="yellow",
        )
    out.print(f"保密审查：{publication.checked_by}，{publication.checked_on}。")
    out.print(f"证据包：{folder}/{PACK}（内有各部门原表，存档用，不要上网）")
    out.print(f"总校验值：{publication.head}", style="bold")
    out.print("请把总校验值抄录存档；日后核对：drafter attest 证据包.zip --head 总校验值")


@click.command(options_metavar="[选项]")
@click.argument("pack", metavar="证据包", type=click.Path(path_type=Path))
@click.option("--head", default="", metavar="总校验值", help="公开时记下的总校验值。")
@json_option
@click.pass_context
@command
def attest(context: click.Context, pack: Path, head: str, as_json: bool) -> int:
    """逐个核对证据包中的文件，指出改动了哪些。有改动的退出码为1。不需要网络，也不需要工作目录。"""
    from drafter.desk.publishing import publishing

    attested, whence = publishing.attest(pack, head, context.obj)
    if as_json:
        print_json_findings(attested.findings)
    else:
        print_attested(pack.name, attested, whence)
    return 1 if attested.findings else 0


def print_attested(name: str, attested: Attested, whence: str) -> None:
    """What was altered; or that nothing was, and how far that goes."""
    out = console()
    weight = "改动 " if attested.is_pack else ""
    for finding in attested.findings:
        out.print(f"{weight}{sentence.sentence(finding)}", style="red")
    if not attested.is_pack:
        return
    if attested.findings:
        out.print()
        out.print(f"{name}与生成时不同，有{len(attested.findings)}处。")
        return
    out.print(f"{name}：{attested.files}个文件均与清单相符，没有改动。")
    out.print(f"总校验值：{attested.head}")
    if whence:
        out.print(f"总校验值与{whence}一致。")
    else:
        out.print(
            "没有可以对照的总校验值：整包重做的看不出来；请用 --head 写明公开时记下的总校验值。",
            style="yellow",
        )


COMMANDS = (publish, attest)
