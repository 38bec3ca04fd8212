"""A paragraph of the template without some indicators: a proposal, which a person looks through.

What goes is the smallest stretch that can stand away: an optional block, a numbered item, a
sentence, a clause. Where a figure that goes shares its clause with one that stays, both are left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.template.blocks import MIDDLES, OPENINGS
from drafter.template.tags import Tag

KEY = pattern(r"[^\W\d]\w*\.[^\W\d]\w*")
_ORDINAL = "序号"
_NUMBERED, _LISTED = 0, 4
# Where stretches end: at a numbered item, a sentence, its half, a clause, a thing in a list.
_ENDS = ("", "。！？", "。！？；", "。！？；，", "。！？；，、")
_STRETCH = pattern("[^。！？；，、]*[。！？；，、]|[^。！？；，、]+")
_LOOSE = pattern("[，、；]+([。；])|([，、；])[，、]+")


class Fate(Struct, frozen=True):
    """What goes, and all that there is to go or stay."""

    gone: Collection[str]
    known: Collection[str]

    def of(self, tags: Iterable[Tag]) -> tuple[bool, bool]:
        """(whether the tags name what goes, and what stays)."""
        keys = keys_in(tags)
        return not keys.isdisjoint(self.gone), any(
            key in self.known and key not in self.gone for key in keys
        )


class _Atom(Struct, frozen=True):
    """A stretch that stays or goes whole: text up to a sign, a tag, or a block. `old` is a block as
    it stood, `text` what is left of it, `otherwise` what it says behind its else."""

    text: str
    gone: bool = False
    live: bool = False
    optional: bool = False
    ordinal: bool = False
    old: str = ""
    otherwise: str = ""


_Piece = tuple[str, Tag | None]


def keys_in(tags: Iterable[Tag]) -> set[str]:
    """What the tags name in the way of 主题.名称."""
    return {key for tag in tags for key in KEY.findall(tag.code)}


def trimmed(text: str, tags: Sequence[Tag], fate: Fate) -> str:
    """The paragraph's text without what goes; "" where nothing else is said.

    >>> from drafter.template.tags import find_tags
    >>> text = "办理{{ 援助.总数 }}件，来访{{ 信访.来访 }}批。"
    >>> trimmed(text, find_tags(text), Fate({"信访.来访"}, {"援助.总数", "信访.来访"}))
    '办理{{ 援助.总数 }}件。'
    """
    if not fate.of(tags)[0]:
        return text
    atoms, _ = _sequence(iter(list(_pieces(text, tags))), fate, ())
    return _shortened(atoms, _NUMBERED).lstrip("，、；")


def _pieces(text: str, tags: Sequence[Tag]) -> Iterator[_Piece]:
    at = 0
    for tag in tags:
        yield from ((part, None) for part in _STRETCH.findall(text[at : tag.start]))
        yield text[tag.start : tag.end], tag
        at = tag.end
    yield from ((part, None) for part in _STRETCH.findall(text[at:]))


def _sequence(
    pieces: Iterator[_Piece], fate: Fate, ends: Collection[str]
) -> tuple[list[_Atom], tuple[str, Tag] | None]:
    """(what stands up to one of the ends, that end)."""
    atoms: list[_Atom] = []
    for words, tag in pieces:
        if tag is None:
            atoms.append(_Atom(words))
        elif tag.word in ends:
            return atoms, (words, tag)
        elif tag.word in OPENINGS:
            atoms.append(_block(words, tag, pieces, fate))
        else:
            gone, live = fate.of([tag])
            atoms.append(_Atom(words, gone, live, ordinal=tag.code == _ORDINAL))
    return atoms, None


def _block(words: str, opening: Tag, pieces: Iterator[_Piece], fate: Fate) -> _Atom:
    """A block: whole where it stays or goes, else what is left of its branches."""
    closing = OPENINGS[opening.word]
    ends = {closing, "else", *(name for name, of in MIDDLES.items() if of == opening.word)}
    heads, inside, old, new = [opening], list[_Atom](), "", ""
    end: tuple[str, Tag] | None = (words, opening)
    atoms: list[_Atom] = []
    while end is not None and end[1].word != closing:
        old, new = old + end[0], new + _without(end[0], fate)
        atoms, end = _sequence(pieces, fate, ends)
        inside += atoms
        old += "".join(atom.old or atom.text for atom in atoms)
        new += _shortened(atoms, _NUMBERED)
        heads += [end[1]] if end else []
    old, new = old + (end[0] if end else ""), new + (end[0] if end else "")
    gone, live = fate.of(heads)
    stuck = gone and any(key in KEY.findall(new) for key in keys_in(heads) if key in fate.gone)
    live = live or any(atom.live for atom in inside)
    gone = gone or any(atom.gone for atom in inside)
    first = bool(inside) and inside[0].ordinal
    if gone and not live:
        otherwise = "".join(atom.text for atom in atoms if not atom.gone)
        return _Atom(old, True, False, len(heads) == 2, first, old, otherwise)
    return _Atom(old if stuck else new, stuck, live, ordinal=first, old=old)


def _without(head: str, fate: Fate) -> str:
    """A condition, if it names others as well, without what goes."""
    for key in set(KEY.findall(head)) & set(fate.gone):
        joint = r"\s+(?:or|and)\s+"
        name = re.escape(key) + r"(?![\w.])"
        head = re.sub(f"{name}{joint}|{joint}{name}", "", head)
    return head


def _shortened(atoms: Sequence[_Atom], level: int) -> str:
    """What is left of a stretch that is cut where the level says, or more finely."""
    left = [atom for atom in atoms if not (atom.gone and atom.optional)]
    if not any(atom.gone for atom in left) or level > _LISTED:
        text = "".join(atom.otherwise or atom.text for atom in left)
        return _LOOSE.sub(r"\1\2", text) if len(left) < len(atoms) else text
    groups = list(_groups(left, level))
    kept = [group for group in groups if not _goes(group, groups, level)]
    text = "".join(_shortened(group, level + 1) for group in kept)
    last = groups[-1][-1].text[-1:]
    if text and kept[-1] is not groups[-1] and last in _ENDS[3] and text[-1] not in _ENDS[1]:
        text = text.rstrip("，、；") + last
    return _LOOSE.sub(r"\1\2", text)


def _goes(group: Sequence[_Atom], groups: Sequence[Sequence[_Atom]], level: int) -> bool:
    """Whether the stretch stands away: it names what goes, and nothing that stays."""
    if level == _NUMBERED and not group[0].ordinal:
        return False
    if level == _LISTED and not all(any(a.gone or a.live for a in one) for one in groups):
        return False
    return any(atom.gone for atom in group) and not any(atom.live for atom in group)


def _groups(atoms: Sequence[_Atom], level: int) -> Iterator[list[_Atom]]:
    group: list[_Atom] = []
    for atom in atoms:
        ended = atom.ordinal if level == _NUMBERED else _ends(group, level)
        if group and ended:
            yield group
            group = []
        group.append(atom)
    yield group


def _ends(group: Sequence[_Atom], level: int) -> bool:
    return bool(group) and group[-1].text[-1:] != "" and group[-1].text[-1] in _ENDS[level]
