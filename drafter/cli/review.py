"""The commands of the review: diff, redline, verify, merge, edits, text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, opened
from drafter.model.dates import official_date
from drafter.model.errors import WorkspaceError
from drafter.model.shown import shown_lines

if TYPE_CHECKING:
    from drafter.desk.reviewing import Review

_FILE = click.Path(path_type=Path)
_AS = click.Choice(["accepted", "rejected"])
_DAYS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
_as = click.option(
    "--as",
    "view",
    type=_AS,
    default="accepted",
    help="文件中原有的修订按接受（accepted，默认）还是按拒绝（rejected）读取。",
)
_json = click.option("--json", "as_json", is_flag=True, help="以JSON输出。")
_author = click.option("--author", default="drafter", metavar="姓名", help="修订的作者。")
_date = click.option(
    "--date", type=click.DateTime(_DAYS), metavar="日期", help="修订的日期，默认为现在。"
)


def _review(context: click.Context, needed: bool = True) -> Review:
    """The review of the workspace; of files alone where there is none and none is needed."""
    from drafter.desk.reviewing import Review

    try:
        return Review(opened(context))
    except WorkspaceError:
        if needed:
            raise
        return Review(None)


@click.command(options_metavar="[选项]", short_help="比较两稿：改了什么、为什么改。")
@click.argument("old", metavar="[旧稿]", default="")
@click.argument("new", metavar="[新稿]", default="")
@click.option("--html", "page", type=_FILE, metavar="文件", help="另存为网页，左右对照。")
@_json
@_as
@click.pass_context
@command
def diff(
    context: click.Context, old: str, new: str, page: Path | None, as_json: bool, view: str
) -> int:
    """比较两稿（第几稿，或任意两个.docx），先列变动的数和原因，再列文字。不写则比较最后两稿。"""
    from drafter.cli import terminal_review
    from drafter.desk.folders import write_file

    found = _review(context, needed=False).diff(old, new, view == "accepted")
    if page is not None:
        from drafter.review.compare.page import page as written

        write_file(page, written(found).encode())
    if as_json:
        terminal_review.print_json_diff(found)
    else:
        terminal_review.print_diff(found, page)
    return 0


@click.command(options_metavar="[选项]", short_help="生成带修订的对比稿。")
@click.argument("old", metavar="旧稿")
@click.argument("new", metavar="新稿")
@click.option("-o", "path", type=_FILE, required=True, metavar="文件", help="对比稿写到哪里。")
@_author
@_date
@_as
@click.pass_context
@command
def redline(
    context: click.Context,
    old: str,
    new: str,
    path: Path,
    author: str,
    date: datetime | None,
    view: str,
) -> int:
    """生成Word对比稿：全部拒绝即旧稿，全部接受即新稿；批注写明原因。"""
    from drafter.cli import terminal_review
    from drafter.desk.reviewing import Signing

    signing = Signing(author=author, moment=_stamp(date))
    review = _review(context, needed=False)
    count, beyond = review.redline(old, new, path, signing, view == "accepted")
    terminal_review.print_redlined(path, count, beyond)
    return 0


@click.command(options_metavar="[选项]", short_help="核对改回来的稿子：每个数还在不在、改没改。")
@click.argument("file", metavar="文件", type=_FILE)
@_json
@_as
@click.pass_context
@command
def verify(context: click.Context, file: Path, as_json: bool, view: str) -> int:
    """逐个核对改回来的稿子里的数，列出没有出处的数。有不符的退出码为1。"""
    from drafter.cli import terminal_review

    checked = _review(context).verify(file, view == "accepted")
    if as_json:
        terminal_review.print_json_verified(checked)
    else:
        terminal_review.print_verified(checked)
    return 0 if checked.found.sound else 1


@click.command(options_metavar="[选项]", short_help="把手改的稿子与今天的数据合并。")
@click.argument("file", metavar="文件", type=_FILE)
@click.option("-o", "path", type=_FILE, metavar="文件", help="合并稿写到哪里。")
@click.option("--take", is_flag=True, help="同时作为新的一稿，手改沿用到以后各稿。")
@click.option("--by", default="", metavar="姓名", help="手改的人，默认取文件中的修订作者。")
@_author
@_date
@click.pass_context
@command
def merge(
    context: click.Context,
    file: Path,
    path: Path | None,
    take: bool,
    by: str,
    author: str,
    date: datetime | None,
) -> int:
    """三方合并：原稿、改回来的稿子、今天数据的新稿。双方都改了的加批注。有冲突时退出码为1。"""
    from drafter.cli import terminal_review
    from drafter.desk.reviewing import Signing

    signing = Signing(by, _day(date), author, _stamp(date))
    merged = _review(context).merge(file, path, signing, take)
    terminal_review.print_merged(merged)
    return 1 if merged.conflicts else 0


@click.command(options_metavar="[选项]", short_help="列出沿用的手改，或撤回。")
@click.option(
    "--withdraw", "numbers", type=int, multiple=True, metavar="序号", help="撤回第几处，可写多次。"
)
@_json
@click.pass_context
@command
def edits(context: click.Context, numbers: tuple[int, ...], as_json: bool) -> int:
    """列出最后一稿沿用的手改：谁、何时、由什么改为什么。"""
    from drafter.cli import terminal_review

    review = _review(context)
    withdrawn = review.withdraw(numbers) if numbers else None
    draft, found = review.edits()
    if as_json:
        terminal_review.print_json_edits(found)
    else:
        terminal_review.print_edits(draft, found, withdrawn)
    return 0


@click.command(options_metavar="[选项]", short_help="输出.docx或.xlsx的文字，供git diff使用。")
@click.argument("file", metavar="文件", type=_FILE)
@command
def text(file: Path) -> int:
    """按行输出文件的文字：.docx一段一行，.xlsx一格一行。"""
    from drafter.desk.text import plain_text

    click.echo(shown_lines(plain_text(file)), nl=False)
    return 0


def _stamp(date: datetime | None) -> str:
    """The moment as Word writes it; the clock is read here, and nowhere below."""
    moment = date or datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(date: datetime | None) -> str:
    """The day as officials write it; "" where none was told."""
    return "" if date is None else official_date(date)


COMMANDS = (diff, redline, verify, merge, edits, text)
