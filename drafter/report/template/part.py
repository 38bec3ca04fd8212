"""One part of the template (body, header, footnotes …) → source text for Jinja.

Static XML is passed through as it is: Jinja's delimiters are private-use characters here, so no
text of the document can be taken for code. Every tag stands on a line of its own, by which a
runtime error finds its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from drafter.errors import TemplateError
from drafter.report.ooxml import OURS, Element, parse, w
from drafter.report.template.blocks import Placed, check_blocks
from drafter.report.template.place import paragraph_place, part_name
from drafter.report.template.runs import Found, isolate, paragraph_text, tags_of, without_marks
from drafter.report.template.slot import Slot, slot
from drafter.report.template.tags import Tag, TagError

BLOCK = ("\ue010", "\ue011")
EXPRESSION = ("\ue012", "\ue013")
REMARK = ("\ue014", "\ue015")
TABLE_START, TABLE_END, CELL_END = "\ue009", "\ue006", "\ue007"
ORDINALS = ("\ue004", "\ue005")
ORDINAL_NAME, PLACE, PRINT = "序号", "_place", "_print"
# The commonest tag of all, {{ 主题.名称 }}, is looked up at once, without an expression.
_INDICATOR = re.compile(r"([^\W\d]\w*)\.[^\W\d]\w*")
_ASSIGNS = re.compile(r"(?:for|set)\s+(.+?)\s*(?:\bin\b|=)")
_TOKEN = re.compile(r'<tag(?: xmlns="")? n="(\d+)"/>')
_LEVELS = {"p": w("p"), "tr": w("tr"), "tc": w("tc")}


@dataclass(slots=True)
class PartSource:
    """A part's Jinja source, its slots by number, and the place of each source line."""

    name: str
    text: str = ""
    slots: list[Slot] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    first_id: int = 0


def compile_part(name: str, content: bytes) -> PartSource | None:
    """The part's source; None for a part without tags. Raises TemplateError naming the place."""
    try:
        root = without_marks(parse(content))
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{part_name(name)}：内容已损坏，请用Word或WPS另存后重试") from error
    tagged = _find(name, root)
    return _Compiler(name, root).compile(tagged) if tagged else None


def _find(name: str, root: Element) -> list[tuple[Element, list[Tag], str]]:
    """Paragraphs that have tags, with the tags and the paragraph's place."""
    found = []
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        try:
            tags = tags_of(paragraph)
        except TagError as error:
            place = paragraph_place(name, number, paragraph)
            raise TemplateError(f"{place}：{error}") from error
        if tags:
            found.append((paragraph, tags, paragraph_place(name, number, paragraph)))
    return found


@dataclass(slots=True)
class _Output:
    """What a token stands for in the source."""

    code: str
    place: str


class _Compiler:
    def __init__(self, name: str, root: Element) -> None:
        self._source = PartSource(name)
        self._root = root
        self._outputs: list[_Output] = []
        self._statements: list[Placed] = []
        self._held_statements: dict[Element, None] = {}
        self._ends: dict[Element, str] = {}
        self._assigned = {"报告", "loop"}

    def compile(self, tagged: Sequence[tuple[Element, list[Tag], str]]) -> PartSource:
        self._assigned |= {name for _, tags, _ in tagged for tag in tags for name in _assigned(tag)}
        for paragraph, tags, place in tagged:
            self._paragraph(paragraph, tags, place)
        self._drop_emptied()
        for around, end in self._ends.items():
            if end == TABLE_END:
                _around(around, self._token(TABLE_START, ""), self._token(end, ""))
            else:
                around.append(self._token(end, ""))
        check_blocks(self._statements)
        self._source.first_id = _free_id(self._root)
        self._assemble(_text_of(self._root))
        return self._source

    def _paragraph(self, paragraph: Element, tags: Sequence[Tag], place: str) -> None:
        home = paragraph.getparent()
        assert home is not None
        emptied = not _without(paragraph_text(paragraph), tags).strip()
        lone = emptied and all(tag.level == "p" and tag.mark == "{%" for tag in tags)
        for found in isolate(paragraph, tags):
            self._tag(found, paragraph, place)
        if any(tag.code == ORDINAL_NAME for tag in tags):
            _around(paragraph, self._token(ORDINALS[0], place), self._token(ORDINALS[1], place))
        if lone and not _holds_more(paragraph):
            home.remove(paragraph)

    def _tag(self, found: Found, paragraph: Element, place: str) -> None:
        tag, element = found.tag, found.element
        where = f"{place}中的“{tag.text}”"
        if tag.mark == "{#":
            _remove(element)
        elif tag.mark == "{%":
            self._statement(found, paragraph, where)
        elif tag.level == "p":
            self._repeated(found, paragraph, where)
        else:
            _swap(element, self._slot_token(tag.code, found.format, where))

    def _statement(self, found: Found, paragraph: Element, place: str) -> None:
        tag, element = found.tag, found.element
        target = element if not tag.level else _target(paragraph, tag, place)
        parent = target.getparent()
        assert parent is not None
        token = self._token(f"{BLOCK[0]}\n{tag.code} {BLOCK[1]}", place)
        if not tag.level:
            _swap(element, token)
        else:
            before = _stands_before(target, element, tag, place)
            _remove(element)
            target.addprevious(token) if before else _append_after(target, token)
            self._held_statements[target] = None
            self._watch(target, tag.level)
        self._statements.append(Placed(tag, place, parent))

    def _watch(self, target: Element, level: str) -> None:
        """Note the cell or table that may lose its last paragraph or row."""
        name, end = ("tc", CELL_END) if level == "p" else ("tbl", TABLE_END)
        around = next(target.iterancestors(w(name)), None)
        if around is not None:
            self._ends[around] = end

    def _drop_emptied(self) -> None:
        """A row or cell that held nothing but its own tags was there for them alone."""
        for target in self._held_statements:
            if target.tag != w("p") and not _shows_anything(target):
                _remove(target)

    def _repeated(self, found: Found, paragraph: Element, place: str) -> None:
        """{{p texts }}: the paragraph once for each paragraph of the text."""
        code = found.tag.code
        opening = f"{BLOCK[0]}\nfor _paragraph in ({code})|分段 {BLOCK[1]}"
        _around(
            paragraph,
            self._token(opening, place),
            self._token(f"{BLOCK[0]}\nendfor {BLOCK[1]}", place),
        )
        _swap(found.element, self._slot_token("_paragraph", found.format, place))

    def _slot_token(self, code: str, form: Element | None, place: str) -> Element:
        self._source.slots.append(slot(form, self._root.nsmap))
        number = len(self._source.slots) - 1
        plain = _INDICATOR.fullmatch(code)
        named = plain and plain[1] not in self._assigned
        value = f'"{code}"|{PRINT}({number})' if named else f"({code})|{PLACE}({number})"
        return self._token(f"{EXPRESSION[0]}\n{value} {EXPRESSION[1]}", place)

    def _token(self, code: str, place: str) -> Element:
        self._outputs.append(_Output(code, place))
        return etree.Element("tag", n=str(len(self._outputs) - 1))

    def _assemble(self, xml: str) -> None:
        pieces, line, at = [], 1, 0
        for token in _TOKEN.finditer(xml):
            output = self._outputs[int(token[1])]
            static = xml[at : token.start()]
            pieces += [static, output.code]
            line += static.count("\n") + output.code.count("\n")
            self._source.places[line] = output.place or self._source.places.get(line, "")
            at = token.end()
        self._source.text = "".join([*pieces, xml[at:]])


