"""Where a paragraph stands, as a reader is told: 第28段, 第28段文本框, 脚注3, 页眉（第1节）."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafter.review.story.content import Paragraph, Region
from drafter.review.story.story import BODY, Story, paragraphs
from drafter.review.story.verdict import Spot
from drafter.word.elsewhere import ENDNOTE, NOTE, TEXT_BOX, Heading
from drafter.word.ooxml import w


def spots(story: Story) -> dict[int, Spot]:
    """Every paragraph of the story, by its id, with its place; elsewhere-anchored texts too."""
    numbers = {id(e): n for n, e in enumerate(story.body.element.iter(w("p")), start=1)}
    counts = {NOTE: 0, ENDNOTE: 0}
    sections = {r.name.partition(" ")[0] for r in story.regions if r.kind != BODY}

    def walk(lines: Iterable[Paragraph], label: str) -> Iterator[tuple[int, Spot]]:
        for paragraph in lines:
            number = numbers.get(id(paragraph.element), 0)
            spot = Spot(number, label or f"第{number}段")
            yield id(paragraph), spot
            for region in paragraph.inside:
                yield from walk(paragraphs(region.blocks), hanging(region, spot))

    def hanging(region: Region, anchor: Spot) -> str:
        if region.kind == TEXT_BOX:
            return f"{anchor.label}文本框"
        counts[region.kind] += 1
        return f"{region.kind}{counts[region.kind]}"

    return dict(
        entry
        for region in story.regions
        for entry in walk(paragraphs(region.blocks), _label(region, len(sections) > 1))
    )


def _label(region: Region, several: bool) -> str:
    """页眉（第1节）, where there are several sections with headers; "" for the body."""
    section, _, pages = region.name.partition(" ")
    return Heading(region.kind, int(section), pages, "").label(several) if section else ""
