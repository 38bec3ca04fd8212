"""Drafts that came back, and the edits in them: verify, merge, edits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.command import FILE, command, json_option, moment, reviewed, signed, view_option
from drafter.cli.console import console, print_findings, print_json
from drafter.model import sentence
from drafter.model.dates import official_date
from drafter.model.record import plain
from drafter.review.returned.findings import found_in
from drafter.review.story.verdict import Spot

if TYPE_CHECKING:
    from drafter.desk.review.reviewing import Merge, Verified
    from drafter.desk.year.results import Drafted
    from drafter.draft.edit_record import EditRecord
    from drafter.review.story.verdict import Number, TextChange


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="文件", type=FILE)
@json_option
@view_option
@click.pass_context
@command
def verify(context: click.Context, file: Path, as_json: bool, view: str) -> int:
    """逐个核对改回来的稿子里的数，列出没有出处的数。有不符的退出码为1。"""
    checked = reviewed(context).verify(file, view == "accepted")
    if as_json:
        print_json_verified(checked)
    else:
        print_verified(checked)
    return 0 if checked.verification.sound else 1


def print_verified(verified: Verified) -> None:
    """What was found in the file, gravest first."""
    out, verification = console(), verified.verification
    out.print(verified.heading)
    findings = found_in(verified.file, verification)
    print_findings(findings, "drafter verify --json")
    out.print()
    for line in verification.summary:
        out.print(line)
    if not verification.sound:
        out.print("下一步：请部门按手改的数更正后重报，或运行 drafter merge 合并。")


def print_json_verified(verified: Verified) -> None:
    """{file, draft, guessed, figures, numbers, texts, comments, tracked, findings}"""
    verification = verified.verification
    figures = [
        {
            "mark": f.mark,
            "state": str(f.state),
            "old": f.old,
            "new": f.new,
            "submitted": f.submitted,
            "key": f.figure.key if f.figure else "",
            "label": f.label,
            "paragraph": f.spot.number,
            "place": f.spot.label,
            "section": f.section,
            "recovered": f.recovered,
        }
        for f in verification.figures
    ]
    print_json(
        {
            "file": verified.file,
            "draft": verified.draft.number,
            "guessed": verified.guessed,
            "figures": figures,
            "numbers": [_number(number) for number in verification.numbers],
            "texts": [_text(text) for text in verification.texts],
            "comments": [plain(remark) for remark in verification.remarks],
            "tracked": verification.tracked,
            "findings": [
                sentence.record(finding) for finding in found_in(verified.file, verification)
            ],
        }
    )


def _number(number: Number) -> dict[str, Any]:
    fields = plain(number)
    fields.pop("spot")
    return {**fields, "paragraph": number.spot.number, "place": number.spot.label}


def _text(text: TextChange) -> dict[str, Any]:
    fields = {name: value for name, value in plain(text).items() if not name.endswith("_spot")}
    spots = {"old_number": text.old_spot, "new_number": text.new_spot}
    numbers = {name: spot.number if spot else 0 for name, spot in spots.items()}
    return {**fields, **numbers, "place": (text.new_spot or text.old_spot or Spot()).label}


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="文件", type=FILE)
@click.option("-o", "path", type=FILE, metavar="文件", help="合并稿写到哪里。")
@click.option("--take", is_flag=True, help="同时作为新的一稿，手改沿用到以后各稿。")
@click.option("--by", default="", metavar="姓名", help="手改的人，默认取文件中的修订作者。")
@signed
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
    from drafter.desk.review.reviewing import Signing

    signing = Signing(by, _day(date), author, moment(date))
    merged = reviewed(context).merge(file, path, signing, take)
    print_merged(merged)
    return 1 if merged.conflicts else 0


def print_merged(merged: Merge) -> None:
    """Where the merge is, and what both sides changed."""
    out = console()
    out.print(f"原稿：第{merged.base.number}稿；今天的稿子：第{merged.ours.number}稿。")
    out.print(f"合并稿：{merged.path}")
    for conflict in merged.conflicts:
        words = sentence.SENTENCES["edit-conflict"].format_map(conflict.shown)
        out.print(f"冲突：{words}", style="yellow")
    for gone in merged.gone:
        out.print(f"手改删去了：{gone}", style="yellow")
    if merged.taken is not None:
        out.print(
            f"已作为第{merged.taken.number}稿：{merged.taken.folder.name}/报告.docx", style="bold"
        )
        out.print("下一步：以后照常运行 drafter draft，手改会沿用；drafter edits 列出手改。")
    else:
        out.print("下一步：用Word打开合并稿，逐处接受或拒绝；要作为新的一稿，加 --take。")


def _day(date: datetime | None) -> str:
    """The day as officials write it; "" where none was sentence."""
    return "" if date is None else official_date(date)


@click.command(options_metavar="[选项]")
@click.option(
    "--withdraw", "numbers", type=int, multiple=True, metavar="序号", help="撤回第几处，可写多次。"
)
@json_option
@click.pass_context
@command
def edits(context: click.Context, numbers: tuple[int, ...], as_json: bool) -> int:
    """列出最后一稿沿用的手改：谁、何时、由什么改为什么。"""
    review = reviewed(context)
    withdrawn = review.withdraw(numbers) if numbers else None
    draft, records = review.edits()
    if as_json:
        print_json_edits(records)
    else:
        print_edits(draft, records, withdrawn)
    return 0


def print_edits(draft: Drafted, records: Sequence[EditRecord], withdrawn: Drafted | None) -> None:
    """The edits that the last draft carries."""
    out = console()
    if withdrawn is not None:
        out.print(f"已撤回，生成第{withdrawn.number}稿。", style="bold")
    if not records:
        out.print(f"第{draft.number}稿没有手改。")
        return
    names = {entry.key: f"{entry.name}（{entry.key}）" for entry in draft.manifest.entries}
    for edit in records:
        where = f"{edit.place} {edit.section}".strip() if edit.paragraph else edit.place
        name = f"{names.get(edit.key, edit.key)}　" if edit.key else ""
        out.print(f"{edit.number}　{where}　{name}{edit.told}　{edit.by}　{edit.date}")
        if edit.conflict:
            out.print(f"　　与新报数据冲突：现报“{edit.now_reported}”", style="yellow")
    out.print("撤回：drafter edits --withdraw 序号。")


def print_json_edits(records: Sequence[EditRecord]) -> None:
    """A list of edits."""
    print_json([{n: v for n, v in plain(edit).items() if n != "places"} for edit in records])


COMMANDS = (verify, merge, edits)
