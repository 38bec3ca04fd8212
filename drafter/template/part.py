"""Compiling one part of the template (body, header, comments …) to source text for Jinja."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.template import footnotes, levels, settle
from drafter.template.blocks import MERGES, Block, Typed, misplaced, pair, settle_levels
from drafter.template.course import FIVE_YEARS
from drafter.template.grids import GRID, JOINED, set_merge, set_span
from drafter.template.isolate import Isolated, isolate
from drafter.template.joins import Written, find, join
from drafter.template.keeps import END, START, STOP, Keep, inline_controls, keepers
from drafter.template.restarts import restart_lists
from drafter.template.sections import anchor_sections
from drafter.template.slot import bare, slot
from drafter.template.source import (
    BOARD,
    COPY,
    ORDINALS,
    PLACE,
    PRINT,
    REST,
    PartSource,
    Spot,
    Tokens,
    expression,
    statement,
    text_of,
)
from drafter.word.ooxml import FALLBACK, Element, parse, remove, serialize, w, within
from drafter.word.order import held
from drafter.word.pieces import paragraph_text
from drafter.word.slip import Slip
from drafter.word.tidy import accept, release, tidy

ORDINAL_NAME = "序号"
COMMENTS = "word/comments.xml"
# The commonest tag of all, {{ 主题.名称 }}, is looked up at once, without an expression.
INDICATOR = pattern(r"([^\W\d]\w*)\.([^\W\d]\w*)")
_ASSIGNS = pattern(r"(?:for|set)\s+(.+?)\s*(?:\bin\b|=)")
_MOST_TAGS = 8_000


class Read(Struct):
    """A part as read: its tree without old marks and revisions, its paragraphs that have tags.

    `numbers` tell each paragraph's part and number; `rests` are what remains of the note parts.
    """

    name: str
    root: Element
    written: list[Written]
    slips: list[Slip]
    numbers: Mapping[Element, tuple[str, int]]
    rests: Mapping[str, str]
    changed: bool


def read_part(name: str, content: bytes, notes_parts: Mapping[str, bytes]) -> Read:
    """The part; `notes_parts` are the footnotes and endnotes, by kind, that it refers to."""
    root = parse(content)
    numbers = {p: (name, n) for n, p in enumerate(root.iter(w("p")), start=1)}
    changed, slips = accept(root, name)
    trees = {kind: parse(part) for kind, part in notes_parts.items()}
    for kind, tree in trees.items():
        numbers |= {p: (footnotes.PARTS[kind], n) for n, p in enumerate(tree.iter(w("p")), start=1)}
        slips += accept(tree, footnotes.PARTS[kind])[1]
    rests = footnotes.graft(root, trees)
    for copy, original in footnotes.originals(root, trees):
        numbers[copy] = numbers[original]
    written, wrong = find(root, numbers)
    return Read(name, root, written, slips + wrong, numbers, rests, changed)


def compile_part(
    name: str, content: bytes, notes_parts: Mapping[str, bytes]
) -> tuple[PartSource, bytes]:
    """The part's source, empty where it has no tags; the part without old marks and revisions."""
    read = read_part(name, content, notes_parts)
    source = PartSource(name, slips=read.slips)
    if read.written:
        source.notes = read.rests
        _Compiler(source, read.root).compile(read.written)
        return source, content
    return source, serialize(read.root) if read.changed and not read.rests else content


