"""The paragraphs that have tags; those that a hyphen in a tag joins, {%- … -%}, are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.template.blocks import Typed
from drafter.template.isolate import tags_of
from drafter.template.levels import holds
from drafter.template.tags import Tag, TagError, widened
from drafter.word.ooxml import Element, remove, w
from drafter.word.pieces import paragraph_text
from drafter.word.slip import Slip


class Written(Struct, frozen=True):
    """A paragraph and its tags, left to right."""

    paragraph: Element
    tags: tuple[Typed, ...]


def find(
    root: Element, numbers: Mapping[Element, tuple[str, int]]
) -> tuple[list[Written], list[Slip]]:
    """The paragraphs that have tags, in the order of the text; a slip for each that cannot be read.

    `numbers` are each paragraph's part and number, as the clerk counts.
    """
    written, slips = list[Written](), list[Slip]()
    for paragraph in root.iter(w("p")):
        part, number = numbers[paragraph]
        try:
            tags = tags_of(paragraph)
        except TagError as error:
            spot = (part, number, error.start, error.end)
            slips.append(Slip(error.kind, Severity.ERROR, *spot, details=error.details))
            continue
        if tags:
            alone = _alone(paragraph, tags)
            typed = (Typed(t, part, number, t.start, t.end, t.level, alone) for t in tags)
            written.append(Written(paragraph, tuple(typed)))
    return written, slips


def _alone(paragraph: Element, tags: Sequence[Tag]) -> bool:
    """Whether the paragraph holds nothing but statements and remarks."""
    if any(tag.mark == "{{" for tag in tags) or holds(paragraph):
        return False
    text, at, rest = paragraph_text(paragraph), 0, ""
    for tag in tags:
        rest += text[at : tag.start]
        at = tag.end
    return not (rest + text[at:]).strip()


def join(written: Sequence[Written]) -> list[Written]:
    """The same with joined paragraphs made one: the format is that of the first."""
    by_paragraph = {one.paragraph: one for one in written}
    order = {one.paragraph: number for number, one in enumerate(written)}
    for one in written:
        if one.paragraph not in by_paragraph:
            continue
        whole, previous = one, _previous(one.paragraph)
        if previous is not None and one.tags[0].tag.joins[0] and _leads(one):
            del by_paragraph[one.paragraph]
            whole = _merge(by_paragraph.get(previous, Written(previous, ())), one)
        order.setdefault(whole.paragraph, order[one.paragraph])
        by_paragraph[whole.paragraph] = _with_next(whole, by_paragraph)
    return sorted(by_paragraph.values(), key=lambda one: order[one.paragraph])


def _with_next(one: Written, by_paragraph: dict[Element, Written]) -> Written:
    """The paragraph with those behind it that its last tag joins."""
    while one.tags[-1].tag.joins[1] and _trails(one):
        following = one.paragraph.getnext()
        if following is None or following.tag != w("p"):
            break
        one = _merge(one, by_paragraph.pop(following, Written(following, ())))
    return one


def _previous(paragraph: Element) -> Element | None:
    before = paragraph.getprevious()
    return before if before is not None and before.tag == w("p") else None


def _leads(one: Written) -> bool:
    return not paragraph_text(one.paragraph)[: one.tags[0].tag.start].strip()


def _trails(one: Written) -> bool:
    return not paragraph_text(one.paragraph)[one.tags[-1].tag.end :].strip()


def _merge(first: Written, second: Written) -> Written:
    """The second paragraph's content at the first's end; spaces at the joint are taken away."""
    text = paragraph_text(first.paragraph)
    shift, whole = len(text), text + paragraph_text(second.paragraph)
    for child in [child for child in second.paragraph if child.tag != w("pPr")]:
        first.paragraph.append(child)
    remove(second.paragraph)
    moved = [_shifted(typed, shift) for typed in second.tags]
    tags = [*first.tags, *moved]
    wide = widened((typed.tag for typed in tags), whole)
    pairs = zip(tags, wide, strict=True)
    return Written(first.paragraph, tuple(replace(t, tag=g, alone=False) for t, g in pairs))


def _shifted(typed: Typed, shift: int) -> Typed:
    tag = replace(typed.tag, start=typed.tag.start + shift, end=typed.tag.end + shift)
    return replace(typed, tag=tag)
