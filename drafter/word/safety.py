"""What a Word file may not contain: whatever reaches outside of it, or runs.

Nothing here is opened or followed; it is named, with its place, and the file is refused. Relations:
ECMA-376 part 2, 9.3; parts and elements: part 1, 11 and 17; the rest is what Office keeps beside
the standard ([MS-DOCX], [MS-OFFMACRO], [MS-OWEXML]).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.word.fields import KINDS, Danger, Fields, Threat
from drafter.word.ooxml import CONTENT_TYPES, Element, W, parsed, serialize
from drafter.word.relations import RELATION, RELATIONS, ROOT_RELATIONS, TYPES
from drafter.word.slip import BODY, Slip

_XML = (".xml", ".rels", ".vml", ".svg")
_MARKUP = pattern(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]|\xff\xfe<\0|\xfe\xff\0<")
_ENCODINGS = ("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ASCII", "US-ASCII", None)
_SAFE_LINK = pattern(r"(https?://|mailto:)", re.IGNORECASE)
_LONGEST, _MOST = 80, 100
_CHUNK, _ADDIN, _RIBBON = "嵌入的其他文档（altChunk）", "Office加载项", "自定义功能区"
_MERGE, _EXECUTABLE = "邮件合并数据源", "可执行文件"
# A relationship's type ends in one of these: what it brings in, as the clerk knows it.
_RELATIONS = {
    "afchunk": _CHUNK, "subdocument": "子文档", "frame": "框架网页", "transform": "XSLT转换",
    "attachedtemplate": "外部模板", "attachedtoolbars": "附加工具栏",
    "control": "ActiveX控件", "activexcontrolbinary": "ActiveX控件", "oleobject": "OLE对象",
    "externallink": "外部链接", "externallinkpath": "外部链接",
    "keymapcustomizations": "自定义快捷键", "extensibility": _RIBBON, "usercustomization": _RIBBON,
    "mailmergesource": _MERGE, "mailmergeheadersource": _MERGE, "recipientdata": _MERGE,
    "vbaproject": "宏", "wordvbadata": "宏",
    "webextension": _ADDIN, "webextensiontaskpanes": _ADDIN,
}  # fmt: skip
_PROGRAMS = (
    "exe|dll|com|bat|cmd|pif|cpl|scr|msi|jar|js|jse|vbs|vbe|wsf|wsh|ps1|psm1|hta|chm|lnk|url|scf|inf|"
    "reg|iso|img|xll|wll|sct|sh|py|swf|application|settingcontent-ms|library-ms"
)
_NAMES = (
    (pattern(r"vba(project|data)|\.(doc|dot|xls|xlt|ppt)m$|\.xlsb$|\.xlam$"), "宏"),
    (pattern(r"activex/"), "ActiveX控件"),
    (pattern(r"customui/|usercustomization/"), _RIBBON),
    (pattern(r"webextensions/"), _ADDIN),
    (pattern(r"\.(mht|mhtml|eml|x?html?|xht|rtf|docx|doc|dotx|dot|wps|odt)$"), _CHUNK),
    (pattern(rf"\.({_PROGRAMS})$"), _EXECUTABLE),
    (pattern(r"attachedtoolbars\.bin$"), "附加工具栏"),
    (pattern(r"embeddings/.*\.(?!xlsx$)[^.]*$"), "OLE对象"),
    (pattern(r"^(?!(.*/)?printersettings\d*\.bin$).*\.bin$"), "二进制内容"),
)
# By their first bytes, whatever they are called; and what the names in an embedded workbook tell.
_BYTES = (
    (pattern(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "OLE对象"),
    (pattern(rb"(?s:MZ.{60}\0\0)|\x7fELF|#!/"), _EXECUTABLE),
    (pattern(rb"\s*\{\\rtf|MIME-Version:"), _CHUNK),
)
_ZIPPED = {b"vbaproject.bin": "宏", b"xl/externallinks/": "外部链接"}
_CONTENT = (
    (pattern(r"macroenabled|vbaproject|vbadata"), "宏"),
    (pattern(r"activex"), "ActiveX控件"),
    (pattern(r"oleobject"), "OLE对象"),
    (pattern(r"keymapcustomizations|attachedtoolbars"), "自定义快捷键"),
    (pattern(r"text/html|xhtml\+xml|message/rfc822|(application|text)/rtf"), _CHUNK),
    (pattern(r"x-msdownload|javascript|vbscript"), _EXECUTABLE),
)
# WordprocessingML's own elements, then those of any other vocabulary.
_ELEMENTS = {
    "altChunk": _CHUNK,
    "subDoc": "子文档",
    "object": "OLE对象",
    "objectEmbed": "OLE对象",
    "objectLink": "OLE对象",
    "control": "ActiveX控件",
    "entryMacro": "宏",
    "exitMacro": "宏",
    "frameset": "框架网页",
    "mailMerge": _MERGE,
    "attachedTemplate": "外部模板",
    "attachedSchema": "外部架构",
    "saveThroughXslt": "XSLT转换",
    "movie": "影片",
}
_FOREIGN = {
    "OLEObject": "OLE对象",
    "customUI": _RIBBON,
    "taskpanes": _ADDIN,
    "webextension": _ADDIN,
    "webextensionref": _ADDIN,
    "webVideoPr": "网络视频",
}
_DRAWN = {"script": "脚本", "foreignObject": "网页内容"}
_CLICKS = ("hlinkClick", "hlinkHover", "hlinkMouseOver")
_SVG = "http://www.w3.org/2000/svg"
_LINKING = (
    "urn:schemas-microsoft-com:",
    _SVG,
    "http://www.w3.org/1999/xlink",
    "http://schemas.openxmlformats.org/schemaLibrary/",
)
_ADDRESSES = ("src", "href", "althref", "base", "manifestlocation", "schemalocation")
_HARMLESS = pattern(r"$|#|data:image/", re.IGNORECASE)
_CSS = pattern(r"@import|url\(\s*[\"']?(?![\"'\s]*(?:#|data:image/))|javascript:", re.IGNORECASE)
_FIELD = {
    Threat.ACTIVE: "docx-field",
    Threat.DISGUISED: "docx-field-disguised",
    Threat.TAG: "docx-field-tag",
}


def dangers(parts: Mapping[str, bytes]) -> list[Slip]:
    """Everything in the package that reaches outside or runs something, each by name and place.

    [] for a safe one; of a hopeless one the first hundred.
    """
    once = {
        (s.code, s.part, s.paragraph, *s.details.values()): s for s in islice(_all(parts), 5000)
    }
    return list(once.values())[:_MOST]


def _all(parts: Mapping[str, bytes]) -> Iterator[Slip]:
    for name in (TYPES, ROOT_RELATIONS):
        if name not in parts:
            yield _slip("docx-damaged", name, name=name)
    for name, content in parts.items():
        yield from _of_name(name, content)
    for name, content in parts.items():
        yield from _part(name, content)


def _slip(code: str, part: str, paragraph: int = 0, /, **details: str) -> Slip:
    shown = {name: _shown(text) for name, text in details.items()}
    return Slip(code, Severity.ERROR, part, paragraph, details=shown)


def _shown(text: str) -> str:
    """At most 80 characters on one line, none of them invisible or turning the line around."""
    line = " ".join(text[: 4 * _LONGEST].split())
    plain = "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in line)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _of_name(name: str, content: bytes) -> Iterator[Slip]:
    """What the part is by its name, or else by its bytes."""
    kinds = (what for pattern, what in _NAMES if pattern.search(name.lower()))
    if what := next(kinds, None) or _of_bytes(content):
        yield _slip("docx-active", name, what=what, name=name)


def _of_bytes(content: bytes) -> str | None:
    if content.startswith(b"PK\3\4"):
        lower = content.lower()
        return next((what for name, what in _ZIPPED.items() if name in lower), None)
    return next((what for pattern, what in _BYTES if pattern.match(content)), None)


def _part(name: str, content: bytes) -> Iterator[Slip]:
    lower = name.lower()
    if not (lower.endswith(_XML) or _MARKUP.match(content)):
        return
    if (root := parsed(content)) is None:
        yield _slip("docx-damaged", name, name=name)
        return
    if root.getroottree().docinfo.encoding not in _ENCODINGS:
        yield _slip("docx-damaged", name, name=name)
    if lower == TYPES.lower():
        yield from _types(root)
    elif lower.endswith(".rels"):
        yield from _relations(name, root)
    else:
        yield from _elements(name, root)


def _types(root: Element) -> Iterator[Slip]:
    if root.tag != f"{{{CONTENT_TYPES}}}Types":
        yield _slip("docx-damaged", TYPES, name=TYPES)
    for kind in root.iter("*"):
        content_type = kind.get("ContentType", "").lower()
        for shape, what in _CONTENT:
            if shape.search(content_type):
                name = kind.get("PartName") or f".{kind.get('Extension', '')}"
                yield _slip("docx-active", TYPES, what=what, name=name)


def _relations(part: str, root: Element) -> Iterator[Slip]:
    if root.tag != RELATIONS:
        yield _slip("docx-damaged", part, name=part)
    mains = []
    for relation in root.iter(RELATION):
        kind = relation.get("Type", "").strip().lower().rpartition("/")[2]
        target = relation.get("Target", "").strip()
        external = relation.get("TargetMode", "").strip().lower() == "external"
        mains += [unquote(target).lstrip("/")] if kind == "officedocument" else []
        yield from _relation(part, kind, target, external)
    if part == ROOT_RELATIONS and mains != [BODY]:
        yield _slip("docx-damaged", part, name=part)


def _relation(part: str, kind: str, target: str, external: bool) -> Iterator[Slip]:
    passive = kind == "hyperlink" and _SAFE_LINK.match(target)
    if what := _RELATIONS.get(kind):
        yield _slip("docx-active", part, what=what, name=target)
    elif (external and not passive) or (not external and _leaves(part, unquote(target))):
        yield _slip("docx-outside", part, target=target)
    elif kind == "package" and not target.lower().endswith(".xlsx"):
        yield _slip("docx-active", part, what="OLE对象", name=target)


def _leaves(part: str, target: str) -> bool:
    """Whether a target called internal leads out of the package or is an address."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE) or "\\" in target:
        return True
    depth = 0 if target.startswith("/") else part.count("/") - 1
    for step in target.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0:
            return True
    return False