class _Compiler:
    def __init__(self, source: PartSource, root: Element) -> None:
        self._source, self._root = source, root
        self._tokens = Tokens()
        self._assigned = {"报告", "loop", FIVE_YEARS}
        self._held: dict[Element, None] = {}
        self._kept: dict[Element, Keep] = {}
        self._unmarked = source.name == COMMENTS
        self._is_whole = False  # whether the paragraph at hand is one tag and nothing else

    def compile(self, written: Sequence[Written]) -> None:
        """Fill the source; its slips tell what is wrong with the tags."""
        source, root = self._source, self._root
        tidy(root, keep_ids=source.name == COMMENTS)
        written = join(written)
        tags = [typed for one in written for typed in one.tags]
        self._assigned |= {name for typed in tags for name in _assigned(typed)}
        blocks, slips = pair([t for t in tags if t.tag.mark == "{%" and t.tag.word != "set"])
        source.slips += slips
        if len(tags) > _MOST_TAGS:
            source.slips.append(tags[_MOST_TAGS].slip("template-many-tags", most=str(_MOST_TAGS)))
            return
        settle_levels(blocks)
        controls = [content for content in root.iter(w("sdtContent")) if len(content)]
        for one in written:
            self._paragraph(one)
        levels.drop_emptied(controls)
        self._finish(blocks)

    def _finish(self, blocks: Sequence[Block]) -> None:
        source, root = self._source, self._root
        for target in self._held:
            if not levels.shows(target):
                remove(target)
        source.slips += misplaced(blocks)
        source.codes = self._tokens.outputs
        if any(slip.severity is Severity.ERROR for slip in source.slips):
            return
        source.untidy |= bool(blocks) and settle.untidy(root)
        source.untidy |= anchor_sections(root, blocks)
        restart_lists(root, blocks, self._tokens)
        for table in root.iter(w("tbl")):
            if (following := table.getnext()) is not None and following.tag == w("tbl"):
                table.set(JOINED, "1")
                source.untidy = True
            source.joins |= following is not None and following.tag == levels.TOKEN
        self._keep()
        source.text, source.spots = self._tokens.assemble(text_of(root))

    def _paragraph(self, one: Written) -> None:
        paragraph = one.paragraph
        self._is_whole = (
            len(one.tags) == 1 and paragraph_text(paragraph).strip() == one.tags[0].tag.text
        )
        places = isolate(paragraph, [typed.tag for typed in one.tags])
        copied = self._unmarked or within(paragraph, FALLBACK)
        breaks = list[Element]()
        for typed, place in zip(one.tags, places, strict=True):
            release(place.element)
            if typed.tag.mark == "{{":
                typed.token = self._slot(typed, place, copied)
            elif typed.tag.mark == "{%":
                typed.token = self._tokens.made(statement(typed.tag.code), _spot(typed))
            if typed.token is not None:
                place.element.addprevious(typed.token)
                for control in inline_controls(typed.token):
                    self._kept.setdefault(control, Keep("control", ""))
            remove(place.element)
            if typed.tag.mark == "{%":
                self._place(typed, paragraph, breaks)
        if breaks or one.tags[0].alone:
            self._watch(paragraph)
            levels.split_paragraph(paragraph, breaks)
        self._around(one)

    def _slot(self, typed: Typed, place: Isolated, copied: bool) -> Element:
        spot, number = _spot(typed), len(self._source.slots)
        code = "_paragraph" if typed.level == "p" else typed.tag.code
        plain = None if copied else INDICATOR.fullmatch(code)
        key = code if plain and plain[1] not in self._assigned else ""
        self._source.slots.append(slot(place.format, self._root.nsmap, key))
        if key:
            return self._tokens.made(expression(f"{number}|{PRINT}"), spot)
        how = COPY if copied else PLACE
        return self._tokens.made(expression(f"({code})|{how}({number})"), spot)

    def _place(self, typed: Typed, paragraph: Element, breaks: list[Element]) -> None:
        """Where the statement acts; breaks are noted, and made when all are known."""
        token = typed.token
        assert token is not None
        if typed.tag.word in MERGES:
            self._merge(typed, token)
        elif typed.level == "p" or (typed.alone and typed.tag.word == "set"):
            breaks.append(token)
        elif typed.level:
            self._beside(typed, token, paragraph)

    def _beside(self, typed: Typed, token: Element, paragraph: Element) -> None:
        """Before the row or cell that holds the tag, or after it."""
        target = levels.target_of(paragraph, typed.level)
        if target is None:
            self._source.slips.append(typed.slip("template-no-table", level=typed.level))
            return
        side = levels.side(target, token)
        if side == "both":
            what = {"tr": "行", "tc": "格"}[typed.level]
            self._source.slips.append(typed.slip("template-tag-between", what=what))
        elif side == "after":
            remove(token)
            levels.put_after(target, token)
        else:
            target.addprevious(token)
        self._held[target] = None
        self._watch(target)
        table = next(target.iterancestors(w("tbl")))
        if typed.level == "tc":
            table.set(GRID, "1")
        self._source.untidy |= (
            typed.level == "tc" or next(table.iter(w("vMerge")), None) is not None
        )

    def _merge(self, typed: Typed, token: Element) -> None:
        """{% vm %}: the cells of a loop's rows are one; {% hm %}: those that a row repeats."""
        cell = next(token.iterancestors(w("tc")), None)
        if cell is None:
            self._source.slips.append(typed.slip("template-no-table", level=typed.tag.word))
            return
        remove(token)
        typed.token, token_of, spot = None, self._tokens.made, _spot(typed)
        first, otherwise, end = map(statement, ("if loop.first", "else", "endif"))
        if MERGES[typed.tag.word] == "vm":
            value = self._tokens.attribute(f"{first}restart{otherwise}continue{end}", spot)
            set_merge(cell, value)
            held(cell, "tcPr").addnext(token_of(first, spot))
            cell.append(token_of(f"{otherwise}<w:p/>{end}", spot))
            self._source.untidy = True
        else:
            set_span(cell, self._tokens.attribute(expression("loop.length"), spot))
            levels.around(cell, token_of(first, spot), token_of(end, spot))

    def _around(self, one: Written) -> None:
        """{{p texts }}: the paragraph once for each text; 序号: the paragraph's items count."""
        numbered = dict[Element, None]()
        for typed in one.tags:
            if typed.tag.mark != "{{" or typed.token is None:
                continue
            paragraph = next(typed.token.iterancestors(w("p")))
            if typed.level == "p":
                self._watch(paragraph)
                token_of, spot = self._tokens.made, _spot(typed)
                opening = statement(f"for _paragraph in ({typed.tag.code})|{self._whole(typed)}")
                levels.around(
                    paragraph, token_of(opening, spot), token_of(statement("endfor"), spot)
                )
                self._source.untidy |= settle.untidy(paragraph)
            if typed.tag.code == ORDINAL_NAME:
                numbered[paragraph] = None
        for paragraph in numbered:
            levels.around(paragraph, *map(self._tokens.made, ORDINALS))

    def _whole(self, typed: Typed) -> str:
        """The filter that gives the paragraphs; before them comes the table, where a name by itself
        may be that of a 固定表."""
        if not (self._is_whole and typed.tag.code.isidentifier()):
            return "分段"
        assert typed.token is not None
        paragraph, number = next(typed.token.iterancestors(w("p"))), len(self._source.slots) - 1
        table = expression(f"({typed.tag.code})|{BOARD}({number})")
        paragraph.addprevious(self._tokens.made(table, _spot(typed)))
        self._source.joins = True
        return REST

    def _watch(self, element: Element) -> None:
        """Note the containers that are empty when the element is not there."""
        form = element.find(w("pPr")) if element.tag == w("p") else None
        paragraph = (
            f"<w:p>{bare(levels.without_section(form), self._root.nsmap)}</w:p>"
            if form is not None
            else "<w:p/>"
        )
        for kind, container in keepers(element):
            self._kept.setdefault(container, Keep(kind, paragraph))

    def _keep(self) -> None:
        for container, keep in self._kept.items():
            self._source.keeps.append(keep)
            start = self._tokens.made(START)
            end = self._tokens.made(f"{END}{len(self._source.keeps) - 1}{STOP}")
            if keep.kind in ("cell", "story"):
                container.insert(0, start)
                container.append(end)
            else:
                levels.around(container, start, end)


def _spot(typed: Typed) -> Spot:
    return (typed.part, typed.paragraph, typed.start, typed.end)


def _assigned(typed: Typed) -> list[str]:
    """The names that a statement gives to something: they hide themes of the same name."""
    match = _ASSIGNS.match(typed.tag.code) if typed.tag.mark == "{%" else None
    return re.findall(r"\w+", match[1]) if match else []
