"""What JSON carries, from disk or from the worker, is what the annotation says, or it is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import pytest
from msgspec import Meta, Struct, field

from drafter.desk.records.filings import Publication, Receipt
from drafter.draft.record import Manifest
from drafter.model.decision import Decision
from drafter.model.record import ShapeError, decoded, encoded, plain, read_record, shaped, sparse
from drafter.publish.chain import Listing
from drafter.worker.calls import job_types
from drafter.worker.program import TYPED, function

JOBS = [kind for job in TYPED for kind in job_types(function(job))]


class Cell(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cell."""

    address: str
    row: Annotated[int, Meta(ge=1)] = 1
    share: float = 0.0
    notes: tuple[str, ...] = ()


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sheet."""

    file: Path
    content: bytes = b""
    cells: list[Cell] = field(default_factory=list)
    by_name: dict[str, Cell] = field(default_factory=dict)


SHEET = Sheet(file=Path("甲/乙.xlsx"), content=b"\0\xff", cells=[Cell(address="A1", notes=("x",))])


def held(kind: Any, classes: set[type]) -> set[type]:
    """The classes of which a value of the type is made, added to those."""
    for argument in get_args(kind):
        held(argument, classes)
    if isinstance(kind, type) and kind not in classes and hasattr(kind, "__annotations__"):
        classes.add(kind)
        for hint in get_type_hints(kind, include_extras=True).values():
            held(hint, classes)
    return classes


@pytest.mark.parametrize(
    "kind", [Manifest, Decision, Receipt, Publication, Listing, *JOBS], ids=str
)
def test_every_class_that_is_read_refuses_keys_it_does_not_know(kind: Any) -> None:
    kinds = [one for one in held(kind, set()) if issubclass(one, Struct)]
    assert [one for one in kinds if not one.__struct_config__.forbid_unknown_fields] == []


def test_a_value_comes_back_as_it_went() -> None:
    assert decoded(Sheet, encoded(SHEET)) == SHEET
    assert shaped(Sheet, json.loads(json.dumps(plain(SHEET)))) == SHEET
    assert (
        encoded(SHEET, indent=1) == json.dumps(plain(SHEET), ensure_ascii=False, indent=1).encode()
    )


def test_a_sparse_record_leaves_out_what_is_so_by_default_and_no_list_that_is_empty() -> None:
    cells = [Cell(address="A1", row=2), Cell(address="")]
    assert sparse(Sheet(file=Path("a"), cells=cells)) == {
        "file": "a",
        "cells": [{"address": "A1", "row": 2}, {"address": ""}],
        "by_name": {},
    }
    assert sparse(Sheet(file=Path("a"), by_name={"甲": cells[1]})) == {
        "file": "a",
        "cells": [],
        "by_name": {"甲": {"address": ""}},
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "缺少“file”"),
        ('{"file":3}', "“file”的内容不对"),
        ('{"file":"a","a.b":1}', "多出“a.b”"),
        ('{"file":"a","content":"*"}', "“content”的内容不对"),
        ('{"file":"a","cells":[{"address":"A1"},{}]}', "缺少“cells.1.address”"),
        ('{"file":"a","cells":[{"address":"A1","x`y":1}]}', "多出“cells.0.x"),
        ('{"file":"a","cells":[{"address":"A1","row":0}]}', "“cells.0.row”的内容不对"),
        ('{"file":"a","cells":[{"address":"A1","row":true}]}', "“cells.0.row”的内容不对"),
        ('{"file":"a","cells":[{"address":"A1","row":1.0}]}', "“cells.0.row”的内容不对"),
        ('{"file":"a","cells":[{"address":"A1","row":"1"}]}', "“cells.0.row”的内容不对"),
        ('{"file":"a","cells":[{"address":"A1","share":1e999}]}', "不是完整的JSON"),
        ('{"file":"a","cells":[{"address":"A1","share":NaN}]}', "不是完整的JSON"),
        ('{"file":"a","cells":[{"address":"\\ud800"}]}', "不是完整的JSON"),
        ('{"file":"a","cells":[{"address":"A1"}', "不是完整的JSON"),
        ('{"file":3} x', "不是完整的JSON"),
        ('{"file":"a","by_name":{"甲":{}}}', "缺少“by_name.address”"),
        ("[]", "内容不对"),
        ("[" * 100_000, "不是完整的JSON"),
    ],
)
def test_what_is_of_another_shape_says_where(content: str, reason: str) -> None:
    read = read_record(Sheet, content.encode())
    assert isinstance(read, str)
    assert read.startswith(reason)
    with pytest.raises(ShapeError):
        decoded(Sheet, content.encode())


def test_a_record_that_an_editor_saved_with_a_mark_before_it_is_read() -> None:
    assert read_record(Sheet, b"\xef\xbb\xbf" + encoded(SHEET)) == SHEET


def test_a_text_that_is_none_is_not_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        encoded(Cell(address="\ud800"))
