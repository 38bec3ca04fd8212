"""Who signed which draft: sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.desk.records.filings import Opinion, Signature
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.publishing.signing import Signed


@click.command(options_metavar="[选项]")
@click.option("--by", default="", metavar="姓名", help="审签人；不写则只列出审签情况。")
@click.option("--role", default="", metavar="职务", help="审签人的职务或科室。")
@click.option(
    "--opinion", default=str(Opinion.AGREED), metavar="意见",
    help=f"{'、'.join(Opinion)}；默认为{Opinion.AGREED}。",
)  # fmt: skip
@click.option("--words", default="", metavar="说明", help="意见的具体内容。")
@click.option("-n", "--number", type=int, metavar="稿次", help="审签第几稿，默认最后一稿。")
@click.option("--lock", "locks", is_flag=True, help="送审：锁定最后一稿，解锁前不生成新稿。")
@click.option("--unlock", default="", metavar="理由", help="解锁，须写明理由。")
@json_option
@click.pass_context
@command
def sign(
    context: click.Context,
    by: str,
    role: str,
    opinion: str,
    words: str,
    number: int | None,
    locks: bool,
    unlock: str,
    as_json: bool,
) -> int:
    """记下谁审签了哪一稿、是什么意见；列出现在有效的审签，和因后来的变动而失效的。"""
    from drafter.desk.publishing import approval, signing
    from drafter.desk.year.drafts import sound_drafts

    workspace = opened(context)
    if locks or unlock:
        lock = approval.lock(workspace, by) if locks else approval.unlock(workspace, unlock, by)
        if not as_json:
            console().print(lock.line, style="bold")
        by = ""
    if by or role or words:
        signed = signing.sign(workspace, number, by, role, opinion, words)
        if not as_json:
            console().print(f"已记下：第{signed.draft}稿　{signed.line}", style="bold")
    year = workspace.year()
    workspace.last(year)  # tells which drafts are passed over
    drafts = list(sound_drafts(workspace.folders, year))
    standing = signing.signed(workspace.records(year).filed(Signature), drafts)
    if as_json:
        print_json_signed(standing)
    else:
        print_signed(standing)
    return 0


def print_signed(signed: Signed) -> None:
    """The stages, who signed the last draft, and which signatures it lost."""
    out = console()
    for stage in signed.stages:
        drafts = "、".join(f"第{number}稿" for number in stage.drafts)
        out.print(f"{stage.label}：{drafts}")
    if signed.draft is None:
        out.print("还没有稿子，请先运行 drafter draft。")
        return
    for standing in signed.holding:
        out.print(f"有效　第{standing.signature.draft}稿　{standing.signature.line}", style="green")
    for standing in signed.lost:
        out.print(f"失效　{standing.signature.line}", style="yellow")
        out.print(f"　　{standing.loss}")
        for change in standing.figures:
            out.print(f"　　{change.label}　{' → '.join(change.shown)}")
    if not signed.holding:
        out.print(
            f"第{signed.draft.number}稿还没有审签；审签：drafter sign --by 姓名 --role 职务。"
        )


def print_json_signed(signed: Signed) -> None:
    """{draft, stages: [...], signatures: [{..., holds, loss, figures}]}"""
    print_json(
        {
            "draft": signed.draft.number if signed.draft else None,
            "stages": [{"name": s.name, "drafts": s.drafts} for s in signed.stages],
            "signatures": [
                {
                    **plain(standing.signature),
                    "holds": standing.holds,
                    "loss": standing.loss,
                    "figures": [plain(figure) for figure in standing.figures],
                }
                for standing in signed.standings
            ],
        }
    )


COMMANDS = (sign,)
