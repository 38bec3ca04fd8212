"""What the review's commands print: tables and sentences for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drafter.cli.console import COLOURS, Column, Lines, Piece, Table, console, print_json
from drafter.desk.results import Drafted
from drafter.desk.reviewing import Merge, Verified
from drafter.draft.edit_record import EditRecord
from drafter.model import sentence as told
from drafter.model.finding import Finding
from drafter.review.compare.cause import Cause
from drafter.review.compare.changes import Comparison, Explained, FigureChange, Loss, count
from drafter.review.returned.findings import found_in
from drafter.review.story.verdict import Number, Spot, TextChange
from drafter.word.excerpt import differing, short

_AROUND = 18
_MOST_SHOWN = 60
_NUMBERS = ("原", "现", "增减", "幅度")
_FIGURES = ("指标", *_NUMBERS, "原因", "位置")


def print_diff(comparison: Comparison, page: Path | None) -> None:
    """The figures that differ with their causes, then the text."""
    out = console()
    out.print(f"{comparison.old} → {comparison.new}", style="bold")
    if comparison.figures:
        out.show(_figures(comparison.figures))
        for figure in comparison.figures:
            said = figure.cause.sentence()
            out.print(f"  {figure.label}　{said}")
    changes = comparison.changes
    out.print()
    out.print(f"{count(comparison.figures)}，有变动的段落{len(changes)}处。")
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
        table.rows.append((*cells, str(f.cause.why), f.section or "正文未用"))
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
    return {**asdict(figure), "cause": _cause(figure.cause)}


def _cause(cause: Cause | None) -> dict[str, Any] | None:
    if cause is None:
        return None
    cells = [asdict(cell) for cell in cause.cells]
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


def print_redlined(path: Path, count: int, beyond: Sequence[Loss]) -> None:
    """Where the redline is, and what Word cannot track in it."""
    out = console()
    out.print(f"对比稿：{path}，{count}段有修订。")
    for loss in beyond:
        out.print(_untracked(loss), style="yellow")
    out.print("下一步：用Word打开，全部拒绝即旧稿，全部接受即新稿。")


def _untracked(loss: Loss) -> str:
    if loss.kind == "批注":
        return "新稿批注的答复关系和“已解决”没有带入对比稿，请看新稿。"
    if loss.kind == "链接":
        where = f"第{loss.paragraph}段的链接" if loss.paragraph else "链接"
        return f"{where}由{loss.old or '（无）'}改为{loss.new or '（无）'}，对比稿中是先删后增。"
    if loss.new:
        return f"新增的{loss.kind}“{loss.new}”不能修订，对比稿中没有，请另行增加。"
    return f"删去的{loss.kind}“{loss.old}”不能修订，对比稿中仍有，请另行删去。"


def print_verified(verified: Verified) -> None:
    """What was found in the file, gravest first."""
    out, found = console(), verified.found
    guessed = (
        f"（文件中没有稿号，按内容认定，相似{verified.guessed:.0f}%）" if verified.guessed else ""
    )
    out.print(f"{verified.file}：由第{verified.draft.number}稿改成{guessed}")
    findings = found_in(verified.file, found)
    _print_findings(out, findings)
    same = len(found.figures) - len(found.differing)
    out.print()
    out.print(
        f"核对{len(found.figures)}处：未改{same}处，有变动{len(found.differing)}处；"
        f"没有出处的数{len(found.numbers)}个；文字有改动{len(found.texts)}段。"
    )
    if found.sound:
        out.print("所有的数都与报送一致。")
    else:
        out.print("下一步：请部门按手改的数更正后重报，或运行 drafter merge 合并。")


def print_json_verified(verified: Verified) -> None:
    """{file, draft, guessed, figures, numbers, texts, comments, tracked, findings}"""
    found = verified.found
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
        for f in found.figures
    ]
    print_json(
        {
            "file": verified.file,
            "draft": verified.draft.number,
            "guessed": verified.guessed,
            "figures": figures,
            "numbers": [_number(number) for number in found.numbers],
            "texts": [_text(text) for text in found.texts],
            "comments": [asdict(remark) for remark in found.remarks],
            "tracked": found.tracked,
            "findings": [told.record(finding) for finding in found_in(verified.file, found)],
        }
    )


def _number(number: Number) -> dict[str, Any]:
    plain = asdict(number)
    plain.pop("spot")
    return {**plain, "paragraph": number.spot.number, "place": number.spot.label}


def _text(text: TextChange) -> dict[str, Any]:
    plain = asdict(text)
    spots = {"old_number": plain.pop("old_spot"), "new_number": plain.pop("new_spot")}
    numbers = {name: spot.number if spot else 0 for name, spot in spots.items()}
    return {**plain, **numbers, "place": (text.new_spot or text.old_spot or Spot()).label}


def print_merged(merged: Merge) -> None:
    """Where the merge is, and what both sides changed."""
    out = console()
    out.print(f"原稿：第{merged.base.number}稿；今天的稿子：第{merged.ours.number}稿。")
    out.print(f"合并稿：{merged.path}")
    for conflict in merged.conflicts:
        details = {
            name: short(text) or "（无）"
            for name, text in (
                ("base", conflict.base),
                ("theirs", conflict.theirs),
                ("ours", conflict.ours),
            )
        }
        out.print(
            f"冲突：{told.SENTENCES['edit-conflict'].format_map(details)}",
            style="yellow",
        )
    for gone in merged.gone:
        out.print(f"手改删去了：{gone}", style="yellow")
    if merged.taken is not None:
        out.print(
            f"已作为第{merged.taken.number}稿：{merged.taken.folder.name}/报告.docx", style="bold"
        )
        out.print("下一步：以后照常运行 drafter draft，手改会沿用；drafter edits 列出手改。")
    else:
        out.print("下一步：用Word打开合并稿，逐处接受或拒绝；要作为新的一稿，加 --take。")


def print_edits(draft: Drafted, found: Sequence[EditRecord], withdrawn: Drafted | None) -> None:
    """The edits that the last draft carries."""
    out = console()
    if withdrawn is not None:
        out.print(f"已撤回，生成第{withdrawn.number}稿。", style="bold")
    if not found:
        out.print(f"第{draft.number}稿没有手改。")
        return
    names = {entry.key: f"{entry.name}（{entry.key}）" for entry in draft.manifest.entries}
    for edit in found:
        where = f"{edit.place} {edit.section}".strip() if edit.paragraph else edit.place
        name = f"{names.get(edit.key, edit.key)}　" if edit.key else ""
        out.print(f"{edit.number}　{where}　{name}{_said(edit)}　{edit.by}　{edit.date}")
        if edit.conflict:
            today = differing(edit.old, edit.conflict)[1]
            out.print(f"　　与新报数据冲突：现报“{today}”", style="yellow")
    out.print("撤回：drafter edits --withdraw 序号。")


def _said(edit: EditRecord) -> str:
    """What somebody did: 由“613”改为“620”."""
    return f"{edit.lost}{edit.change}（没有带入新稿）" if edit.lost else edit.change


def print_json_edits(found: Sequence[EditRecord]) -> None:
    """A list of edits."""
    print_json([{n: v for n, v in asdict(edit).items() if n != "places"} for edit in found])


def _print_findings(out: Lines, found: Sequence[Finding]) -> None:
    for finding in found[:_MOST_SHOWN]:
        out.print(told.line(finding), style=COLOURS[finding.severity])
    if len(found) > _MOST_SHOWN:
        out.print(f"……另有{len(found) - _MOST_SHOWN}条，加 --json 查看全部")
