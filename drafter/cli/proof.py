"""Any report, proofread: proof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option
from drafter.cli.console import COLOURS, LONGEST, console, counts, print_json
from drafter.model import sentence

if TYPE_CHECKING:
    from drafter.desk.errands.proofing import Proofed


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--mark", is_flag=True, help="另存一份.docx，在每一处加Word批注。")
@json_option
@click.pass_context
@command
def proof(context: click.Context, file: Path, mark: bool, as_json: bool) -> int:
    """校对.docx、.txt、.html；写 - 的，校对粘贴的文字。有错误时退出码为1。"""
    from drafter.desk.errands.proofing import proof_file, proof_text

    pasted = str(file) == "-"
    proofed = (
        proof_text(sys.stdin.buffer.read(), context.obj)
        if pasted
        else proof_file(file, mark, context.obj)
    )
    if as_json:
        print_json_proofed(proofed)
    else:
        print_proofed(proofed)
    return 1 if proofed.errors else 0


def print_proofed(proofed: Proofed) -> None:
    """The remarks with what they quote, one a line, and where the copy with comments is."""
    out = console()
    for finding in proofed.findings:
        quote = finding.details.get("quote", "").replace("\n", " ")
        quote = quote if len(quote) <= LONGEST * 2 else f"{quote[: LONGEST * 2]}…"
        line = f"{finding.severity} {finding.place} “{quote}”：{sentence.sentence(finding)}"
        out.print(line, style=COLOURS[finding.severity])
    if not proofed.findings:
        out.print("没有发现问题。")
        return
    out.print()
    out.print(f"{counts(proofed.findings)}。")
    if proofed.marked:
        out.print(f"批注版：{proofed.marked.name}")


def print_json_proofed(proofed: Proofed) -> None:
    """A list of {code, severity, quote, place, message}."""
    print_json([sentence.proof_record(finding) for finding in proofed.findings])


COMMANDS = (proof,)
