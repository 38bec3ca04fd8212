"""What the commands of publishing print."""

from __future__ import annotations

from drafter.cli.console import console
from drafter.desk.publishing import PACK, Prepared, Published
from drafter.desk.workspace import Workspace
from drafter.model import sentence as told
from drafter.model.decision import ACCEPTABLE
from drafter.publish.attest import Attested

_MOST_SHOWN = 200


def print_open(prepared: Prepared) -> None:
    """Everything that stands against publishing, and what to do."""
    out, found = console(), prepared.findings
    name = prepared.draft.folder.name
    out.print(f"{name}还不能公开，有{len(found)}件事未办结：", style="bold")
    for finding in found[:_MOST_SHOWN]:
        out.print(told.line(finding), style="red")
    if len(found) > _MOST_SHOWN:
        out.print(f"……另有{len(found) - _MOST_SHOWN}件")
    accept = any(finding.code in ACCEPTABLE for finding in found)
    choice = "；属实的用 drafter accept 指标 --reason 理由 决定" if accept else ""
    out.print()
    out.print(f"下一步：逐件更正{choice}；再依次运行 drafter draft、drafter publish。")


def print_published(workspace: Workspace, done: Published) -> None:
    """What was written, what is to be kept, and what is missing."""
    out, publication = console(), done.publication
    folder = workspace.folders.relative(done.folder)
    made = "已生成公开文件" if done.new else "公开文件没有变化"
    out.print(f"{made}：{folder}（第{publication.draft}稿）", style="bold")
    for name in publication.files:
        out.print(f"  {name}")
    if done.stage:
        out.print(f"标题下的“{done.stage}”已去掉。")
    if done.no_pdf:
        out.print(f"没有生成PDF：{done.no_pdf}。装好LibreOffice后再运行一次即可。", style="yellow")
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


def print_attested(name: str, attested: Attested, whence: str) -> None:
    """What was altered; or that nothing was, and how far that goes."""
    out = console()
    for finding in attested.findings:
        out.print(f"改动 {told.sentence(finding)}", style="red")
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
