"""Where the template names some indicators, and how each paragraph would read without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.template.bare_parts import plain_tags
from drafter.template.blocks import Typed, pair
from drafter.template.compiling import read_parts
from drafter.template.part import Read
from drafter.template.rewriting import edits
from drafter.template.trimming import KEY, Fate, keys_in, trimmed
from drafter.word.ooxml import parse, w
from drafter.word.outline import NUMBERED, Paragraph, heading_styles, outline
from drafter.word.pieces import paragraph_text
from drafter.word.place import part_name
from drafter.word.slip import BODY
from drafter.word.styles import STYLES
from drafter.word.tables import rows_of

_LONG = 40  # characters; a longer paragraph is no heading


class Passage(Struct, frozen=True):
    """A paragraph: part and number, its place in words, as it reads and as it would; "" where all
    of it goes. `keys` are those of its indicators that go."""

    part: str
    number: int
    place: str
    old: str
    new: str
    keys: tuple[str, ...] = ()

    @property
    def stretches(self) -> list[tuple[str, bool]]:
        """The paragraph as it reads, cut into what stays and what goes (True)."""
        cuts, at = list[tuple[str, bool]](), 0
        for start, end, _ in edits(self.old, self.new):
            cuts += [(self.old[at:start], False), (self.old[start:end], True)]
            at = end
        return [(text, gone) for text, gone in [*cuts, (self.old[at:], False)] if text]

    @property
    def stuck(self) -> bool:
        """Whether it would still name what goes, so that a person has to write it anew."""
        return any(key in self.keys for key in KEY.findall(self.new))


def passages(parts: Mapping[str, bytes], fate: Fate) -> list[Passage]:
    """The paragraphs that name what goes, in the order of the text."""
    lines = outline(parse(parts[BODY]), heading_styles(parts.get(STYLES, b"")))
    named = [one for read in read_parts(parts) for one in _passages(read, fate, lines)]
    bare = {one.number for one in named if one.part == BODY and not one.new}
    empty = [_whole(line) for line in _emptied(lines, bare)]
    return sorted([*named, *empty], key=lambda one: (one.part != BODY, one.part, one.number))


def elsewhere(parts: Mapping[str, bytes], fate: Fate) -> list[str]:
    """What names them where no paragraph of Word's is: 图表1：{{ … }}."""
    tags = (typed for typed in plain_tags(parts) if fate.of([typed.tag])[0])
    return [f"{part_name(typed.part)}：{typed.tag.text}" for typed in tags]


def _passages(read: Read, fate: Fate, lines: Sequence[Paragraph]) -> Iterator[Passage]:
    order = [p for p in read.root.iter(w("p")) if p in read.numbers]
    at = {read.numbers[p]: n for n, p in enumerate(order)}
    tags = {read.numbers[one.paragraph]: one.tags for one in read.written}
    whole, torn = _blocks([typed for one in read.written for typed in one.tags], at, tags, fate)
    whole |= _rows(read, at, tags, fate) - torn
    for n, paragraph in enumerate(order):
        spot = read.numbers[paragraph]
        own, text = [typed.tag for typed in tags.get(spot, ())], paragraph_text(paragraph)
        if not (n in whole or n in torn or fate.of(own)[0]):
            continue
        new = "" if n in whole else text if n in torn else trimmed(text, own, fate)
        keys = tuple(sorted(key for key in keys_in(own) if key in fate.gone))
        yield Passage(*spot, _place(spot, lines), text, new, keys)


def _blocks(
    tags: Sequence[Typed],
    at: Mapping[tuple[str, int], int],
    by_spot: Mapping[tuple[str, int], Sequence[Typed]],
    fate: Fate,
) -> tuple[set[int], set[int]]:
    """(the paragraphs of blocks that go whole, those in which a block's tags stand that would have
    to be written anew), of blocks over several paragraphs."""
    whole, torn = set[int](), set[int]()
    statements = [t for t in tags if t.tag.mark == "{%" and t.tag.word != "set"]
    for block in pair(statements)[0]:
        places = sorted({at[part.part, part.paragraph] for part in block.parts})
        if len(places) < 2:
            continue
        inside = range(places[0], places[-1] + 1)
        held = [t.tag for spot, n in at.items() if n in inside for t in by_spot.get(spot, ())]
        gone, live = fate.of(held)
        if gone and not live:
            whole.update(inside)
        elif fate.of(part.tag for part in block.parts)[0]:
            torn.update(places)
    return whole, torn - whole


def _rows(
    read: Read,
    at: Mapping[tuple[str, int], int],
    tags: Mapping[tuple[str, int], Sequence[Typed]],
    fate: Fate,
) -> set[int]:
    """The paragraphs of table rows whose figures all go, with the words beside them; not where a
    cell runs over several rows."""
    whole = set[int]()
    for table in read.root.iter(w("tbl")):
        if next(table.iter(w("vMerge")), None) is not None:
            continue
        for row in rows_of(table):
            spots = [read.numbers[p] for p in row.iter(w("p")) if p in read.numbers]
            gone, live = fate.of(typed.tag for spot in spots for typed in tags.get(spot, ()))
            whole |= {at[spot] for spot in spots} if gone and not live else set()
    return whole


def _place(spot: tuple[str, int], lines: Sequence[Paragraph]) -> str:
    part, number = spot
    section = lines[number - 1].section if part == BODY and number <= len(lines) else ""
    return f"{'' if part == BODY else part_name(part)}第{number}段{section and f'　{section}'}"


def _emptied(lines: Sequence[Paragraph], gone: set[int]) -> Iterator[Paragraph]:
    """The headings below which nothing would be left."""
    for n, line in enumerate(lines):
        text = line.text.strip()
        if line.number in gone or not any(p.match(text) for p in NUMBERED) or len(text) > _LONG:
            continue
        below = []
        for other in lines[n + 1 :]:
            if not _under(other.section, line.section):
                break
            below += [other] if other.text.strip() else []
        if below and all(other.number in gone for other in below):
            yield line


def _under(section: str, heading: str) -> bool:
    rest = section.removeprefix(heading)
    return section.startswith(heading) and (not rest or rest[0] in "（(0123456789")


def _whole(line: Paragraph) -> Passage:
    return Passage(
        BODY, line.number, _place((BODY, line.number), [line] * line.number), line.text, ""
    )
