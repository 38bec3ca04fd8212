"""A Word template, compiled once and filled as often as needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from msgspec import Struct, field

from drafter.catalogue.fixed import FixedTable
from drafter.model.figure import Entry
from drafter.model.pattern import pattern
from drafter.model.series import Series
from drafter.template import free_ids as numbers
from drafter.template.annex import NAME, MainFigures
from drafter.template.budget import Budget
from drafter.template.chart import Chart, with_charts
from drafter.template.charts import Charts
from drafter.template.course import FILTER as YEARS_FILTER
from drafter.template.course import FIVE_YEARS, FiveYears
from drafter.template.districts import NAME as DISTRICTS
from drafter.template.districts import Districts
from drafter.template.free_ids import Free
from drafter.template.keeps import MAY_GO, kept, kept_body
from drafter.template.marker import Bookmarks, Mark, Marker
from drafter.template.prepared import Prepared
from drafter.template.restarts import Restarts, with_lists
from drafter.template.sandbox import SLOT, Sandbox
from drafter.template.source import ORDINALS, PartSource
from drafter.template.values import ORDINAL, Citations, context
from drafter.template.wording import FILTERS, TESTS, number_items
from drafter.word.numbering import PART as NUMBERING
from drafter.word.ooxml import parse, serialize
from drafter.word.package import Part
from drafter.word.slip import BODY, Slip

_BOOKMARK, _NAME = "<w:bookmarkStart", pattern('<w:bookmarkStart [^>]*w:name="([^"]*)"')
_TABLES = "</w:tbl><w:tbl>"
_NUMBERED = pattern(f"{ORDINALS[0]}([^{ORDINALS[0]}]*?){ORDINALS[1]}")


def called(
    main: Sequence[str], entries: Mapping[str, Entry], citations: Citations
) -> dict[str, object]:
    """What a template may name beside indicators and settings."""
    annexes = {NAME: MainFigures(main, entries, citations)}
    return {
        "序号": ORDINAL,
        "图": Charts(),
        **annexes,
        FIVE_YEARS: FiveYears(main, entries, citations),
        DISTRICTS: Districts(entries, citations),
    }


class Filled(Struct, frozen=True):
    """A filled template: its parts in order (the unchanged ones still deflated), and the marks."""

    parts: Mapping[str, Part | bytes]
    marks: tuple[Mark, ...]


# A filled part before it is settled, and which of the filling's marks are its own.
_Text = tuple[str, slice]


class _Filling(Struct):
    """One filling under way: what all its parts share."""

    names: Mapping[str, object]
    entries: Mapping[str, Entry]
    citations: Citations
    budget: Budget
    lists: Restarts
    parts: dict[str, Part | bytes]
    next_drawing: int
    marks: list[Mark] = field(default_factory=list)
    charts: dict[str, Mapping[str, Chart]] = field(default_factory=dict)


class Template:
    """A template that has no mistakes of form. Filling it is a matter of milliseconds.

    `notes` are findings that do not stop it: tracked changes that were accepted.
    """

    def __init__(self, content: bytes, file: str) -> None:
        """Compile the .docx. Raises TemplateError with a finding for each mistake."""
        from drafter.template.preparing import prepare

        self._use(prepare(content, file), file)

    @classmethod
    def of(cls, prepared: Prepared, file: str) -> Self:
        """The template that was prepared before."""
        template = cls.__new__(cls)
        template._use(prepared, file)
        return template

    def _use(self, prepared: Prepared, file: str) -> None:
        sandbox = Sandbox(FILTERS, TESTS)
        self.prepared, self.file = prepared, file
        self.parts, self.notes = prepared.parts, prepared.notes
        self._codes = {name: sandbox.runnable(prepared.code(name)) for name in prepared.codes}
        self._bookmarks = Bookmarks(prepared.taken.mark)

    @property
    def asks_years(self) -> bool:
        """Whether it may name figures of several years."""
        texts = [source.text for source in self.prepared.sources.values()]
        return any(name in text for text in texts for name in (YEARS_FILTER, FIVE_YEARS))

    def fill(
        self,
        entries: Mapping[str, Entry],
        settings: Mapping[str, str],
        places: int = 0,
        before: Mapping[str, Entry] | None = None,
        main: Sequence[str] = (),
        fixed: Sequence[FixedTable] = (),
        series: Series | None = None,
        year: int = 0,
        districts: Mapping[str, Mapping[str, Entry]] | None = None,
    ) -> Filled:
        """The template with its tags filled; the same input gives the same parts.

        `places` are the decimal places of rates, `before` is last year's figures, `main` the keys
        of 主要指标, `fixed` the 固定表, `series` the figures of the years before this `year`,
        `districts` what each district handed up. Raises TemplateError naming paragraph and tag.
        """
        citations = Citations(
            places,
            before=before or {},
            series=series or Series(),
            year=year,
            districts=districts or {},
        )
        names = context(entries, settings, citations, fixed)
        names |= called(main, entries, citations)
        prepared, parts = self.prepared, dict[str, Part | bytes](self.prepared.static)
        lists, drawing = Restarts(prepared.first_list), prepared.taken.drawing
        filling = _Filling(names, entries, citations, Budget(), lists, parts, drawing)
        sources = prepared.sources.values()
        texts = [self._text(source, filling) for source in sources]
        # What loops repeat is numbered when all parts have their marks: ids are the document's.
        free = numbers.free(prepared.taken, len(filling.marks), filling.next_drawing)
        marks = [
            mark
            for source, text in zip(sources, texts, strict=True)
            for mark in _settled(source, text, filling, free)
        ]
        return Filled(self._finished(filling), tuple(marks))

    def _text(self, source: PartSource, filling: _Filling) -> _Text:
        """The part with its tags filled, as Jinja leaves it."""
        slots, first = source.slots, len(filling.marks)
        marker = Marker(
            filling.entries, slots, filling.citations, self._bookmarks, filling.marks,
            filling.next_drawing, filling.lists, filling.budget,
        )  # fmt: skip
        xml = self._render(source, {**filling.names, SLOT: marker})
        filling.next_drawing = marker.next_drawing
        if marker.charts:
            filling.charts[source.name] = marker.charts
        return xml, slice(first, len(filling.marks))

    def _finished(self, filling: _Filling) -> Mapping[str, Part | bytes]:
        """The parts with new lists and charts, and without comments that nothing refers to."""
        parts = filling.parts
        if filling.lists.made:
            parts[NUMBERING] = with_lists(self.parts[NUMBERING], filling.lists.made)
        if not filling.charts:
            return parts
        inflated = {n: p.content if isinstance(p, Part) else p for n, p in parts.items()}
        changed: Mapping[str, bytes] = inflated
        for owner, charts in filling.charts.items():
            changed = with_charts(changed, owner, charts)
        same = {name for name, part in inflated.items() if changed[name] is part}
        return {n: parts[n] if n in same else content for n, content in changed.items()}

    def stop(self, slips: list[Slip]) -> None:
        """Raises TemplateError where there are any slips, with a finding for each."""
        from drafter.template.preparing import stop

        stop(slips, self.parts, self.file)

    def _render(self, source: PartSource, names: Mapping[str, object]) -> str:
        try:
            return self._codes[source.name].render(names)
        except Exception as error:
            from drafter.template.preparing import unfilled

            raise unfilled(error, source, self.parts, self.file) from error


def _settled(source: PartSource, text: _Text, filling: _Filling, free: Free) -> list[Mark]:
    """The marks that stand in the part, which is put in its place as Word demands it."""
    xml, marks = _tidy(text[0], source, free), filling.marks[text[1]]
    if source.untidy or any(keep.kind in MAY_GO for keep in source.keeps):
        marks = _standing(marks, xml)
    if source.notes:
        from drafter.template import footnotes
    for kind, rest in source.notes.items():
        xml, filling.parts[footnotes.PARTS[kind]] = footnotes.gather(xml, kind, rest)
    filling.parts[source.name] = xml.encode()
    return marks


def _standing(marks: list[Mark], xml: str) -> list[Mark]:
    """The marks without those of containers that are not there."""
    if xml.count(_BOOKMARK) >= len(marks):
        return marks
    there = set(_NAME.findall(xml))
    return [mark for mark in marks if mark.name in there]


def _tidy(xml: str, source: PartSource, free: Free) -> str:
    """Ordinals counted; every container as Word demands; ids unique."""
    while (counted := _NUMBERED.sub(lambda match: number_items(match[1]), xml)) != xml:
        xml = counted  # a text box's paragraph first, then the one in which it stands
    if source.keeps:
        xml = kept(xml, source.keeps)
    if source.name == BODY:
        xml = kept_body(xml)
    if source.untidy or (source.joins and _TABLES in xml):
        from drafter.template.settle import settle

        root = parse(xml.encode())
        settle(root, free)
        xml = serialize(root).decode()
    return xml
