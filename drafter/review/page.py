"""Two documents side by side as one HTML file that opens anywhere, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from drafter.review.cause import Cause, CellChange, Why
from drafter.review.comparison import INSERTED, MOVED, REMOVED
from drafter.review.difference import FigureChange
from drafter.review.explaining import Explained, Part
from drafter.review.places import Spot

_HERE = Path(__file__).parent
_CONTEXT = 1  # unchanged passages that stay in sight beside a change


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows: the names of both documents, changed figures, and all the text."""

    title: str
    old: str
    new: str
    figures: Sequence[FigureChange]
    passages: Sequence[Explained]

    @property
    def changes(self) -> list[Explained]:
        """The passages in which something changed."""
        return [passage for passage in self.passages if not passage.is_same]

    @property
    def whys(self) -> list[Why]:
        """The kinds of causes, in their order."""
        met = {figure.cause.why for figure in self.figures}
        met |= {why for passage in self.changes for why in passage.whys}
        return [why for why in Why if why in met]


def page(comparison: Comparison) -> str:
    """The page. Every text in it is escaped; styles and script are in it."""
    told = comparison
    css, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    title = escape(f"{told.title}：{told.old}与{told.new}对比")
    count = f"{len(told.figures)}个数有变动，{len(told.changes)}处文字有变动"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>",
            f"<header><h1>{title}</h1><p>{escape(count)}</p></header>",
            _bar(told.whys),
            "<main>",
            _figures(told.figures, _anchors(told.changes)),
            _text(told),
            f"</main>\n<script>\n{script}</script>\n</body>\n</html>\n",
        ]
    )


def _bar(whys: Iterable[Why]) -> str:
    boxes = "".join(
        f'<label class="filter"><input type="checkbox" value="{why}" checked>{_badge(why)}</label>'
        for why in whys
    )
    causes = f'<div class="group"><span>原因：</span>{boxes}</div>' if boxes else ""
    return (
        '<nav><div class="group"><button id="previous">上一处 <kbd>p</kbd></button>'
        '<button id="next">下一处 <kbd>n</kbd></button><span id="position"></span></div>'
        f'{causes}<div class="group"><button id="unfold">展开全文 <kbd>e</kbd></button>'
        '<button id="fold">只看变动</button></div></nav>'
    )


def _badge(why: Why) -> str:
    return f'<span class="why why-{why}">{why}</span>'


def _anchors(changes: Sequence[Explained]) -> dict[str, int]:
    """The figures' labels with the number of the first change that has them."""
    found: dict[str, int] = {}
    for number, change in enumerate(changes, start=1):
        for part in change.parts:
            if part.figure and part.cause:
                found.setdefault(part.figure, number)
    return found


def _figures(figures: Sequence[FigureChange], anchors: dict[str, int]) -> str:
    head = "<section><h2>变动的数<small>先看数，再看文字</small></h2>"
    if not figures:
        return f'{head}<p class="none">没有变动的数。</p></section>'
    numbers = "".join(f'<th class="number">{name}</th>' for name in ("原", "现", "增减", "幅度"))
    titles = f"<th>指标</th>{numbers}<th>原因和出处</th><th>位置</th>"
    rows = "".join(_figure(figure, anchors.get(figure.label)) for figure in figures)
    return f"{head}<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></section>"


def _figure(figure: FigureChange, anchor: int | None) -> str:
    where = figure.section or ("正文未用" if not anchor else "正文")
    place = f'<a href="#c{anchor}">{escape(where)}</a>' if anchor else escape(where)
    key = f'<span class="key">{escape(figure.key)}</span>' if figure.key else ""
    old, new = (escape(text or "（无）") for text in (figure.old, figure.new))
    cells = (
        f"<td>{escape(figure.label)}{key}</td>",
        f'<td class="number"><span class="old">{old}</span></td>',
        f'<td class="number"><span class="new">{new}</span></td>',
        f'<td class="number">{escape(figure.difference or "—")}</td>',
        f'<td class="number">{escape(figure.rate or "—")}</td>',
        f"<td>{_badge(figure.cause.why)}{_cause(figure.cause)}</td>",
        f"<td>{place}</td>",
    )
    return f'<tr data-why="{figure.cause.why}">{"".join(cells)}</tr>'


