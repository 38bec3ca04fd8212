"""AdoptedLists that another document's paragraphs are numbered by (ECMA-376 part 1, 17.9).

Two paragraphs that one list counts there are counted by one here, and two that begin anew begin
anew: a list here stands for one there alone, if it is defined alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from drafter.word.numbering import Numbering, by_id
from drafter.word.ooxml import Element, parse, remove, value, w

if TYPE_CHECKING:
    from drafter.word.adoption import Adoption

_SHOWN = ("start", "numFmt", "lvlRestart", "isLgl", "suff", "lvlText")


class AdoptedLists:
    """The lists of a guest as they are numbered at home."""

    def __init__(self, adoption: Adoption) -> None:
        self._adoption = adoption
        self._theirs, self._mine = "", ""
        self._guest: Element | None = None
        self._numbers: dict[str, str] = {}
        self._kinds: dict[str, str] = {}

    def bring(self, trees: Sequence[Element]) -> None:
        """Renumber the trees' paragraphs and styles by lists of the home."""
        references = [n for tree in trees for n in tree.iter(w("numPr"))]
        numbers = [n for reference in references for n in reference.iter(w("numId"))]
        for number in numbers:
            list_id = number.get(w("val"), "")
            if list_id not in ("", "0"):
                self._refer(number, list_id)

    def _refer(self, number: Element, list_id: str) -> None:
        ours = self._numbers.get(list_id) or self._number(list_id)
        if ours:
            number.set(w("val"), ours)
            return
        reference = number.getparent()
        if reference is not None and (form := reference.getparent()) is not None:
            form.remove(reference)

    def _number(self, list_id: str) -> str:
        """The home's number for the guest's list; "" for one that is not defined there."""
        if self._guest is None:
            self._theirs, self._mine = self._adoption.part("numbering")
            if not self._theirs:
                return ""
            self._guest = parse(self._adoption.guest.parts[self._theirs])
        lists = Numbering.of(self._guest)
        wanted = lists.lists.get(list_id)
        kind = None if wanted is None else lists.definition(wanted)
        if wanted is None or kind is None:
            return ""
        ours = self._alike(wanted, kind) or self._copied(wanted, kind)
        self._numbers[list_id] = ours
        return ours

    def _alike(self, wanted: Element, kind: Element) -> str:
        """An equal, unused list of the home, of the same number if possible; "" for none."""
        lists = Numbering.of(self._adoption.root(self._mine))
        taken, list_id = set(self._numbers.values()), wanted.get(w("numId"))
        own = kind.get(w("abstractNumId"), "")
        numbers = sorted(lists.lists.values(), key=lambda n: n.get(w("numId")) != list_id)
        for number in numbers:
            here = lists.definition(number)
            if here is None or number.get(w("numId"), "") in taken:
                continue
            there = here.get(w("abstractNumId"), "")
            if self._kinds.get(own, there) != there or _held(self._kinds, there) not in ("", own):
                continue
            if _levels(here) == _levels(kind) and _overrides(number) == _overrides(wanted):
                self._kinds[own] = there
                return number.get(w("numId"), "")
        return ""

    def _copied(self, wanted: Element, kind: Element) -> str:
        home = self._adoption.root(self._mine)
        own = kind.get(w("abstractNumId"), "")
        if own not in self._kinds:
            self._kinds[own] = self._copied_kind(kind, home)
        copy = deepcopy(wanted)
        copy.set(w("numId"), _free(home, "num", "numId"))
        for reference in copy.iter(w("abstractNumId")):
            reference.set(w("val"), self._kinds[own])
        _insert(home, copy)
        return copy.get(w("numId"), "")

    def _copied_kind(self, kind: Element, home: Element) -> str:
        """The definition under a free number; its levels are bound to no style here."""
        copy = deepcopy(kind)
        copy.set(w("abstractNumId"), _free(home, "abstractNum", "abstractNumId"))
        for name in ("styleLink", "numStyleLink", "pStyle"):
            for element in list(copy.iter(w(name))):
                remove(element)
        taken = {e.get(w("val")) for e in home.iter(w("nsid"))}
        for own in copy.iter(w("nsid")):
            tries = (f"{(int(own.get(w('val'), '0'), 16) + n) % 2**31:08X}" for n in range(10_000))
            own.set(w("val"), next(free for free in tries if free not in taken))
        self._bring_pictures(copy, home)
        _insert(home, copy)
        return copy.get(w("abstractNumId"), "")

    def _bring_pictures(self, kind: Element, home: Element) -> None:
        """Copy the picture bullets that the definition uses."""
        assert self._guest is not None
        pictures = by_id(self._guest, "numPicBullet", "numPicBulletId")
        for reference in list(kind.iter(w("lvlPicBulletId"))):
            picture = deepcopy(pictures.get(reference.get(w("val"), "")))
            if picture is None:
                remove(reference)
                continue
            picture.set(w("numPicBulletId"), _free(home, "numPicBullet", "numPicBulletId"))
            self._adoption.bring_relations([picture], self._theirs, self._mine)
            reference.set(w("val"), picture.get(w("numPicBulletId"), ""))
            home.insert(0, picture)


def _levels(kind: Element) -> dict[str, tuple[str, ...]]:
    """How the numbers of each level look."""
    return {level.get(w("ilvl"), ""): _look(level) for level in kind.iter(w("lvl"))}


def _look(level: Element) -> tuple[str, ...]:
    return tuple(value(level, name, empty="1") for name in _SHOWN)


def _overrides(number: Element) -> list[tuple[str, ...]]:
    """Where the list begins anew, and which levels it defines for itself."""
    overrides = []
    for override in number.iter(w("lvlOverride")):
        starts = [e.get(w("val"), "") for e in override.iter(w("startOverride"))]
        levels = [look for level in override.iter(w("lvl")) for look in _look(level)]
        overrides.append((override.get(w("ilvl"), ""), *starts, *levels))
    return overrides


def _held(kinds: Mapping[str, str], there: str) -> str:
    """The guest's definition that this one of the home replaces; "" for none."""
    return next((own for own, home in kinds.items() if home == there), "")


def _free(home: Element, name: str, key: str) -> str:
    taken = by_id(home, name, key)
    return str(max((int(n) for n in taken if n.isdecimal()), default=0) + 1)


def _insert(home: Element, element: Element) -> None:
    """Insert the element in schema order: definitions before lists."""
    before = ("numIdMacAtCleanup",) if element.tag == w("num") else ("num", "numIdMacAtCleanup")
    later = next(home.iterchildren(*map(w, before)), None)
    if later is None:
        home.append(element)
    else:
        later.addprevious(element)
