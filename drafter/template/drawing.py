"""XlsxWriter's chart made one that Word reads as it was meant.

A chart of Excel 2007 leaves much unsaid, and readers differ on what is meant where c:overlay,
c:smooth or c:delete is missing: outside files of Office 2007 it may count as true. So all of it is
said here, each element at its place in ECMA-376 part 1, 21.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from drafter.word.ooxml import CHART, DRAWN, RELATIONSHIPS, Element, parse, remove, serialize
from drafter.word.relations import related

_DATA = "rId1"
# What is said, in which elements, and after which of their children it stands.
_SAID = (
    ("roundedCorners", "0", ("chartSpace",), ("date1904", "lang")),
    ("autoTitleDeleted", "0", ("chart",), ("title",)),
    ("dispBlanksAs", "gap", ("chart",), ("title", "autoTitleDeleted", "plotArea", "legend",
                                         "plotVisOnly")),
    ("overlay", "0", ("title", "legend"), ("tx", "legendPos", "legendEntry", "layout")),
    ("varyColors", "0", ("barChart", "lineChart"), ("barDir", "grouping")),
    ("invertIfNegative", "0", ("bar series",), ("idx", "order", "tx", "spPr")),
    ("smooth", "0", ("line series",), ("idx", "order", "tx", "spPr", "marker", "dPt", "dLbls",
                                       "cat", "val")),
    ("bubble3D", "0", ("dPt",), ("idx", "invertIfNegative", "marker")),
    ("delete", "0", ("catAx", "valAx"), ("axId", "scaling")),
    ("noMultiLvlLbl", "1", ("catAx",), ("*",)),
)  # fmt: skip
_LABELS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def for_word(chart: bytes, title: str, font: str) -> bytes:
    """The chart part for Word: everything said, Chinese in that font, its data in a workbook.

    A chart that has a title gets it here, for XlsxWriter would take =1+1 for a formula.
    """
    root = parse(chart)
    for text in root.findall(f"{_c('chart')}/{_c('title')}//{DRAWN}t"):
        text.text = title
    for settings in root.findall(_c("printSettings")):
        root.remove(settings)
    for element in list(root.iter("*")):
        _say(element)
    for labels in root.iter(_c("dLbls")):
        _say_labels(labels)
    for names in root.iter(_c("cat")):
        _as_text(names)
    _in_chinese(root, font)
    data = etree.SubElement(root, _c("externalData"))
    data.set(f"{{{RELATIONSHIPS}}}id", _DATA)
    etree.SubElement(data, _c("autoUpdate")).set("val", "0")
    return serialize(root)


def data_relation(target: str) -> bytes:
    """The chart's own relations: its workbook, which “编辑数据” opens."""
    return related(None, f"{RELATIONSHIPS}/package", target, _DATA)[0]


def _c(name: str) -> str:
    return f"{CHART}{name}"


def _local(element: Element) -> str:
    return str(element.tag).removeprefix(CHART)


def _kind(element: Element) -> str:
    """An element's name; a series is named with the kind of its chart."""
    parent, name = element.getparent(), _local(element)
    return f"{_local(parent)[:-5]} series" if name == "ser" and parent is not None else name


def _say(element: Element) -> None:
    kind = _kind(element)
    for name, value, owners, after in _SAID:
        if kind in owners and element.find(_c(name)) is None:
            _put(element, name, value, after)


def _put(owner: Element, name: str, value: str, after: Sequence[str]) -> None:
    before = [child for child in owner if after == ("*",) or _local(child) in after]
    element = etree.Element(_c(name))
    element.set("val", value)
    owner.insert(len(before), element)


def _say_labels(labels: Element) -> None:
    """What a label shows and what not, all six, in the order of the schema."""
    shown = {f"show{name}": "0" for name in _LABELS}
    old = [child for child in labels if _local(child) in shown]
    at = labels.index(old[0])
    for child in old:
        shown[_local(child)] = child.get("val", "1")
        labels.remove(child)
    for offset, (name, value) in enumerate(shown.items()):
        element = etree.Element(_c(name))
        element.set("val", value)
        labels.insert(at + offset, element)


def _as_text(names: Element) -> None:
    """Categories that look like numbers (2023) are names all the same."""
    for element in names.iter(_c("numRef"), _c("numCache")):
        element.tag = _c(_local(element).replace("num", "str"))
    for form in names.findall(f".//{_c('formatCode')}"):
        remove(form)


def _in_chinese(root: Element, font: str) -> None:
    root.find(_c("lang")).set("val", "zh-CN")  # type: ignore[union-attr]
    for form in root.iter(f"{DRAWN}rPr", f"{DRAWN}endParaRPr"):
        form.set("lang", "zh-CN")
    for latin in list(root.iter(f"{DRAWN}latin")):
        for name in ("cs", "ea"):
            element = etree.Element(f"{DRAWN}{name}")
            element.set("typeface", font)
            latin.addnext(element)
