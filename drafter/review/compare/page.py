"""Two documents side by side as one HTML file that opens anywhere, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from drafter.model.shown import shown_html as escape
from drafter.review.compare.cause import Cause, CellChange, Why
from drafter.review.compare.changes import (
    DROP,
    INSERTED,
    KEEP,
    MOVED,
    REMOVED,
    Comparison,
    Explained,
    FigureChange,
    Part,
    count,
)
from drafter.review.compare.comparison import segments
from drafter.review.story.verdict import Spot

_HERE = Path(__file__).parent
_COLUMNS = ("label", "value", "value", "difference", "rate", "cause", "where")
_LONGEST_NUMBER = 24
_AROUND = 16  # characters of a long text that stay in sight beside a change
_CONTEXT = 1  # unchanged passages that stay in sight beside a change


def page(comparison: Comparison) -> str:
    """The page. Every text in it is escaped; styles and script are in it."""
    told = comparison
    css, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    title = escape(f"{told.title}：{told.old}与{told.new}对比")
    told_count = f"{count(told.figures)}，有变动的段落{len(told.changes)}处"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>",
            f"<header><h1>{title}</h1><p>{escape(told_count)}</p></header>",
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
    head = "<section><h2>变动的报送内容<small>先看数，再看文字</small></h2>"
    if not figures:
        return f'{head}<p class="none">报送内容没有变动。</p></section>'
    numbers = "".join(f'<th class="number">{name}</th>' for name in ("原", "现", "增减", "幅度"))
    titles = f"<th>指标</th>{numbers}<th>原因和出处</th><th>位置</th>"
    widths = "".join(f'<col class="{name}">' for name in _COLUMNS)
    rows = "".join(_figure(figure, anchors.get(figure.label)) for figure in figures)
    top = f"<colgroup>{widths}</colgroup><thead><tr>{titles}</tr></thead>"
    return f"{head}<table>{top}<tbody>{rows}</tbody></table></section>"


def _figure(figure: FigureChange, anchor: int | None) -> str:
    where = figure.section or ("正文未用" if not anchor else "正文")
    place = f'<a href="#c{anchor}">{escape(where)}</a>' if anchor else escape(where)
    key = f'<span class="key">{escape(figure.key)}</span>' if figure.key else ""
    cells = (
        f"<td>{escape(figure.label)}{key}</td>",
        *_values(figure),
        f"<td>{_badge(figure.cause.why)}{_cause(figure.cause, _is_long(figure))}</td>",
        f"<td>{place}</td>",
    )
    return f'<tr data-why="{figure.cause.why}">{"".join(cells)}</tr>'


def _values(figure: FigureChange) -> Iterator[str]:
    """Old and new, by how much and in per cent; of a long text what went and came, instead."""
    if _is_long(figure):
        yield f'<td class="text" colspan="4">{"".join(_differing(figure))}</td>'
        return
    old, new = map(escape, figure.shown)
    yield f'<td class="number"><span class="old">{old}</span></td>'
    yield f'<td class="number"><span class="new">{new}</span></td>'
    for value in (figure.difference, figure.rate):
        yield f'<td class="number">{escape(value or "—")}</td>'


def _is_long(figure: FigureChange) -> bool:
    return max(len(figure.old), len(figure.new)) > _LONGEST_NUMBER


def _differing(figure: FigureChange) -> Iterator[str]:
    """The text with what went and came, what stayed shortened to what stands around that."""
    stretches = segments(figure.old, figure.new)
    for number, stretch in enumerate(stretches):
        if stretch.sign == KEEP:
            yield escape(_around(stretch.text, number > 0, number < len(stretches) - 1))
        else:
            name = "del" if stretch.sign == DROP else "ins"
            yield f"<{name}>{escape(stretch.text)}</{name}>"


def _around(text: str, after: bool, before: bool) -> str:
    """The text's beginning, behind a change, and its end, before one."""
    start, end = (text[:_AROUND] if after else ""), (text[-_AROUND:] if before else "")
    return text if len(start) + len(end) >= len(text) else f"{start}…{end}"


def _cause(cause: Cause, brief: bool = False) -> str:
    """The cells and the note; `brief` without what the cells said, where that stands beside it."""
    told = "".join(_cell(cell, brief) for cell in cause.cells)
    return told + (f"<span>{escape(cause.note)}</span>" if cause.note else "")


def _cell(cell: CellChange, brief: bool) -> str:
    note = f"　说明：{escape(cell.explanation)}" if cell.explanation else ""
    change = "" if brief else f"　{cell.change}"
    said = escape(f"{cell.department}　{cell.place}{change}")
    return f'<span class="cell">{said}<span>　{escape(cell.version)}{note}</span></span>'


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