def _assigned(tag: Tag) -> list[str]:
    """The names that a statement gives to something: they hide themes of the same name."""
    found = _ASSIGNS.match(tag.code) if tag.mark == "{%" else None
    return re.findall(r"\w+", found[1]) if found else []


def _text_of(root: Element) -> str:
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return declaration + etree.tostring(root, encoding="unicode").translate(OURS)


def _free_id(root: Element) -> int:
    """The first bookmark id that the part does not use."""
    marks = root.iter(w("bookmarkStart"), w("commentRangeStart"))
    used = [identifier for mark in marks if (identifier := mark.get(w("id"), "")).isdigit()]
    return max(map(int, used), default=-1) + 1


def _without(text: str, tags: Sequence[Tag]) -> str:
    kept, at = [], 0
    for tag in tags:
        kept.append(text[at : tag.start])
        at = tag.end
    return "".join([*kept, text[at:]])


def _holds_more(paragraph: Element) -> bool:
    """Whether a paragraph without text holds something all the same: a section, a picture."""
    kept = ("sectPr", "drawing", "pict", "object", "fldChar", "footnoteReference")
    return any(next(paragraph.iter(w(name)), None) is not None for name in kept)


def _target(paragraph: Element, tag: Tag, place: str) -> Element:
    """The paragraph, row or cell that the tag's level names."""
    if tag.level == "p":
        return paragraph
    found = next(paragraph.iterancestors(_LEVELS[tag.level]), None)
    if found is None:
        raise TemplateError(f"{place}：“{tag.level}”标签只能写在表格里")
    return found


def _stands_before(target: Element, element: Element, tag: Tag, place: str) -> bool:
    """Whether the tag goes before the paragraph, row or cell: nothing is shown before it there."""
    before, after, seen = "", "", False
    for node in target.iter():
        if node is element:
            seen = True
        elif node.tag in (w("t"), "tag"):
            shown = (node.text or "").strip() if node.tag == w("t") else ""
            shown = "·" if node.tag == "tag" and _is_slot(node) else shown
            before, after = (before, after + shown) if seen else (before + shown, after)
    if before and after:
        what = {"p": "段", "tr": "行", "tc": "格"}[tag.level]
        raise TemplateError(
            f"{place}：前后都有文字，无法判断作用于{what}前还是{what}后；请让它独占一{what}，或放在开头、末尾"
        )
    return not before


def _is_slot(node: Element) -> bool:
    return node.get("n") is not None


def _shows_anything(target: Element) -> bool:
    """Whether a row or cell has text, a tag's result or a picture in it."""
    texts = any((node.text or "").strip() for node in target.iter(w("t")))
    return texts or next(target.iter("tag", w("drawing"), w("pict")), None) is not None


def _append_after(target: Element, token: Element) -> None:
    """After the target and the tokens that already follow it."""
    last = target
    while (following := last.getnext()) is not None and following.tag == "tag":
        last = following
    last.addnext(token)


def _around(paragraph: Element, before: Element, after: Element) -> None:
    paragraph.addprevious(before)
    paragraph.addnext(after)


def _swap(element: Element, token: Element) -> None:
    element.addprevious(token)
    _remove(element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