@lru_cache(maxsize=4096)
def _meaning(tag: str) -> tuple[str, str]:
    """(what is to be done with an element of that name, what it brings in)."""
    space, _, local = tag[1:].rpartition("}")
    if space == W:
        kind = "paragraph" if local == "p" else "field" if tag in KINDS else ""
        return ("active", _ELEMENTS[local]) if local in _ELEMENTS else (kind, "")
    drawn = _DRAWN if space.startswith(_LINKING) else {}
    if what := _FOREIGN.get(local) or drawn.get(local):
        return "active", what
    if local in _CLICKS:
        return "click", "图形动作"
    return ("svg" if space == _SVG else "link" if space.startswith(_LINKING) else ""), ""


def _elements(part: str, root: Element) -> Iterator[Slip]:
    if part == BODY and root.tag != f"{{{W}}}document":
        yield _slip("docx-damaged", part, name=part)
    if any(getattr(s, "target", "") == "xml-stylesheet" for s in root.itersiblings(preceding=True)):
        yield _slip("docx-outside", part, target="xml-stylesheet")
    fields, paragraph = Fields(), 0
    for element in root.iter("*"):
        kind, what = _meaning(str(element.tag))
        if kind == "paragraph":
            paragraph += 1
        elif kind == "field":
            yield from _fields(part, fields.see(element, paragraph))
        elif kind == "active":
            local = str(element.tag).rpartition("}")[2]
            yield _slip("docx-active", part, paragraph, what=what, name=local)
        elif kind == "click" and (action := element.get("action")):
            yield _slip("docx-active", part, paragraph, what=what, name=action)
        elif kind in ("svg", "link"):
            yield from _addresses(part, paragraph, element, kind == "svg")
    yield from _fields(part, fields.rest())


