"""The parts of an .xlsx beside its sheets: relations, workbook, styles, strings, properties."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.workbook.limits import Room
from drafter.workbook.raw import is_date, is_elapsed, is_percent
from drafter.workbook.refusal import STRANGE, TOO_LONG, RefusedError
from drafter.workbook.stream import Attributes, Begin, Finish, Stream

TRUE = ("1", "true", "on")
_ESCAPED = pattern(r"(?:_x[0-9A-Fa-f]{4}_)+")


class Relations(Stream):
    """A .rels part: targets inside the file by relation id, and by the last word of their type."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        # _rels/.rels speaks of the whole file, xl/_rels/workbook.xml.rels of what is in xl.
        self._folder = posixpath.dirname(posixpath.dirname(part))

    def begins(self, space: str) -> Mapping[str, Begin]:
        """Relationship."""
        return {f"{space}Relationship": self._begin_relation}

    def _begin_relation(self, attributes: Attributes) -> None:
        name, target = attributes.get("Id", ""), attributes.get("Target", "")
        if name in self.targets:
            raise RefusedError(STRANGE)
        self.targets[name] = posixpath.normpath(posixpath.join("/", self._folder, target))[1:]
        if attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.kinds.setdefault(kind, self.targets[name])


class Named(Struct, frozen=True):
    """One `sheet` of the workbook part: its name, its relation, whether it is shown."""

    name: str
    relation: str
    hidden: bool


class Book(Stream):
    """The workbook part: sheets in order, names of the whole workbook, its calendar."""

    def __init__(self, part: str, room: Room) -> None:
        super().__init__(part)
        self.sheets: list[Named] = []
        self.names: dict[str, str] = {}
        self.from_1904 = False
        self._room = room
        self._name: str | None = None

    def begins(self, space: str) -> Mapping[str, Begin]:
        """sheet, definedName, workbookPr; nothing where the root is another."""
        if self.root != "workbook":
            return {}
        return {
            f"{space}sheet": self._begin_sheet,
            f"{space}definedName": self._begin_name,
            f"{space}workbookPr": self._begin_settings,
        }

    def finishes(self, space: str) -> Mapping[str, Finish]:
        """definedName."""
        return {f"{space}definedName": self._finish_name}

    def _begin_sheet(self, attributes: Attributes) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append(Named(attributes.get("name", ""), relation, hidden))
        if len(self.sheets) > self._room.limits.members:
            raise RefusedError(STRANGE)

    def _begin_settings(self, attributes: Attributes) -> None:
        self.from_1904 = attributes.get("date1904") in TRUE

    def _begin_name(self, attributes: Attributes) -> None:
        """A copied sheet has names of its own, which are not the form's."""
        self._name = None if "localSheetId" in attributes else attributes.get("name", "")
        self.collect()

    def _finish_name(self) -> None:
        target = self.collected()
        if self._name is not None and len(self.names) < self._room.limits.names:
            self.names[self._name[:255]] = target[:255]


class Style(Struct, frozen=True):
    """What a cell's number format makes of its number; `code` is that of a number."""

    percent: bool = False
    date: bool = False
    elapsed: bool = False
    code: str = ""


PLAIN = Style()


class Styles(Stream):
    """The styles part: the number format of each cell style."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.styles: list[Style] = []
        self._codes: dict[str, str] = {}
        self._known: dict[str, Style] = {}

    def begins(self, space: str) -> Mapping[str, Begin]:
        """numFmt and cellXfs; within that, xf."""
        return {f"{space}numFmt": self._begin_format, f"{space}cellXfs": self._begin_cells}

    def _begin_format(self, attributes: Attributes) -> None:
        self._codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

    def _begin_cells(self, _: Attributes) -> None:
        space = self._space
        within: dict[str, Begin] = {**self.begins(space), f"{space}xf": self._begin_style}
        self.follow(within, {f"{space}cellXfs": self._finish_cells})

    def _finish_cells(self) -> None:
        self.follow(self.begins(self._space), {})

    def _begin_style(self, attributes: Attributes) -> None:
        name = attributes.get("numFmtId", "0")
        if name not in self._known:
            self._known[name] = style_of(self._codes.get(name, name))
        self.styles.append(self._known[name])


def style_of(code: str) -> Style:
    """The style of a number format, given by its code or its built-in number."""
    if is_percent(code):
        return Style(percent=True, code=code)
    date = is_date(code)
    return Style(date=date, elapsed=is_elapsed(code), code="" if date else code)


class Strings(Stream):
    """The shared strings in order, without the phonetic guides above them."""

    def __init__(self, part: str, room: Room) -> None:
        super().__init__(part)
        self.strings: list[str] = []
        self._most = room.limits.text
        self._guide = False

    def begins(self, space: str) -> Mapping[str, Begin]:
        """t, and rPh, whose t is none of the string's."""
        return {f"{space}t": self._begin_text, f"{space}rPh": self._begin_guide}

    def finishes(self, space: str) -> Mapping[str, Finish]:
        """si and what begins."""
        return {
            f"{space}t": self._pause,
            f"{space}rPh": self._finish_guide,
            f"{space}si": self._finish_string,
        }

    def _begin_text(self, _: Attributes) -> None:
        if not self._guide:
            self.collect()

    def _pause(self) -> None:
        self._parser.CharacterDataHandler = None

    def _begin_guide(self, _: Attributes) -> None:
        self._guide = True

    def _finish_guide(self) -> None:
        self._guide = False

    def _finish_string(self) -> None:
        text = unescaped(self.collected())
        self._most -= len(text)
        if self._most < 0:
            raise RefusedError(TOO_LONG)
        self.strings.append(text)


class Properties(Stream):
    """The custom properties: the elements of that tag, each named by the attribute `named`."""

    named = "name"

    def __init__(self, part: str, room: Room) -> None:
        super().__init__(part)
        self.values: dict[str, str] = {}
        self._room = room
        self._name = ""

    def tag(self, space: str) -> str:
        """property."""
        return f"{space}property"

    def begins(self, space: str) -> Mapping[str, Begin]:
        """The tag."""
        return {self.tag(space): self._begin_property}

    def finishes(self, space: str) -> Mapping[str, Finish]:
        """The tag."""
        return {self.tag(space): self._finish_property}

    def _begin_property(self, attributes: Attributes) -> None:
        self.collect()
        self._name = attributes.get(self.named, "")

    def _finish_property(self) -> None:
        value = self.collected().strip()
        self._room.take(len(self._name) + len(value))
        self.values[self._name] = value


def unescaped(text: str) -> str:
    """The text with _x000D_ and the like as the characters that they stand for in Excel."""
    return _ESCAPED.sub(_characters, text) if "_x" in text else text


def _characters(match: re.Match[str]) -> str:
    units = bytes.fromhex("".join(code[2:6] for code in re.findall("_x....", match[0])))
    return units.decode("utf-16-be", "replace")
