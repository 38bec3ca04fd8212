"""A filled part made valid where loops repeated what is unique, or blocks tore pairs apart.

Bookmarks, comments, drawings and content controls get identifiers of their own; tables get a grid
that fits; a section whose end was left out keeps its settings. The tree is changed in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from drafter.template.free_ids import DOC_PR, Free
from drafter.template.grids import GRID, JOINED, fit_grid, mend_merges
from drafter.template.sections import keep_sections
from drafter.word.ooxml import Element, remove, w

_VML, _OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_PAIRS = {"bookmarkStart": "bookmarkEnd", "permStart": "permEnd"}
_LONGEST_NAME = 40


def untidy(root: Element) -> bool:
    """Whether the part has anything that repetition or omission could spoil."""
    kinds = (w("bookmarkStart"), w("permStart"), w("commentReference"), DOC_PR, w("sdt"))
    return next(root.iter(*kinds, f"{_VML}*"), None) is not None


def settle(root: Element, free: Free) -> None:
    """Make the filled part valid, with numbers that the whole document has free."""
    keep_sections(root)
    for start, end in _PAIRS.items():
        _pairs(root, w(start), w(end), free.marks)
    _comments(root)
    _renumber(root.iter(DOC_PR), "id", free.drawings)
    _renumber((i for i in root.iter(w("id")) if _of_control(i)), w("val"), free.controls)
    _shapes(root)
    for table in list(root.iter(w("tbl"))):
        _table(table)


def _pairs(root: Element, start: str, end: str, free: Iterator[int]) -> None:
    """Starts and ends that belong together get a number and a name of their own; others go."""
    opened: dict[str, Element] = {}
    numbers, names = set[str](), set[str]()
    for element in list(root.iter(start, end)):
        identifier = element.get(w("id"), "")
        if element.tag == start and identifier not in opened:
            opened[identifier] = element
        elif element.tag == end and identifier in opened:
            begun = opened.pop(identifier)
            if identifier in numbers:
                _give(w("id"), str(next(free)), begun, element)
            numbers.add(identifier)
            _name(begun, names)
        else:
            remove(element)
    for left in opened.values():
        remove(left)


def _give(attribute: str, value: str, *elements: Element) -> None:
    for element in elements:
        element.set(attribute, value)


def _name(element: Element, names: set[str]) -> None:
    name = element.get(w("name"))
    if name is None:
        return
    if name.lower() in names:
        tails = (f"_{number}" for number in count(2))
        name = next(
            free_name
            for tail in tails
            if (free_name := name[: _LONGEST_NAME - len(tail)] + tail).lower() not in names
        )
        element.set(w("name"), name)
    names.add(name.lower())


def _comments(root: Element) -> None:
    """A comment of the template stands once: where it was first repeated."""
    kinds = ("commentRangeStart", "commentRangeEnd", "commentReference")
    referred = {r.get(w("id")) for r in root.iter(w("commentReference"))}
    for kind in kinds:
        earlier = set[str | None]()
        for element in list(root.iter(w(kind))):
            identifier = element.get(w("id"))
            if identifier in earlier or identifier not in referred:
                remove(element)
            earlier.add(identifier)


def _of_control(identifier: Element) -> bool:
    parent = identifier.getparent()
    return parent is not None and parent.tag == w("sdtPr")


def _renumber(elements: Iterator[Element], attribute: str, free: Iterator[int]) -> None:
    earlier = set[str]()
    for element in list(elements):
        identifier = element.get(attribute, "")
        if identifier in earlier:
            element.set(attribute, str(next(free)))
        earlier.add(identifier)


def _shapes(root: Element) -> None:
    for attribute in ("id", f"{_OFFICE}spid"):
        counts = dict[str, int]()
        for element in root.iter(f"{_VML}*"):
            identifier = element.get(attribute)
            if identifier is not None and element.tag != f"{_VML}shapetype":
                counts[identifier] = counts.get(identifier, 0) + 1
                if counts[identifier] > 1:
                    element.set(attribute, f"{identifier}_{counts[identifier]}")


def _table(table: Element) -> None:
    following = table.getnext()
    joined = table.attrib.pop(JOINED, "")
    if following is not None and following.tag == w("tbl") and not joined:
        table.addnext(table.makeelement(w("p")))  # Word shows two tables in a row as one
    mend_merges(table)
    if table.attrib.pop(GRID, ""):
        fit_grid(table)
