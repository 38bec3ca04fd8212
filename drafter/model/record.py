"""Records as JSON carries them, and back again: by annotation, strictly, and never as code.

A text is a text, a whole number no truth value; a key that a class needs and that is not there is a
mistake, and so is one that it does not know, where the class says `forbid_unknown_fields`. Bytes go
as base64, a path as its text.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
from msgspec import DecodeError, Struct, ValidationError
from msgspec.structs import fields

from drafter.model.pattern import pattern

R = TypeVar("R")
_LEAVES = (str, int, bool, type(None))
_BROKEN = "不是完整的JSON"
_PLACE = pattern(r" - at .*?`\$(.*)`\Z", re.DOTALL)
_FIELD = pattern(r"Object (missing required|contains unknown) field `(.*?)`", re.DOTALL)


class ShapeError(ValueError):
    """A value that is not what its annotation says: 缺少“marks.0.words”, the end of a sentence."""


class Filed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that is a file of its own, under a number; 0 until it has one."""

    serial: int = 0


def read_record(kind: type[R], content: bytes) -> R | str:
    """The record in a JSON file; or what is wrong with the file, as the end of a sentence."""
    if not content.strip():
        return "是空文件"
    try:
        return decoded(kind, content.removeprefix(BOM_UTF8))
    except ShapeError as error:
        return str(error)


def decoded(kind: type[R], content: bytes) -> R:
    """What the JSON says, as the annotation has it. Raises ShapeError."""
    try:
        record: R = _decoder(cast(Any, kind)).decode(content)
    except ValidationError as error:
        _whole(content)
        raise ShapeError(_words(error)) from error
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ShapeError(_BROKEN) from error
    return record


def shaped(kind: type[R], value: Any) -> R:
    """The value that JSON carried, as the annotation has it. Raises ShapeError."""
    try:
        return msgspec.convert(value, kind, dec_hook=_path)
    except ValidationError as error:
        raise ShapeError(_words(error)) from error


def plain(value: Any) -> Any:
    """The value as JSON can carry it."""
    return msgspec.to_builtins(value, enc_hook=_text)


def sparse(value: Any) -> Any:
    """The value as JSON can carry it, without fields that are what they are by default."""
    kind: Any = type(value)
    if kind in _LEAVES:
        return value
    if isinstance(value, Struct):
        return {
            name: held if type(held) is str else sparse(held)
            for name, default in _defaults(kind)
            if (held := getattr(value, name)) != default
        }
    if kind in (list, tuple):
        return [sparse(one) for one in value]
    if kind is dict:
        return {plain(name): sparse(held) for name, held in value.items()}
    return plain(value)


def encoded(value: Any, indent: int | None = None) -> bytes:
    """The value as JSON in UTF-8. Raises UnicodeEncodeError for what is no text."""
    content = msgspec.json.encode(value, enc_hook=_text)
    return content if indent is None else msgspec.json.format(content, indent=indent)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, dec_hook=_path)


@cache
def _defaults(kind: type[Struct]) -> list[tuple[str, Any]]:
    return [(one.name, one.default) for one in fields(kind)]


def _whole(content: bytes) -> None:
    """Raises ShapeError for what is no JSON to its end."""
    try:
        msgspec.json.decode(content)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ShapeError(_BROKEN) from error


def _words(error: ValidationError) -> str:
    message = str(error)
    place = _PLACE.search(message)
    keys = re.findall(r"[^.\[\]]+", place[1]) if place else []
    if match := _FIELD.match(message):
        word = "缺少" if match[1] == "missing required" else "多出"
        return f"{word}“{'.'.join((*keys, match[2]))}”"
    return f"“{'.'.join(keys)}”的内容不对" if keys else "内容不对"


def _path(kind: type, value: Any) -> Path:
    if kind is not Path or type(value) is not str:
        raise TypeError(kind)
    return Path(value)


def _text(value: Any) -> str:
    if not isinstance(value, Path):
        raise TypeError(type(value))
    return str(value)
