"""A strict Open XML part in the namespaces and values that Word writes by default (transitional).

ISO/IEC 29500-1 (strict) against 29500-4: other namespaces and relation types, sides called start
and end, lengths and percentages with their unit. What is shown is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from drafter.model.pattern import pattern
from drafter.word.ooxml import Element, W, parsed, serialize

_STRICT = "http://purl.oclc.org/ooxml/"
# As UTF-16, whichever end comes first: the bytes between the first and the last are the same.
_SPELLINGS = (_STRICT.encode(), _STRICT.encode("utf-16-be")[1:])
_RENAMED = (
    ("extendedProperties", "extended-properties"),
    ("customProperties", "custom-properties"),
)
_W = f"{{{W}}}"
_SIDES = {"start": "left", "end": "right"}
_SIDED = tuple(_W + name for name in ("tblBorders", "tcBorders", "tblCellMar", "tcMar"))
_INDENTS = {
    f"{_W}{side}{unit}": f"{_W}{_SIDES[side]}{unit}" for side in _SIDES for unit in ("", "Chars")
}
_FLOWS = {"tb": "lrTb", "rl": "tbRl", "lr": "btLr", "tbV": "lrTbV", "rlV": "tbRlV", "lrV": "tbLrV"}
_LENGTH = pattern(r"(-?\d+(?:\.\d+)?)(pt|pc|pi|in|cm|mm)")
_POINTS = {"pt": 1.0, "pc": 12.0, "pi": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_HALF_POINTS = tuple(_W + name for name in ("sz", "szCs", "kern", "position"))
_PERCENT = pattern(r"(-?\d+(?:\.\d+)?)%")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NAMING = (
    "Requires",
    *(_COMPATIBLE + n for n in ("Ignorable", "ProcessContent", "MustUnderstand")),
)


def transitional(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with the strict ones mapped; parts that cannot be read stay as they are."""
    return {name: _mapped(content) for name, content in parts.items()}


def _mapped(content: bytes) -> bytes:
    if not any(spelling in content for spelling in _SPELLINGS):
        return content
    root = parsed(content)
    return content if root is None else serialize(_tree(root))


def _tree(root: Element) -> Element:
    """The tree under a new root, since a root keeps the namespaces that it declares."""
    spaces = {prefix: _name(space) for prefix, space in root.nsmap.items()}
    copy = etree.Element(root.tag, dict(root.items()), nsmap=spaces)
    copy.text = root.text
    copy.extend(list(root))
    prefixes = {prefix for prefix in spaces if prefix}
    for element in copy.iter("*"):
        _map(element)
        prefixes |= {p for name in _NAMING for p in element.get(name, "").split()}
    etree.cleanup_namespaces(copy, keep_ns_prefixes=sorted(prefixes))
    return copy


def _map(element: Element) -> None:
    element.tag = _tag(str(element.tag))
    parent = element.getparent()
    if parent is not None and parent.tag in _SIDED:
        local = str(element.tag).removeprefix(_W)
        element.tag = _W + _SIDES.get(local, local)
    for name, value in element.items():
        tag, mapped = _attribute(element, str(name)), _value(element, str(name), str(value))
        if (tag, mapped) != (name, value):
            del element.attrib[name]
            if tag != f"{_W}conformance":
                element.set(tag, mapped)


def _attribute(element: Element, name: str) -> str:
    tag = _tag(name)
    return _INDENTS.get(tag, tag) if element.tag == f"{_W}ind" else tag


def _value(element: Element, attribute: str, value: str) -> str:
    if value.startswith(_STRICT):
        return _name(value)
    if element.tag in (f"{_W}jc", f"{_W}lvlJc", f"{_W}tab"):
        return _SIDES.get(value, value)
    if element.tag == f"{_W}textDirection":
        return _FLOWS.get(value, value)
    if length := _LENGTH.fullmatch(value) if _tag(attribute).startswith(_W) else None:
        unit = 2 if element.tag in _HALF_POINTS else 20
        return str(round(float(length[1]) * _POINTS[length[2]] * unit))
    percent = _PERCENT.fullmatch(value)
    return _percent(element, float(percent[1]), value) if percent else value


def _percent(element: Element, amount: float, value: str) -> str:
    """Tables count fiftieths of a percent, drawings thousandths, a font's scale whole ones."""
    if str(element.tag).startswith(_DRAWN):
        return str(round(amount * 1000))
    if element.tag in (f"{_W}w", f"{_W}zoom"):
        return str(round(amount))
    kinds = (element.get(name) for name in (f"{_W}type", f"{{{_STRICT}wordprocessingml/main}}type"))
    return str(round(amount * 50)) if "pct" in kinds else value


def _tag(name: str) -> str:
    space, _, local = name.rpartition("}")
    return f"{{{_name(space[1:])}}}{local}" if space else name


def _name(uri: str) -> str:
    """http://purl.oclc.org/ooxml/drawingml/main is …/drawingml/2006/main in the other."""
    if not uri.startswith(_STRICT):
        return uri
    for strict, usual in _RENAMED:
        uri = f"{uri.removesuffix(strict)}{usual}" if uri.endswith(strict) else uri
    family, _, rest = uri.removeprefix(_STRICT).partition("/")
    return f"http://schemas.openxmlformats.org/{family}/2006/{rest}"