def _cause(cause: Cause) -> str:
    told = "".join(_cell(cell) for cell in cause.cells)
    return told + (f"<span>{escape(cause.note)}</span>" if cause.note else "")


def _cell(cell: CellChange) -> str:
    note = f"　说明：{escape(cell.explanation)}" if cell.explanation else ""
    said = f"{escape(cell.old or '（无）')}→{escape(cell.new or '（无）')}"
    where = f"{escape(cell.department)}　{escape(cell.place)}"
    return f'<span class="cell">{where}　{said}<span>　{escape(cell.version)}{note}</span></span>'


def _text(told: Comparison) -> str:
    head = f"<div>{escape(told.old)}</div><div>{escape(told.new)}</div>"
    body = "".join(_stretches(told.passages))
    return (
        "<section><h2>文字<small>左为原稿，右为现稿；数字为段号</small></h2>"
        f'<div class="sides"><div class="heads">{head}</div>{body}</div></section>'
    )


def _stretches(passages: Sequence[Explained]) -> Iterator[str]:
    """Changes with a little around them; the rest folded."""
    number = 0
    near = _near_changes(passages)
    for shown, group in groupby(enumerate(passages), key=lambda entry: near[entry[0]]):
        found = [passage for _, passage in group]
        if not shown:
            rows = "".join(_passage(passage, 0) for passage in found)
            yield f"<details><summary>未改动{len(found)}段</summary>{rows}</details>"
            continue
        for passage in found:
            number += not passage.is_same
            yield _passage(passage, 0 if passage.is_same else number)


def _near_changes(passages: Sequence[Explained]) -> list[bool]:
    changed = [not passage.is_same for passage in passages]
    span = range(-_CONTEXT, _CONTEXT + 1)
    return [
        any(changed[n + d] for d in span if 0 <= n + d < len(changed)) for n in range(len(changed))
    ]


def _passage(told: Explained, number: int) -> str:
    passage = told.passage
    left = _side(passage.old, "".join(_old(p) for p in told.parts), passage.kind == INSERTED)
    right = _side(passage.new, "".join(_new(p) for p in told.parts), passage.kind == REMOVED)
    if passage.kind == MOVED and passage.counterpart:
        left, right = _moved(told)
    if not number:
        return f'<div class="passage">{left}{right}</div>'
    whys = " ".join(told.whys) or Why.UNKNOWN
    notes = "".join(dict.fromkeys(_note(part) for part in told.parts if part.cause))
    shown = f'<div class="notes">{notes}</div>' if notes else ""
    start = f'<div class="passage change" id="c{number}" data-why="{whys}">'
    return f"{start}{left}{right}{shown}</div>"


def _moved(told: Explained) -> tuple[str, str]:
    passage = told.passage
    other = escape(passage.counterpart.label if passage.counterpart else "")
    if passage.new is None:
        said = f'<span class="moved">（移到{other}）</span>'
        left = _side(passage.old, "".join(_old(p) for p in told.parts), False)
        return left, _side(None, said, True)
    said = f'<span class="moved">（由{other}移来）</span>'
    right = _side(passage.new, "".join(_new(p) for p in told.parts), False)
    return _side(None, said, True), right


def _side(spot: Spot | None, text: str, empty: bool) -> str:
    shown = "" if spot is None else str(spot.number or escape(spot.label))
    place = f'<span class="place">{shown}</span>' if shown else ""
    return f'<div class="side{" empty" if empty else ""}">{place}{text}</div>'


def _old(part: Part) -> str:
    return _mark("del", part, part.old)


def _new(part: Part) -> str:
    return _mark("ins", part, part.new)


def _mark(name: str, part: Part, text: str) -> str:
    if part.cause is None or part.old == part.new:
        return escape(text)
    kind = ' class="figure"' if part.figure else ""
    return f"<{name}{kind}>{escape(text)}</{name}>" if text else ""


def _note(part: Part) -> str:
    cause = part.cause
    if cause is None or cause.why is Why.UNKNOWN:
        return ""
    label = f"{escape(part.figure)}　" if part.figure else ""
    return f"<div>{_badge(cause.why)}{label}{_cause(cause)}</div>"
