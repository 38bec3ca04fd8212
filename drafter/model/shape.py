"""Values as JSON carries them, and back again: by annotation, strictly, and never as code.

A text is a text, a whole number no truth value; a key that a class does not know is a mistake, and
so is one that it needs and that is not there. Bytes go as base64, a path as its text.
"""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from math import isfinite
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, NoReturn, Union, get_args, get_origin, get_type_hints

from drafter.model.dataclass import dataclass

Reader = Callable[[Any], Any]
Writer = Callable[[Any, bool], Any]
_ESCAPED = re.compile(rb"\\u[dD][89a-fA-F]")  # half of a character, when it stands alone


class Fault(Enum):
    """What is wrong with a value."""

    JSON = "不是完整的JSON"
    ABSENT = "缺少"
    UNKNOWN = "多出"
    SHAPE = "内容不对"


class ShapeError(ValueError):
    """A value that is not what its annotation says, and the keys that lead to it."""

    def __init__(self, fault: Fault, where: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.where = [where] if where else []

    def __str__(self) -> str:
        """缺少“marks.0.words”: the end of a sentence whose beginning is the file."""
        where = ".".join(self.where)
        if self.fault is Fault.SHAPE:
            return f"“{where}”的{self.fault.value}" if where else self.fault.value
        return f"{self.fault.value}“{where}”" if where else self.fault.value


@dataclass(frozen=True, slots=True)
class Bound:
    """In Annotated: what a text must match from its beginning, how much a number or a length may
    be."""

    pattern: str = ""
    least: int | None = None
    most: int | None = None

    def holds(self, value: Any) -> bool:
        """Whether the value keeps to it."""
        size = value if isinstance(value, int) else len(value)
        short = self.least is not None and size < self.least
        long = self.most is not None and size > self.most
        return not (short or long or (self.pattern and not re.match(self.pattern, value)))


def plain(value: Any, sparse: bool = False) -> Any:
    """The value as JSON can carry it; with `sparse`, fields that are what they are by default are
    left out."""
    kind: Any = type(value)
    return _writer(kind)(value, sparse)


@cache
def _writer(kind: type) -> Writer:
    if kind in (NoneType, str, int, float, bool):
        return lambda value, _: value
    if issubclass(kind, bytes):
        return lambda value, _: binascii.b2a_base64(value, newline=False).decode("ascii")
    if issubclass(kind, Enum):
        return lambda value, _: value.value
    if issubclass(kind, Path):
        return lambda value, _: str(value)
    if issubclass(kind, Mapping):
        return lambda value, sparse: {plain(k): plain(v, sparse) for k, v in value.items()}
    if issubclass(kind, list | tuple | AbstractSet):
        return lambda value, sparse: [plain(item, sparse) for item in value]
    if not is_dataclass(kind):
        raise TypeError(kind)
    return partial(_plain_record, [(field.name, field.default) for field in fields(kind)])


def _plain_record(shape: Sequence[tuple[str, Any]], value: Any, sparse: bool) -> dict[str, Any]:
    held = [(name, getattr(value, name), default) for name, default in shape]
    return {n: plain(v, sparse) for n, v, d in held if not (sparse and v == d)}


def encoded(value: Any, indent: int | None = None) -> bytes:
    """The value as JSON in UTF-8. Raises UnicodeEncodeError for what is no text."""
    between = (",", ":") if indent is None else None
    return json.dumps(
        plain(value), ensure_ascii=False, allow_nan=False, indent=indent, separators=between
    ).encode()


def decoded(content: bytes) -> Any:
    """What the JSON says. Raises ShapeError."""
    try:
        value = json.loads(content, parse_constant=_refuse)
        if _ESCAPED.search(content):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ShapeError(Fault.JSON) from error
    return value


def shaped(hint: Any, value: Any) -> Any:
    """The value as the annotation has it. Raises ShapeError."""
    return _reader(hint)(value)


def _refuse(_: object = None) -> NoReturn:
    raise ShapeError(Fault.SHAPE)


@cache
def _reader(hint: Any) -> Reader:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if origin is Annotated:
        return partial(_bounded, _reader(arguments[0]), arguments[1:])
    if origin in (Union, UnionType):
        return _either(arguments)
    if origin is tuple:
        several = arguments[1:] == (...,)
        return _all(tuple, arguments[0]) if several else _each(arguments)
    if origin in _MANY:
        return _all(_MANY[origin], arguments[0])
    if origin in (dict, Mapping):
        return partial(_mapping, _reader(arguments[0]), _reader(arguments[1]))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return partial(_member, hint)
    if isinstance(hint, type) and issubclass(hint, tuple):
        return _named(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    raise TypeError(hint)


def _scalar(kind: type) -> Reader:
    def read(value: Any) -> Any:
        return value if type(value) is kind else _refuse()

    return read


def _number(value: Any) -> float:
    return float(value) if type(value) in (int, float) and isfinite(value) else _refuse()


def _bytes(value: Any) -> bytes:
    try:
        return binascii.a2b_base64(value.encode("ascii"), strict_mode=True)
    except (AttributeError, ValueError):
        _refuse()


def _path(value: Any) -> Path:
    return Path(value) if type(value) is str else _refuse()


_SCALARS: dict[Any, Reader] = {kind: _scalar(kind) for kind in (str, int, bool, NoneType)}
_SCALARS |= {None: _SCALARS[NoneType], float: _number, bytes: _bytes, Path: _path}
_MANY: dict[Any, Callable[[Iterable[Any]], Any]] = {
    list: list, Sequence: list, frozenset: frozenset, set: set,
}  # fmt: skip


def _member(kind: type[Enum], value: Any) -> Enum:
    try:
        return kind(value)
    except ValueError:
        _refuse()


def _bounded(read: Reader, bounds: tuple[Bound, ...], value: Any) -> Any:
    result = read(value)
    return result if all(bound.holds(result) for bound in bounds) else _refuse()


def _either(hints: Sequence[Any]) -> Reader:
    readers = [_reader(hint) for hint in hints if hint is not NoneType]
    empty = len(readers) < len(hints)

    def read(value: Any) -> Any:
        if value is None and empty:
            return None
        for reader in readers[:-1]:
            try:
                return reader(value)
            except ShapeError:
                continue
        return readers[-1](value)

    return read


def _all(kind: Callable[[Iterable[Any]], Any], hint: Any) -> Reader:
    reader = _reader(hint)

    def read(value: Any) -> Any:
        items, results = value if type(value) is list else _refuse(), list[Any]()
        try:
            for item in items:
                results.append(reader(item))
        except ShapeError as error:
            error.where.insert(0, str(len(results)))
            raise
        return kind(results)

    return read


def _each(hints: Sequence[Any]) -> Reader:
    readers = [_reader(hint) for hint in hints]

    def read(value: Any) -> Any:
        if type(value) is not list or len(value) != len(readers):
            _refuse()
        pairs = enumerate(zip(readers, value, strict=True))
        return tuple(_at(str(n), reader, item) for n, (reader, item) in pairs)

    return read


def _named(kind: type) -> Reader:
    """A NamedTuple goes as the list of its values."""
    read = _each([*get_type_hints(kind, include_extras=True).values()])
    return lambda value: kind(*read(value))


def _mapping(name: Reader, reader: Reader, value: Any) -> dict[Any, Any]:
    items = value.items() if type(value) is dict else _refuse()
    return {name(key): _at(key, reader, item) for key, item in items}


def _at(where: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except ShapeError as error:
        error.where.insert(0, where)
        raise


def _record(kind: type) -> Reader:
    hints = get_type_hints(kind, include_extras=True)
    needed = {field.name for field in fields(kind) if _needed(field)}
    readers: dict[str, Reader] = {}

    def read(value: Any) -> Any:
        if type(value) is not dict:
            _refuse()
        if not readers:  # a class may hold others of its own kind
            readers.update((field.name, _reader(hints[field.name])) for field in fields(kind))
        arguments = {}
        for name, item in value.items():
            if name not in readers:
                raise ShapeError(Fault.UNKNOWN, name)
            try:
                arguments[name] = readers[name](item)
            except ShapeError as error:
                error.where.insert(0, name)
                raise
        if needed - arguments.keys():
            absent = next(name for name in readers if name in needed and name not in arguments)
            raise ShapeError(Fault.ABSENT, absent)
        return kind(**arguments)

    return read


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
