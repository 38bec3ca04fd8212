"""Two documents beside each other: diff, redline; the text of one: text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.command import FILE, command, json_option, moment, reviewed, signed, view_option
from drafter.cli.console import Column, Piece, Table, console, print_json
from drafter.model.record import plain
from drafter.model.shown import shown_lines

if TYPE_CHECKING:
    from drafter.review.compare.cause import Cause
    from drafter.review.compare.changes import Comparison, Explained, FigureChange, Loss


_AROUND, _MOST_SHOWN = 18, 60
_NUMBERS = ("原", "现", "增减", "幅度")
_FIGURES = ("指标", *_NUMBERS, "原因", "位置")


@click.command(options_metavar="[选项]")
@click.argument("old", metavar="[旧稿]", default="")
@click.argument("new", metavar="[新稿]", default="")
@click.option("--html", "page", type=FILE, metavar="文件", help="另存为网页，左右对照。")
@json_option
@view_option
@click.pass_context
@command
def diff(
    context: click.Context, old: str, new: str, page: Path | None, as_json: bool, view: str
) -> int:
    """比较两稿（第几稿，或任意两个.docx），先列变动的数和原因，再列文字。不写则比较最后两稿。"""
    from drafter.desk.files.folders import write_file

    comparison = reviewed(context, needed=False).diff(old, new, view == "accepted")
    if page is not None:
        from drafter.review.compare.page import page as page_of

        write_file(page, page_of(comparison).encode())
    if as_json:
        print_json_diff(comparison)
    else:
        print_diff(comparison, page)
    return 0


def print_diff(comparison: Comparison, page: Path | None) -> None:
    """The figures that differ with their causes, then the text."""
    out = console()
    out.print(f"{comparison.old} → {comparison.new}", style="bold")
    if comparison.figures:
        out.show(_figures(comparison.figures))
        for figure in comparison.figures:
            out.print(f"  {figure.label}　{figure.cause.sentence()}")
    changes = comparison.changes
    out.print()
    out.print(f"{comparison.count}。")
    for change in changes[:_MOST_SHOWN]:
        for line in _passage(change):
            out.print(*line)
    if len(changes) > _MOST_SHOWN:
        out.print(f"……另有{len(changes) - _MOST_SHOWN}处，加 --html 文件 查看全部")
    if page is not None:
        out.print(f"网页：{page}")


def _figures(figures: Sequence[FigureChange]) -> Table:
    table = Table([Column(name, name in _NUMBERS) for name in _FIGURES])
    for f in figures:
        cells = (f.label, *f.shown, f.difference or "—", f.rate or "—")
        table.rows.append(
            (*cells, str(f.cause.why), f.section or ("正文" if f.paragraph else "正文未用"))
        )
    return table


def _passage(change: Explained) -> Iterator[list[Piece]]:
    passage = change.passage
    whys = "、".join(change.whys)
    head = f"{passage.kind} {passage.place} {change.section}"
    if passage.counterpart:
        other = passage.counterpart.label
        head += f"（由{other}移来）" if passage.new else f"（移到{other}）"
    yield []
    yield [(f"{head}　{whys}".rstrip(), "bold")]
    body: list[Piece] = ["  "]
    for part in change.parts:
        if part.cause is None or part.old == part.new:
            body.append(_shortened(part.old))
            continue
        body.append((f"[-{part.old}-]" if part.old else "", "red strike"))
        body.append((f"{{+{part.new}+}}" if part.new else "", "green"))
    yield body


def _shortened(text: str) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    return f"{text[:_AROUND]}…{text[-_AROUND:]}"


def print_json_diff(comparison: Comparison) -> None:
    """{old, new, figures: [...], changes: [...]}"""
    print_json(
        {
            "old": comparison.old,
            "new": comparison.new,
            "figures": [_figure(figure) for figure in comparison.figures],
            "changes": [_change(change) for change in comparison.changes],
        }
    )


def _figure(figure: FigureChange) -> dict[str, Any]:
    return {**plain(figure), "cause": _cause(figure.cause)}


def _cause(cause: Cause | None) -> dict[str, Any] | None:
    if cause is None:
        return None
    cells = [plain(cell) for cell in cause.cells]
    return {"why": str(cause.why), "cells": cells, "note": cause.note}


def _change(change: Explained) -> dict[str, Any]:
    passage = change.passage
    return {
        "kind": passage.kind,
        "place": passage.place,
        "old_paragraph": passage.old.number if passage.old else 0,
        "new_paragraph": passage.new.number if passage.new else 0,
        "counterpart": passage.counterpart.number if passage.counterpart else 0,
        "section": change.section,
        "parts": [
            {"old": p.old, "new": p.new, "figure": p.figure, "cause": _cause(p.cause)}
            for p in change.parts
        ],
    }


@click.command(options_metavar="[选项]")
@click.argument("old", metavar="旧稿")
@click.argument("new", metavar="新稿")
@click.option("-o", "path", type=FILE, required=True, metavar="文件", help="对比稿写到哪里。")
@signed
@view_option
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
    from drafter.desk.review.reviewing import Signing

    signing = Signing(author=author, moment=moment(date))
    review = reviewed(context, needed=False)
    count, beyond = review.redline(old, new, path, signing, view == "accepted")
    print_redlined(path, count, beyond)
    return 0


def print_redlined(path: Path, count: int, beyond: Sequence[Loss]) -> None:
    """Where the redline is, and what Word cannot track in it."""
    out = console()
    out.print(f"对比稿：{path}，{count}段有修订。")
    for loss in beyond:
        out.print(loss.sentence, style="yellow")
    out.print("下一步：用Word打开，全部拒绝即旧稿，全部接受即新稿。")


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="文件", type=FILE)
@command
def text(file: Path) -> int:
    """按行输出文件的文字：.docx一段一行，.xlsx一格一行。"""
    from drafter.desk.errands.text import plain_text

    click.echo(shown_lines(plain_text(file)), nl=False)
    return 0


COMMANDS = (diff, redline, text)
