"""The sample's draft as it comes back: edited in Word's way, run by run, one kind of edit at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from drafter.draft.record import Manifest, MarkRecord
from drafter.word.ooxml import Element, w


@dataclass(frozen=True)
class Planted:
    """What was planted: the mark, and what a verification must say of it."""

    mark: str
    expected: str


class Copy:
    """A copy of the draft's body that is being edited."""

    def __init__(self, root: Element, manifest: Manifest, seed: int) -> None:
        self.root, self.random = root, Random(seed)
        self.starts = {e.get(w("name"), ""): e for e in root.iter(w("bookmarkStart"))}
        self.marks = {m.name: m for m in manifest.marks if m.name.startswith("_fig_")}
        single = [m for m in self.marks.values() if m.words.isdigit() and len(m.words) > 1]
        self.numbers = [m for m in single if self.after(m.name)[:1].isalpha()]

    def run(self, name: str) -> Element:
        """The run in the mark."""
        found = self.starts[name].getnext()
        assert found is not None
        return found

    def text(self, name: str) -> Element:
        """The text element in the mark."""
        found = self.run(name).find(w("t"))
        assert found is not None
        return found

    def end(self, name: str) -> Element:
        """The end of the mark."""
        found = self.run(name).getnext()
        assert found is not None
        return found

    def behind(self, name: str) -> Element:
        """The text element behind the mark."""
        found = self.end(name).getnext()
        text = None if found is None else found.find(w("t"))
        assert text is not None
        return text

    def after(self, name: str) -> str:
        """The text behind the mark, up to the next one."""
        following = self.end(name).getnext()
        text = following.find(w("t")) if following is not None else None
        return (text.text or "") if text is not None else ""

    def any_number(self) -> MarkRecord:
        """A figure of two digits or more with a classifier behind it."""
        return self.random.choice(self.numbers)


def value_edited(copy: Copy) -> Planted:
    mark = copy.any_number()
    copy.text(mark.name).text = str(int(mark.words) + copy.random.randint(1, 90))
    return Planted(mark.name, "已改")


def unit_changed(copy: Copy) -> Planted:
    mark = copy.any_number()
    text = copy.behind(mark.name)
    text.text = copy.random.choice(["万元", "辆", "吨"]) + (text.text or "")[1:]
    return Planted(mark.name, "单位已改")


def figure_deleted(copy: Copy) -> Planted:
    mark = copy.any_number()
    for element in (copy.end(mark.name), copy.run(mark.name), copy.starts[mark.name]):
        element.getparent().remove(element)  # type: ignore[union-attr]
    return Planted(mark.name, "已删")


def two_swapped(copy: Copy) -> Planted:
    mark, other = copy.any_number(), copy.any_number()
    while other.words == mark.words:
        other = copy.any_number()
    copy.text(mark.name).text, copy.text(other.name).text = other.words, mark.words
    return Planted(mark.name, "已改")


def sentence_moved(copy: Copy) -> Planted:
    """A paragraph with figures goes to another place."""
    mark = copy.any_number()
    paragraph = copy.starts[mark.name].getparent()
    assert paragraph is not None
    body = paragraph.getparent()
    assert body is not None
    at = list(body).index(paragraph)
    body.remove(paragraph)
    places = [n for n in range(3, len(body) - 1) if abs(n - at) > 2]
    body.insert(copy.random.choice(places), paragraph)
    return Planted("", "移")


def number_added(copy: Copy) -> Planted:
    mark = copy.any_number()
    text = copy.behind(mark.name)
    number = copy.random.randint(2_001, 99_999)
    text.text = f"{(text.text or '')[:1]}（比上年多{number}件）{(text.text or '')[1:]}"
    return Planted("", str(number))


def rewritten_around(copy: Copy) -> Planted:
    """Every word of the paragraph outside of marks is another one; the figures stay."""
    mark = copy.any_number()
    paragraph = copy.starts[mark.name].getparent()
    assert paragraph is not None
    names = [e.get(w("name"), "") for e in paragraph.iter(w("bookmarkStart"))]
    inside = [copy.run(n) for n in names if n in copy.starts]
    for run in paragraph.findall(w("r")):
        for text in run.findall(w("t")):
            has_digits = any(character.isdigit() for character in text.text or "")
            if run not in inside and len(text.text or "") > 6 and not has_digits:
                words = list((text.text or "")[4:])  # a classifier has at most four characters
                copy.random.shuffle(words)
                text.text = (text.text or "")[:4] + "".join(words)
    return Planted(mark.name, "改")


def mark_destroyed(copy: Copy) -> Planted:
    mark = copy.any_number()
    for element in (copy.end(mark.name), copy.starts[mark.name]):
        element.getparent().remove(element)  # type: ignore[union-attr]
    return Planted(mark.name, "找回")


Kind = Callable[[Copy], Planted]
KINDS: tuple[Kind, ...] = (
    value_edited,
    unit_changed,
    figure_deleted,
    two_swapped,
    sentence_moved,
    number_added,
    rewritten_around,
    mark_destroyed,
)