def _addresses(part: str, paragraph: int, element: Element, svg: bool) -> Iterator[Slip]:
    """What an element of VML or SVG fetches or runs; a web link to click on in VML is harmless."""
    for name, value in element.items():
        address, local = str(value).strip(), str(name).rpartition("}")[2].lower()
        clicked = not svg and name == "href" and _SAFE_LINK.match(address)
        fetched = local in _ADDRESSES and not _HARMLESS.match(address) and not clicked
        if fetched or (svg and _CSS.search(address)):
            yield _slip("docx-outside", part, paragraph, target=address)
        elif svg and local.startswith("on"):
            yield _slip("docx-active", part, paragraph, what="脚本", name=local)
    if svg and (match := _CSS.search(element.text or "")):
        yield _slip("docx-outside", part, paragraph, target=(element.text or "")[match.start() :])


def _fields(part: str, dangers: Iterable[Danger]) -> Iterator[Slip]:
    for danger in dangers:
        if danger.kind is Threat.LINK:
            yield _slip("docx-outside", part, danger.paragraph, target=danger.text)
        else:
            yield _slip(_FIELD[danger.kind], part, danger.paragraph, code=danger.text)


def as_document(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a document; those of a .dotx are declared as a document's."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    if f"{main}.template.main+xml".encode() not in parts.get(TYPES, b""):
        return parts
    if (root := parsed(parts[TYPES])) is None:
        return parts
    for kind in root.iter("*"):
        if kind.get("ContentType") == f"{main}.template.main+xml":
            kind.set("ContentType", f"{main}.document.main+xml")
    return {**parts, TYPES: serialize(root)}
