"""Where paragraphs of a report stand, named as the review names them: 第3段, 页眉, 脚注1."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.model.finding import Place
from drafter.review.story.document import read_story
from drafter.review.story.places import spots
from drafter.review.story.trees import stories
from drafter.word.elsewhere import unfielded
from drafter.word.ooxml import parse, w
from drafter.word.place import part_name
from drafter.word.slip import BODY


class Places(Struct, frozen=True):
    """The places of a file's paragraphs: by part and number, and by text."""

    file: str
    labels: Mapping[tuple[str, int], str]
    texts: Mapping[str, str]

    @classmethod
    def of(cls, parts: Mapping[str, bytes], file: str) -> Places:
        """Of these parts."""
        trees = {name: parse(parts[name]) for name in (BODY, *stories(parts))}
        story = read_story(parts, trees)
        homes = spots(story)
        by_element = {id(line.element): homes[id(line)].label for line in story.lines}
        labels = {
            (name, number): by_element[id(element)]
            for name, root in trees.items()
            for number, element in enumerate(root.iter(w("p")), start=1)
            if id(element) in by_element
        }
        elements = ((line.element, homes[id(line)].label) for line in story.lines)
        texts = {unfielded(e): label for e, label in elements if e is not None}
        return cls(file, labels, texts)

    def at(self, paragraph: int, part: str = BODY) -> Place:
        """The place of a part's paragraph; by the part's name where the review reads none."""
        name = "" if part == BODY else part_name(part)
        label = self.labels.get((part, paragraph))
        return Place(self.file, "", label or f"{name}第{paragraph}段")

    def holding(self, text: str, otherwise: str) -> Place:
        """The place of the paragraph that says so."""
        return Place(self.file, "", self.texts.get(text, otherwise))
