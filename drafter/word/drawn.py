"""What a document shows besides its words: charts, pictures, formulas, symbols, links."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from drafter.word.elsewhere import headings, note_parts
from drafter.word.ooxml import FALLBACK, MATHS, RELATIONSHIPS, Element, parent_of, parsed, w, within
from drafter.word.relations import relations
from drafter.word.slip import BODY

CHART, DIAGRAM = "chart", "diagramdata"
_SHOWN = {CHART: "图表", DIAGRAM: "图示", "image": "图片", "hyperlink": "链接"}

_AS_THEY_ARE = ("", "general", "@", "0", "#,##0")

ALTERNATIVE = "替代文字"
KINDS = (*_SHOWN.values(), "公式", "符号", "艺术字", ALTERNATIVE)


def data_of(content: bytes | None, kind: str) -> str:
    """What a reader sees of a related part: a chart's numbers, a diagram's words, else its bytes.

    Of a diagram only the data are looked at: layout, colours and the drawing follow from them.
    """
    if content is None or kind in ("diagramlayout", "diagramquickstyle", "diagramcolors"):
        return ""
    if kind not in (CHART, DIAGRAM):
        return hashlib.sha256(content).hexdigest()[:16]
    root = parsed(content)
    words = () if root is None else filter(None, _words(root.iter("{*}v", "{*}t")))
    return f"{kind} {' '.join(words)}"


def _words(texts: Iterable[Element]) -> Iterator[str]:
    """Texts and cached values; 350.0 is 350."""
    for text in texts:
        value = " ".join((text.text or "").split())
        try:
            yield f"{float(value):.12g}"
        except ValueError:
            yield value


def drawn(body: Element, parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """All of it in the order of the text, the body's first: 图表 法律援助案件 450, 公式 613620."""
    names = [*(heading.part for heading in headings(body, parts)), *note_parts(parts)]
    roots = [(BODY, body), *((name, parsed(parts.get(name))) for name in names)]
    return tuple(
        shown for name, root in roots if root is not None for shown in _drawn(root, parts, name)
    )


def _drawn(root: Element, parts: Mapping[str, bytes], owner: str) -> Iterator[str]:
    leads = {r.id: r for r in relations(parts, owner) if r.kind in _SHOWN}
    for element in root.iter("*"):
        if within(element, FALLBACK):
            continue
        if element.tag == f"{MATHS}oMath":
            yield "公式 " + "".join(t.text or "" for t in element.iter(f"{MATHS}t"))
        elif element.tag == w("sym"):
            yield f"符号 {element.get(w('char'), '')}"
        elif str(element.tag).rpartition("}")[2] == "textpath":
            yield f"艺术字 {element.get('string', '')}"
        elif str(element.tag).endswith("}docPr") and element.get("descr"):
            yield f"{ALTERNATIVE} {element.get('descr')}"
        for name, value in element.items():
            if str(name).startswith(f"{{{RELATIONSHIPS}}}") and (relation := leads.get(value)):
                target, content = relation.target, parts.get(relation.target)
                data = data_of(content, relation.kind).rpartition(f"{relation.kind} ")[2]
                shown = target if relation.external else data
                formats = _formats(content) if relation.kind == CHART and content else ""
                yield f"{_SHOWN[relation.kind]} {shown}{formats}"


def _formats(chart: bytes) -> str:
    """The formats that make a chart show its numbers as others: 0.0%, 0,; those of its categories,
    which are words, are none."""
    root = parsed(chart)
    every = () if root is None else root.iter("{*}formatCode", "{*}numFmt")
    held = (e for e in every if not str(parent_of(e).tag).endswith("}catAx"))
    codes = (element.text or element.get("formatCode") or "" for element in held)
    special = dict.fromkeys(code for code in codes if code.lower() not in _AS_THEY_ARE)
    return f"，数字格式{'、'.join(special)}" if special else ""
