"""LibreOffice's own accepting and rejecting (run with /usr/bin/python3): what it then shows.

    python3 -m tests.review.settling PROFILE     one task a line as JSON: {"open", "command"}

The command is AcceptAll, RejectAll or "". An answer is the lines that the document shows, as JSON:
paragraphs with list label, alignment and pages, cells, notes, frames, headers, footers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from tests.intake.office import serve, service

_FRAMES = "com.sun.star.text.TextContent"
_FIELD = "com.sun.star.text.textfield"
_ANEW = {"PageNumber": "[page]", "GetReference": "[reference]"}  # worked out anew, at any time


def lines(document: Any) -> Iterator[str]:
    """All that a document of Writer shows."""
    pages = document.StyleFamilies.getByName("PageStyles")
    yield from _blocks(document.Text, pages)
    for name in pages.ElementNames:
        style = pages.getByName(name)
        if style.isInUse():
            for kind in ("Header", "Footer"):
                if getattr(style, f"{kind}IsOn"):
                    yield f"{kind} {' / '.join(_blocks(getattr(style, f'{kind}Text')))}"
    yield f"changes {sum(1 for _ in _each(document.Redlines))}"


def _each(container: Any) -> Iterator[Any]:
    enumeration = container.createEnumeration()
    while enumeration.hasMoreElements():
        yield enumeration.nextElement()


def _blocks(text: Any, pages: Any = None) -> Iterator[str]:
    for block in _each(text):
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.CellNames:
                yield f"cell {name}"
                yield from _blocks(block.getCellByName(name))
        elif block.supportsService("com.sun.star.text.Paragraph"):
            yield _paragraph(block, pages)


def _paragraph(paragraph: Any, pages: Any) -> str:
    wide = pages is not None and pages.getByName(paragraph.PageStyleName).IsLandscape
    label = getattr(paragraph, "ListLabelString", "")
    return f"{label}|{paragraph.ParaAdjust}|{'wide' if wide else 'tall'}|{_pieces(paragraph)}"


def _pieces(holder: Any) -> str:
    return "".join(_piece(portion) for portion in _each(holder))


def _piece(portion: Any) -> str:
    kind = portion.TextPortionType
    if kind == "Text":
        link = getattr(portion, "HyperLinkURL", "")
        return f"<{link}>{portion.String}" if link else str(portion.String)
    if kind == "Footnote":
        note = portion.Footnote
        service = "com.sun.star.text.Endnote"
        name = "endnote" if note.supportsService(service) else "footnote"
        return f"[{name} {' / '.join(_blocks(note))}]"
    if kind == "TextField":
        field = portion.TextField
        anew = (n for n, told in _ANEW.items() if field.supportsService(f"{_FIELD}.{n}"))
        return next((_ANEW[name] for name in anew), str(portion.String))
    if kind == "Frame":
        return "".join(map(_frame, _frames(portion)))
    if kind in ("ContentControl", "InContentMetadata"):
        return _pieces(portion.ContentControl if kind == "ContentControl" else portion)
    return ""


def _frames(portion: Any) -> Iterator[Any]:
    enumeration = portion.createContentEnumeration(_FRAMES)
    while enumeration.hasMoreElements():
        yield enumeration.nextElement()


def _frame(frame: Any) -> str:
    if frame.supportsService("com.sun.star.text.TextEmbeddedObject"):
        formula = getattr(frame.EmbeddedObject, "Formula", "")
        return f"[formula {formula}]"
    if frame.supportsService("com.sun.star.text.TextGraphicObject"):
        return f"[picture {frame.Width}]"
    inside = " / ".join(_blocks(frame)) if hasattr(frame, "createEnumeration") else ""
    return f"[box {frame.Size.Width} {inside}]"


def _settled(document: Any, context: Any, task: dict[str, str]) -> str:
    if task["command"]:
        command = f".uno:{task['command']}TrackedChanges"
        frame = document.CurrentController.Frame
        service(context, "frame.DispatchHelper").executeDispatch(frame, command, "", 0, ())
    return json.dumps(list(lines(document)))


if __name__ == "__main__":
    serve(sys.argv[1], _settled)
