"""A Word template, compiled once and filled as often as needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from traceback import walk_tb
from types import TracebackType

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError
from lxml import etree

from drafter.errors import TemplateError
from drafter.figure import Entry
from drafter.report.ooxml import parse
from drafter.report.package import Part, unpack
from drafter.report.template.marks import Mark, Marker
from drafter.report.template.part import (
    CELL_END,
    ORDINALS,
    TABLE_END,
    TABLE_START,
    PartSource,
    compile_part,
)
from drafter.report.template.place import part_name
from drafter.report.template.sandbox import SLOT, Sandbox
from drafter.report.template.values import ORDINAL, Citations, UnknownNameError, context
from drafter.report.wording import FILTERS, TESTS, number_items

_TAGGED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_NUMBERED = re.compile(f"{ORDINALS[0]}(.*?){ORDINALS[1]}", re.DOTALL)
_UNDEFINED = re.compile("'(.+)' is undefined")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template: its parts in order (the unchanged ones still deflated), and the marks."""

    parts: Mapping[str, Part | bytes]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _CompiledPart:
    source: PartSource
    code: JinjaTemplate


class Template:
    """A template that has no mistakes of form. Filling it is a matter of milliseconds."""

    def __init__(self, content: bytes, file: str) -> None:
        """Compile the .docx. Raises TemplateError naming part, paragraph, cell and tag."""
        self.file = file
        self._sandbox = Sandbox(FILTERS, TESTS)
        self._static: dict[str, Part] = {}
        self._compiled: dict[str, _CompiledPart] = {}
        for name, part in unpack(content, file).items():
            source = self._source(name, part) if _TAGGED.fullmatch(name) else None
            if source:
                self._compiled[name] = _CompiledPart(source, self._load(source))
            self._static[name] = Part.of(name, part)
            if name.endswith((".rels", "[Content_Types].xml")):
                self._check_index(name, part)

    def fill(
        self, entries: Mapping[str, Entry], settings: Mapping[str, str], places: int = 0
    ) -> Filled:
        """The template with its tags filled; the same input gives the same parts.

        `places` are the decimal places of rates. Raises TemplateError naming paragraph and tag.
        """
        citations, marks, first = Citations(places), list[Mark](), 0
        names = {**context(entries, settings, citations), "序号": ORDINAL}
        parts: dict[str, Part | bytes] = dict(self._static)
        for name, compiled in self._compiled.items():
            source = compiled.source
            marker = Marker(entries, source.slots, citations, source.first_id, marks)
            xml = _tidy(self._render(compiled, {**names, SLOT: marker}), source.text)
            parts[name] = xml.encode()
            if TABLE_START in source.text:
                marks[:] = _standing(marks, first, xml)
            first = len(marks)
        return Filled(parts, tuple(marks))

    def _check_index(self, name: str, part: bytes) -> None:
        """The lists of parts and relations are added to later; they must be readable now."""
        try:
            parse(part)
        except etree.XMLSyntaxError as error:
            raise TemplateError(f"{self.file}：{name}已损坏，请用Word或WPS另存后重试") from error

    def _source(self, name: str, part: bytes) -> PartSource | None:
        try:
            return compile_part(name, part)
        except TemplateError as error:
            raise TemplateError(f"{self.file}：{error}") from error

    def _load(self, source: PartSource) -> JinjaTemplate:
        try:
            return self._sandbox.from_string(source.text)
        except (TemplateSyntaxError, TemplateAssertionError) as error:
            place = _nearest_place(source, error.lineno)
            raise TemplateError(f"{self.file}：{place}写法有误（{_reason(error)}）") from error
        except (RecursionError, ValueError) as error:
            part = part_name(source.name)
            raise TemplateError(f"{self.file}：{part}中有标签过长或括号过多，请拆短") from error

    def _render(self, compiled: _CompiledPart, names: Mapping[str, object]) -> str:
        try:
            return compiled.code.render(names)
        except Exception as error:
            line = _line_of(error.__traceback__)
            place = _nearest_place(compiled.source, line)
            raise TemplateError(f"{self.file}：{place}无法填写：{_cause(error)}") from error


def _standing(marks: list[Mark], first: int, xml: str) -> list[Mark]:
    """The marks without those of the part's tables that are not there."""
    if xml.count("<w:bookmarkStart") >= len(marks) - first:
        return marks
    return [*marks[:first], *(mark for mark in marks[first:] if f'"{mark.name}"' in xml)]


def _tidy(xml: str, source: str) -> str:
    """Ordinals counted; a cell keeps a paragraph, a table without rows goes."""
    if ORDINALS[0] in source:
        xml = _NUMBERED.sub(lambda found: number_items(found[1]), xml)
    if CELL_END in source:
        xml = "".join(_kept_cells(xml.split(CELL_END)))
    return _kept_tables(xml) if TABLE_END in source else xml


def _kept_cells(pieces: list[str]) -> Iterator[str]:
    """A cell's content must end with a paragraph, whatever its blocks left out."""
    for piece in pieces[:-1]:
        inside = piece[piece.rfind("<w:tc") :]
        last = max(inside.rfind("<w:p>"), inside.rfind("<w:p "), inside.rfind("<w:p/>"))
        yield piece if last > inside.rfind("</w:tbl>") else f"{piece}<w:p/>"
    yield pieces[-1]


def _kept_tables(xml: str) -> str:
    """A table whose blocks left no row is not there."""
    before, *tables = xml.split(TABLE_START)
    parts = [table.split(TABLE_END) for table in tables]
    if all(len(part) == 2 and "<w:tr" in part[0] for part in parts):
        return "".join([before, *(text for part in parts for text in part)])
    return _dropped_tables(xml)


def _dropped_tables(xml: str) -> str:
    """Without the tables that have no row. Inner tables are looked at first."""
    while (end := xml.find(TABLE_END)) >= 0:
        start = xml.rindex(TABLE_START, 0, end)
        table = xml[start + 1 : end]
        kept = table if "<w:tr" in table else ""
        xml = xml[:start] + kept + xml[end + 1 :]
    return xml


def _reason(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if found := re.match(r"No (filter|test) named '(.+)'", message):
        return f"没有“{found[2]}”这个{'过滤器' if found[1] == 'filter' else '判断'}"
    return "比较是否相等要写两个等号“==”" if "got '='" in message else "请检查括号、引号和运算符"


def _cause(error: Exception) -> str:
    if isinstance(error, UndefinedError) and (found := _UNDEFINED.fullmatch(str(error))):
        return f"没有“{found[1]}”这个名称"
    if isinstance(error, UnknownNameError | SecurityError):
        return str(error)
    if isinstance(error, TypeError) and "argument" in str(error):
        return "过滤器的参数不对，请对照使用手册"
    return f"表达式不能计算（{error}）"


def _nearest_place(source: PartSource, line: int) -> str:
    """The place of the tag on that line, or of the last one before it."""
    before = [number for number in source.places if number <= line]
    return source.places[max(before, default=min(source.places))]


def _line_of(trace: TracebackType | None) -> int:
    """The template line in which an error arose: Jinja rewrites tracebacks to name it."""
    lines = [line for frame, line in walk_tb(trace) if frame.f_code.co_filename == "<template>"]
    return lines[-1] if lines else 0
