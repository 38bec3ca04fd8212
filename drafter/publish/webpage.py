"""The report as one accessible web page: headings by level, tables with headers, no script.

WCAG 2.1: 1.3.1 (structure), 2.4.6 (headings), 3.1.1 (language). The page loads nothing, and its
own policy forbids that anything be loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafter.draft.record import Manifest
from drafter.model.dataclass import dataclass, field
from drafter.publish.graphs import chart_table
from drafter.publish.webtext import Inline, escaped
from drafter.word.numerals import Numerals
from drafter.word.ooxml import RELATIONSHIPS, Element, parse, w
from drafter.word.relations import relations
from drafter.word.slip import BODY
from drafter.word.styles import Styles, read_styles
from drafter.word.tables import cells_of

_LOWEST = 6
_LONGEST_HEADING = 60
_CLASSES = {"right": "right", "end": "right", "center": "middle"}
_STYLE = """
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1a1a1a;font-size:18px;line-height:1.9;
font-family:"仿宋_GB2312",FangSong,"仿宋",STFangsong,serif}
main{max-width:42em;margin:0 auto;padding:1em 1.2em}
h1{font:normal 30px/1.4 "方正小标宋简体","STZhongsong",SimSun,serif;text-align:center;margin:1em 0}
h2,h3,h4,h5,h6{font-size:18px;font-weight:normal;text-indent:2em;margin:.8em 0 0}
h2{font-family:"黑体",SimHei,"Noto Sans CJK SC",sans-serif}
h3{font-family:"楷体_GB2312",KaiTi,"楷体",STKaiti,serif}
p{margin:0;text-indent:2em;text-align:justify}
p.right{text-align:right}p.middle{text-align:center;text-indent:0}p.flush{text-indent:0}
table{border-collapse:collapse;margin:1em auto;font-size:16px}
caption{padding:.4em}
th,td{border:1px solid #444;padding:.2em .6em;text-align:center}
td p,th p{text-indent:0;text-align:center}
img{max-width:100%}
a{color:#0b4a8f}
nav{border:1px solid #999;padding:.4em 1em;margin-bottom:1em;font-size:16px}
nav ol{list-style:none;margin:0;padding:0}nav li.d3{padding-left:2em}
:focus-visible{outline:3px solid #0b4a8f}
@media print{@page{size:A4;margin:37mm 26mm 35mm 28mm}nav{display:none}
main{max-width:none;padding:0}
body,h2,h3,h4,h5,h6{font-size:16pt}body{line-height:28.95pt}h1{font-size:22pt}
h1,h2,h3,h4,h5,h6{break-after:avoid}tr{break-inside:avoid}p{orphans:2;widows:2}}
"""


@dataclass(slots=True)
class _Page:
    """Writes the body's blocks, in order, and notes the headings on the way."""

    parts: Mapping[str, bytes]
    styles: Styles
    inline: Inline
    numerals: Numerals
    title: str
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    _level: int = 1

    def block(self, element: Element) -> Iterator[str]:
        """The HTML of a paragraph with what floats in it, or of a table."""
        if element.tag == w("tbl"):
            yield self._table(element)
        elif element.tag == w("p"):
            yield from self._paragraph(element)
            for chart in element.iter("{*}chart"):
                yield self._chart(chart)
            for box in element.iter(w("txbxContent")):
                if next(box.iterancestors("{*}Fallback"), None) is None:
                    for inside in box:
                        yield from self.block(inside)

    def _paragraph(self, element: Element) -> Iterator[str]:
        text = self.numerals.of(element) + self.inline.text(element)
        style, look = self.styles.of_paragraph(element)
        if not text:
            return
        if self.styles.name(style) == "title" and self._level == 1 and not self.headings:
            yield f"<h1>{text}</h1>"
        elif look.level is not None and look.level < 9:
            yield from self._heading(look.level, text)
        else:
            kind = _CLASSES.get(look.align or "") or ("flush" if look.indent[0] == 0 else "")
            yield f'<p class="{kind}">{text}</p>' if kind else f"<p>{text}</p>"

    def _heading(self, level: int, text: str) -> Iterator[str]:
        """A heading, at most one level below the last; what runs on after its 。 is a paragraph."""
        head, stop, rest = text.partition("。")
        if not stop or "<" in head:
            head, stop, rest = text, "", ""
        if len(re.sub("<[^>]*>", "", head)) > _LONGEST_HEADING and not stop:
            yield f"<p>{text}</p>"
            return
        self._level = min(level + 2, self._level + 1, _LOWEST)
        anchor = f"s{len(self.headings) + 1}"
        self.headings.append((self._level, anchor, re.sub("<[^>]*>", "", head)))
        yield f'<h{self._level} id="{anchor}">{head}{stop}</h{self._level}>'
        if rest:
            yield f"<p>{rest}</p>"

    def _table(self, table: Element) -> str:
        rows = cells_of(table)
        lines = []
        for number, row in enumerate(rows):
            cells = []
            for at, cell in enumerate(row):
                name, scope = _header(number, at, cell.head)
                spans = "".join(
                    f' {attribute}="{span}"'
                    for attribute, span in (("colspan", cell.wide), ("rowspan", cell.high))
                    if span > 1
                )
                content = "".join(html for b in cell.blocks for html in self.block(b))
                cells.append(f"<{name}{scope}{spans}>{content}</{name}>")
            lines.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(lines)}</table>"

    def _chart(self, chart: Element) -> str:
        target = self.inline.links.get(chart.get(f"{{{RELATIONSHIPS}}}id", ""), "")
        return chart_table(parse(self.parts[target])) if target in self.parts else ""


def _header(row: int, column: int, marked: bool) -> tuple[str, str]:
    if row == 0 or marked:
        return "th", ' scope="col"'
    return ("th", ' scope="row"') if column == 0 else ("td", "")


def webpage(parts: Mapping[str, bytes], manifest: Manifest) -> bytes:
    """The page, UTF-8. `parts` are the published document's, with the trace marks in it."""
    values = {m.name: m.figure.value for m in manifest.marks if m.figure.value}
    media = {name: content for name, content in parts.items() if "/media/" in name}
    inline = Inline(values, _links(parts, BODY), media)
    numerals = Numerals.read(parts)
    page = _Page(parts, read_styles(parts), inline, numerals, manifest.title)
    body = parse(parts[BODY]).find(w("body"))
    blocks = [html for element in (() if body is None else body) for html in page.block(element)]
    if not any(block.startswith("<h1") for block in blocks):
        blocks.insert(0, f"<h1>{escaped(manifest.title)}</h1>")
    first = next(n for n, block in enumerate(blocks) if block.startswith("<h1"))
    blocks.insert(first + 1, _contents(page.headings))
    return _whole(manifest.title, blocks, _notes(parts, inline)).encode()


def _contents(headings: Sequence[tuple[int, str, str]]) -> str:
    """Links to the headings of the first two levels; on paper they are left out."""
    listed = "".join(
        f'<li class="d{level}"><a href="#{anchor}">{text}</a></li>'
        for level, anchor, text in headings
        if level <= 3
    )
    return f'<nav aria-label="目录"><ol>{listed}</ol></nav>' if listed else ""


def _whole(title: str, blocks: Sequence[str], notes: Sequence[str]) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    said = escaped(title)
    foot = f'<section aria-label="注释">{"".join(notes)}</section>\n' if notes else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{said}</title>\n<meta name="ArticleTitle" content="{said}">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<article>\n"
        + "\n".join(blocks)
        + f"\n</article>\n{foot}</main>\n</body>\n</html>\n"
    )


def _notes(parts: Mapping[str, bytes], inline: Inline) -> list[str]:
    """The notes that were referred to, each with a way back."""
    files = {"f": ("word/footnotes.xml", "footnote"), "e": ("word/endnotes.xml", "endnote")}
    found = []
    for count, (kind, number) in enumerate(list(inline.notes), start=1):
        name, tag = files[kind]
        root = parse(parts[name]) if name in parts else None
        held = () if root is None else (n for n in root.iter(w(tag)) if n.get(w("id")) == number)
        text = "".join(inline.text(p) for note in held for p in note.iter(w("p")))
        found.append(
            f'<p class="flush" id="n{count}">{count}. {text}'
            f' <a href="#r{count}" aria-label="回到正文">↩</a></p>'
        )
    return found


def _links(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Where each of a part's relations leads: a part's name, or an address."""
    return {relation.id: relation.target for relation in relations(parts, part)}
