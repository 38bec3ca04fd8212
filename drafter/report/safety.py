"""What a Word file may not contain: whatever reaches outside of it, or runs.

Nothing here is opened or followed; it is named, with its place, and the file is refused. Relations:
ECMA-376 part 2, 9.3; parts and elements: part 1; the rest is what Office keeps beside the standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from drafter.model import Severity
from drafter.report.fields import KINDS, Fields
from drafter.report.ooxml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    Element,
    W,
    parse,
    serialize,
    w,
)
from drafter.report.slip import BODY, Slip

_TYPES = "[Content_Types].xml"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_XML = (".xml", ".rels", ".vml", ".svg")
_SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_LONGEST = 80
# A relationship's type ends in one of these: what it brings in, as the clerk knows it.
_RELATIONS = {
    "afchunk": "嵌入的其他文档（altChunk）",
    "attachedtemplate": "外部模板",
    "attachedtoolbars": "附加工具栏",
    "control": "ActiveX控件",
    "activexcontrolbinary": "ActiveX控件",
    "externallink": "外部链接",
    "externallinkpath": "外部链接",
    "frame": "框架网页",
    "keymapcustomizations": "自定义快捷键",
    "mailmergesource": "邮件合并数据源",
    "mailmergeheadersource": "邮件合并数据源",
    "oleobject": "OLE对象",
    "recipientdata": "邮件合并数据源",
    "subdocument": "子文档",
    "transform": "XSLT转换",
    "ui/extensibility": "自定义功能区",
    "ui/usercustomization": "自定义功能区",
    "vbaproject": "宏",
    "webextension": "Office加载项",
    "webextensiontaskpanes": "Office加载项",
    "wordvbadata": "宏",
}
_NAMES = (
    (re.compile(r"vba(project|data)|\.docm$|\.dotm$|\.xlsm$|\.xlsb$"), "宏"),
    (re.compile(r"activex/"), "ActiveX控件"),
    (re.compile(r"customui/|usercustomization/"), "自定义功能区"),
    (re.compile(r"webextensions/"), "Office加载项"),
    (re.compile(r"\.(mht|mhtml|html?|rtf|docx|doc|dotx)$"), "嵌入的其他文档（altChunk）"),
    (
        re.compile(r"\.(exe|dll|com|bat|cmd|js|vbs|wsf|ps1|hta|lnk|scr|jar|msi|sh|swf)$"),
        "可执行文件",
    ),
    (re.compile(r"embeddings/.*\.(?!xlsx$)[^.]*$"), "OLE对象"),
    (re.compile(r"attachedtoolbars\.bin$"), "附加工具栏"),
)
_CONTENT = (
    (re.compile(r"macroenabled|vbaproject|vbadata"), "宏"),
    (re.compile(r"activex"), "ActiveX控件"),
    (re.compile(r"oleobject"), "OLE对象"),
    (
        re.compile(r"text/html|message/rfc822|application/rtf|text/rtf"),
        "嵌入的其他文档（altChunk）",
    ),
)
_ELEMENTS = {
    "altChunk": "嵌入的其他文档（altChunk）",
    "subDoc": "子文档",
    "object": "OLE对象",
    "OLEObject": "OLE对象",
    "control": "ActiveX控件",
    "frameset": "框架网页",
    "mailMerge": "邮件合并数据源",
    "attachedTemplate": "外部模板",
    "attachedSchema": "外部架构",
    "saveThroughXslt": "XSLT转换",
    "script": "脚本",
    "foreignObject": "网页内容",
    "movie": "影片",
}
_ADDRESSES = ("src", "href")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|[\\/]{2}|\.\.[\\/]", re.IGNORECASE)
_VML = ("urn:schemas-microsoft-com:", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")


def dangers(parts: Mapping[str, bytes]) -> list[Slip]:
    """Everything in the package that reaches outside or runs something; [] for a safe one."""
    found = [slip for name in parts for slip in _of_name(name)]
    found += [slip for name, content in parts.items() for slip in _part(name, content)]
    return list({(s.code, s.part, s.paragraph, *s.details.values()): s for s in found}.values())


def _slip(code: str, part: str, paragraph: int = 0, /, **details: str) -> Slip:
    shown = {name: _shown(text) for name, text in details.items()}
    return Slip(code, Severity.ERROR, part, paragraph, details=shown)


def _shown(text: str) -> str:
    plain = "".join(c if c.isprintable() else "\ufffd" for c in text.strip())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def _of_name(name: str) -> Iterator[Slip]:
    lower = name.lower()
    if "printersettings" in lower:
        return
    for pattern, what in _NAMES:
        if pattern.search(lower):
            yield _slip("docx-active", name, what=what, name=name)
            return


def _part(name: str, content: bytes) -> Iterator[Slip]:
    if not name.lower().endswith(_XML):
        return
    try:
        root = parse(content)
    except (etree.XMLSyntaxError, ValueError):
        yield _slip("docx-damaged", name, name=name)
        return
    if name == _TYPES:
        yield from _types(root)
    elif name.endswith(".rels"):
        yield from _relations(name, root)
    else:
        yield from _elements(name, root)


def _types(root: Element) -> Iterator[Slip]:
    if root.tag != f"{{{CONTENT_TYPES}}}Types":
        yield _slip("docx-damaged", _TYPES, name=_TYPES)
    for kind in root:
        said = kind.get("ContentType", "").lower()
        for pattern, what in _CONTENT:
            if pattern.search(said):
                name = kind.get("PartName") or f".{kind.get('Extension', '')}"
                yield _slip("docx-active", _TYPES, what=what, name=name)


def _relations(part: str, root: Element) -> Iterator[Slip]:
    if root.tag != f"{{{PACKAGE_RELATIONSHIPS}}}Relationships":
        yield _slip("docx-damaged", part, name=part)
    for relation in root.iter(f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"):
        kind, target = relation.get("Type", "").lower(), relation.get("Target", "")
        what = next((what for end, what in _RELATIONS.items() if kind.endswith(f"/{end}")), "")
        if what:
            yield _slip("docx-active", part, what=what, name=target)
        elif relation.get("TargetMode", "").lower() == "external":
            if not (kind.endswith("/hyperlink") and _SAFE_LINK.match(target)):
                yield _slip("docx-outside", part, target=target)
        elif kind.endswith("/package") and not target.lower().endswith(".xlsx"):
            yield _slip("docx-active", part, what="OLE对象", name=target)
        elif _leaves(part, target):
            yield _slip("docx-outside", part, target=target)


def _leaves(part: str, target: str) -> bool:
    """Whether an internal target points out of the package, or is an address after all."""
    if re.match(r"[a-z][a-z0-9+.-]*:|[\\/]{2}|.*\\", target, re.IGNORECASE):
        return True
    depth = 0 if target.startswith("/") else part.count("/") - 1
    for step in target.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0:
            return True
    return False


def _elements(part: str, root: Element) -> Iterator[Slip]:
    if part == BODY and root.tag == f"{{{_STRICT}}}document":
        yield _slip("docx-strict", part)
        return
    if part == BODY and root.tag != w("document"):
        yield _slip("docx-damaged", part, name=part)
        return
    fields, paragraph = Fields(), 0
    for element in root.iter("*"):
        tag = str(element.tag)
        space, _, local = tag[1:].rpartition("}")
        if tag == _PARAGRAPH:
            paragraph += 1
        elif tag in KINDS:
            yield from _field(part, paragraph, fields.see(element))
        elif local in _ELEMENTS and not _harmless(local, space):
            yield _slip("docx-active", part, paragraph, what=_ELEMENTS[local], name=local)
        elif space.startswith(_VML):
            yield from _addresses(part, paragraph, element)
    yield from _field(part, paragraph, fields.rest())


_PARAGRAPH = f"{{{W}}}p"


def _harmless(local: str, space: str) -> bool:
    """A name that means something else in another vocabulary."""
    if local in ("script", "foreignObject"):
        return not space.startswith(_VML)
    return local != "OLEObject" and space != W


def _addresses(part: str, paragraph: int, element: Element) -> Iterator[Slip]:
    for name, value in element.items():
        local = str(name).rpartition("}")[2].lower()
        picture = str(value).lower().startswith("data:image/")
        if local in _ADDRESSES and _OUTSIDE.match(str(value)) and not picture:
            yield _slip("docx-outside", part, paragraph, target=str(value))
        elif part.endswith(".svg") and local.startswith("on"):
            yield _slip("docx-active", part, paragraph, what="脚本", name=local)


def _field(part: str, paragraph: int, found: Iterator[tuple[str, str]]) -> Iterator[Slip]:
    codes = {
        "active": "docx-field",
        "disguised": "docx-field-disguised",
        "tag": "docx-field-tag",
        "link": "docx-outside",
    }
    for kind, code in found:
        detail = "target" if kind == "link" else "code"
        yield _slip(codes[kind], part, paragraph, **{detail: code})


def as_document(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a document; those of a .dotx are declared as a document's."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    if _TYPES not in parts or f"{main}.template.main+xml".encode() not in parts[_TYPES]:
        return parts
    root = parse(parts[_TYPES])
    for kind in root:
        if kind.get("ContentType") == f"{main}.template.main+xml":
            kind.set("ContentType", f"{main}.document.main+xml")
    return {**parts, _TYPES: serialize(root)}
