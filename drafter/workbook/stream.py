"""XML read as a stream, element by element, with nothing kept: a DOCTYPE is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from drafter.workbook.refusal import DOCTYPE, RefusedError, damaged

Attributes = dict[str, str]
Begin = Callable[[Attributes], None]
Finish = Callable[[str], None]


class Stream:
    """One XML part, fed in chunks. Subclasses say by root what is done at which element.

    `begins` and `finishes` return handlers by local name; a part of an unknown root is only
    checked for being sound XML, at the parser's own speed.
    """

    def __init__(self, part: str) -> None:
        self.part = part
        self.root = ""
        self._text: list[str] | None = None
        self._begin: Mapping[str, Begin] = {}
        self._finish: Mapping[str, Finish] = {}
        self._parser = self._new_parser()

    def begins(self, root: str) -> Mapping[str, Begin]:
        """What is done where an element begins."""
        raise NotImplementedError

    def finishes(self, root: str) -> Mapping[str, Finish]:
        """What is done with an element's text where it ends."""
        raise NotImplementedError

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """The next piece of the part. Raises RefusedError."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise damaged(self.part) from error

    def collect(self, _: Attributes | None = None) -> None:
        """Keep the text from here to the end of the element."""
        self._text = []

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._first
        parser.StartDoctypeDeclHandler = _refuse
        return parser

    def _first(self, name: str, attributes: Attributes) -> None:
        self.root = name.rpartition(" ")[2]
        self._begin, self._finish = self.begins(self.root), self.finishes(self.root)
        self._parser.StartElementHandler = self._start if self._begin else None
        self._parser.EndElementHandler = self._end if self._finish else None
        self._parser.CharacterDataHandler = self._characters if self._finish else None
        if self._begin:
            self._start(name, attributes)

    def _start(self, name: str, attributes: Attributes) -> None:
        begin = self._begin.get(name[name.rfind(" ") + 1 :])
        if begin:
            begin(attributes)

    def _end(self, name: str) -> None:
        finish = self._finish.get(name[name.rfind(" ") + 1 :])
        if finish:
            finish("".join(self._text) if self._text else "")
            self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)


def _refuse(*_: object) -> None:
    raise RefusedError(DOCTYPE)
