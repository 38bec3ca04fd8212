"""XML read as a stream, element by element, with nothing kept: a DOCTYPE is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from drafter.workbook.refusal import DOCTYPE, RefusedError, damaged

Attributes = dict[str, str]
Begin = Callable[[Attributes], None]
Finish = Callable[[], None]
Start = Callable[[str, Attributes], None]
_LONGEST_TAG = 1 << 20


class Stream:
    """One XML part, fed in chunks: checked for being sound XML, and otherwise passed over.

    Subclasses say by root what is done at which element. Names are as they stand in the file, with
    their prefix; of a subclass with `separator`, namespace and local name with that between.
    """

    separator: str | None = None

    def __init__(self, part: str) -> None:
        self.part = part
        self.root = ""
        self._fed = 0
        self._space = ""
        self._text: list[str] = []
        self._parser = self._new_parser()

    def begins(self, space: str) -> Mapping[str, Begin]:
        """What is done where an element begins; `space` is what stands before the root's name."""
        return {}

    def finishes(self, space: str) -> Mapping[str, Finish]:
        """What is done where an element ends."""
        return {}

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """The next piece of the part. Raises RefusedError."""
        try:
            self._parser.Parse(chunk, last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise damaged(self.part) from error  # the last two of encodings that Python has not
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG:
            # expat begins an unfinished tag or comment anew with every chunk (CVE-2023-52425).
            raise damaged(self.part)

    def collect(self, _: Attributes | None = None) -> None:
        """Keep the text from here on."""
        self._parser.CharacterDataHandler = self._text.append

    def collected(self) -> str:
        """The text kept; nothing more is kept."""
        self._parser.CharacterDataHandler = None
        text = "".join(self._text)
        self._text.clear()
        return text

    def follow(self, begin: Mapping[str, Begin], finish: Mapping[str, Finish]) -> Start:
        """From here on these are the elements of interest; with none, expat calls nobody."""
        start = starting(begin)
        self._parser.StartElementHandler = start if begin else None
        self._parser.EndElementHandler = ending(finish) if finish else None
        return start

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=self.separator)
        parser.buffer_text = True
        parser.StartElementHandler = self._first
        parser.StartDoctypeDeclHandler = _refuse
        return parser

    def _first(self, name: str, attributes: Attributes) -> None:
        space, mark, self.root = name.rpartition(self.separator or ":")
        self._space = space + mark
        start = self.follow(self.begins(self._space), self.finishes(self._space))
        start(name, attributes)


def starting(begin: Mapping[str, Begin], other: Callable[[str], None] | None = None) -> Start:
    """Expat's handler of where an element begins; names that are not in `begin` go to `other`."""
    find = begin.get

    def start(name: str, attributes: Attributes) -> None:
        if action := find(name):
            action(attributes)
        elif other:
            other(name)

    return start


def ending(finish: Mapping[str, Finish]) -> Callable[[str], None]:
    """Expat's handler of where an element ends."""
    find = finish.get

    def end(name: str) -> None:
        if action := find(name):
            action()

    return end


def _refuse(*_: object) -> None:
    raise RefusedError(DOCTYPE)
