"""What drafter keeps on disk: frozen records. One of another shape is told in words, not raised."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Record(BaseModel):
    """A frozen record; a key that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Filed(Record):
    """A record that is a file of its own, under a number; 0 until it has one."""

    serial: int = 0


R = TypeVar("R", bound=Record)


def read_record(kind: type[R], content: bytes) -> R | str:
    """The record in a JSON file; or what is wrong with the file, as the end of a sentence."""
    if not content.strip():
        return "是空文件"
    try:
        return kind.model_validate_json(content, strict=True)
    except ValidationError as error:
        return _reason(error)


def _reason(error: ValidationError) -> str:
    first: dict[str, Any] = {**error.errors(include_url=False, include_input=False)[0]}
    where = ".".join(map(str, first["loc"]))
    if first["type"] == "json_invalid":
        return "不是完整的JSON"
    if first["type"] == "missing":
        return f"缺少“{where}”"
    if first["type"] == "extra_forbidden":
        return f"多出“{where}”"
    return f"“{where}”的内容不对" if where else "内容不对"
