"""Where a figure comes from and where it is used: trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import LONGEST, Lines, console, print_json
from drafter.draft.record import FigureState, all_behind
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.draft.record import FigureRecord, MarkRecord
    from drafter.draft.trace import Traced, Use


@click.command(options_metavar="[选项]")
@click.argument("question", metavar="指标|单元格|第N段|数")
@click.option("-n", "--number", type=int, metavar="稿次", help="第几稿，默认最后一稿。")
@json_option
@click.pass_context
@command
def trace(context: click.Context, question: str, number: int | None, as_json: bool) -> int:
    """查来源和用处：指标编号（法律援助.案件总数）、单元格（区司法局.xlsx!D56）、段（第31段）、数（613、98%）、
    文中词句，或往年的数：“上年(法律援助.案件总数)”“2022年(法律援助.案件总数)”。"""
    traced = opened(context).trace(question, number)
    if as_json:
        print_json_traced(traced)
    else:
        print_traced(question, traced)
    return 0 if traced else 1


def print_traced(question: str, traced: Traced) -> None:
    """Figures with their cells, then the places where they stand."""
    out = console()
    if not traced and not traced.notes:
        out.print(
            f"没有查到“{question}”：请核对指标编号或单元格，或改查 第N段、数字、文中词句；"
            "稿子生成后又有变化的，先运行 drafter draft。",
        )
    for figure in traced.figures:
        _print_figure(out, figure)
    for use in traced.uses:
        _print_use(out, use)
    if traced.figures and not traced.uses:
        out.print("正文没有引用。")
    for note in traced.notes:
        out.print(note)


def _print_figure(out: Lines, figure: FigureRecord) -> None:
    head = f"{figure.name}　{' '.join(figure.phrase.split())}"
    out.print(head + (f"　（{figure.key}）" if figure.key else ""), style="bold")
    if figure.edit is not None:
        rest = "以下为部门原报" if figure.sources else "没有部门报送"
        out.print(f"  {figure.edit.sentence()}；{rest}", style="yellow")
    if figure.workings:
        out.print(f"  计算：{figure.workings}")
    for check in figure.checks:
        out.print(f"  核对：{check}")
    for ruling in figure.decision.splitlines():
        out.print(f"  审定：{ruling}")
    for source in all_behind(figure.sources):
        note = f"　说明：{source.explanation}" if source.explanation else ""
        out.print(f"  来自：{source.line}{note}")
    if (not figure.sources or figure.workings) and figure.state is FigureState.MISSING:
        out.print(f"  尚未收到：{'；'.join(figure.awaited) or figure.name}")


def _print_use(out: Lines, use: Use) -> None:
    paragraph = use.paragraph
    words = "、".join(dict.fromkeys(mark.words for mark in use.marks if len(mark.words) < LONGEST))
    number = f"第{paragraph.number}段 " if paragraph.number else ""
    where = f"  用于：{number}{paragraph.section} {paragraph.heading}"
    wording = f"　写作：{words}" if words else "" if use.marks else "　（没有引用填报内容）"
    out.print(where.rstrip() + wording)
    if paragraph.text:
        out.print(f"    {use.excerpt}", style="dim")


def print_json_traced(traced: Traced) -> None:
    """{figures: [...], uses: [{paragraph, section, text, marks: [...]}], notes: [...]}"""
    uses = [
        {
            "paragraph": use.paragraph.number,
            "section": use.paragraph.section,
            "heading": use.paragraph.heading,
            "text": use.paragraph.text,
            "marks": [_mark_record(mark) for mark in use.marks],
        }
        for use in traced.uses
    ]
    print_json({"figures": [plain(f) for f in traced.figures], "uses": uses, "notes": traced.notes})


def _mark_record(mark: MarkRecord) -> dict[str, str]:
    return {"name": mark.name, "words": mark.words, "key": mark.figure.key}


COMMANDS = (trace,)
