"""Values behave as those of the library's dataclass do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from typing import Any

import pytest

from drafter.model import dataclass as own

BOTH = pytest.mark.parametrize("decorator", [dataclasses.dataclass, own.dataclass])


def cell(decorator: Any) -> Any:
    @decorator(frozen=True, slots=True)
    class Cell:
        """A cell."""

        sheet: str
        row: int = 1
        notes: list[str] = field(default_factory=list, repr=False)

    return Cell


Kept = own.dataclass(frozen=True, slots=True)(type("Kept", (), {"__annotations__": {"row": "int"}}))
Kept.__module__ = __name__


@BOTH
def test_fields_are_set_in_order_by_name_or_by_default(decorator: Any) -> None:
    kind = cell(decorator)
    made = kind("填报表", notes=["改"])
    assert (made.sheet, made.row, made.notes) == ("填报表", 1, ["改"])
    assert kind("a").notes is not kind("a").notes
    assert repr(made).endswith("Cell(sheet='填报表', row=1)")


@BOTH
@pytest.mark.parametrize(
    "call",
    [lambda kind: kind(), lambda kind: kind("a", 1, [], 2), lambda kind: kind("a", column=3)],
)
def test_arguments_that_do_not_fit_are_refused(decorator: Any, call: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="argument"):
        call(cell(decorator))


@BOTH
def test_equal_values_are_equal_and_hash_alike(decorator: Any) -> None:
    kind = decorator(frozen=True)(type("Kind", (), {"__annotations__": {"row": int, "at": str}}))
    other = decorator(frozen=True)(type("Kind", (), {"__annotations__": {"row": int, "at": str}}))
    assert kind(1, "a") == kind(1, "a") != kind(2, "a")
    assert hash(kind(1, "a")) == hash(kind(1, "a"))
    assert kind(1, "a") != other(1, "a")


@BOTH
def test_a_frozen_value_does_not_change(decorator: Any) -> None:
    made = cell(decorator)("a")
    with pytest.raises(FrozenInstanceError):
        made.row = 2
    with pytest.raises(FrozenInstanceError):
        del made.row
    assert not hasattr(made, "__dict__")


@BOTH
def test_one_that_is_not_frozen_changes_and_has_no_hash(decorator: Any) -> None:
    made = decorator(slots=True)(type("Kind", (), {"__annotations__": {"row": int}}))(1)
    made.row = 2
    assert made.row == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(made)


@BOTH
def test_the_library_knows_the_fields(decorator: Any) -> None:
    made = cell(decorator)("a", 2)
    assert is_dataclass(made)
    assert [one.name for one in fields(made)] == ["sheet", "row", "notes"]
    assert replace(made, row=3) == type(made)("a", 3)
    assert asdict(made) == {"sheet": "a", "row": 2, "notes": []}
    assert copy.deepcopy(made) == made


@BOTH
def test_fields_by_name_alone_and_what_follows_making(decorator: Any) -> None:
    @decorator(kw_only=True)
    class Total:
        """Adds up."""

        parts: tuple[int, ...] = ()
        first: int
        sum: int = field(init=False)

        def __post_init__(self) -> None:
            self.sum = self.first + sum(self.parts)

        def __repr__(self) -> str:
            return f"={self.sum}"

    assert repr(Total(first=1, parts=(2, 3))) == "=6"
    with pytest.raises(TypeError, match="argument"):
        Total(1)


def test_a_value_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept(3))) == Kept(3)  # type: ignore[call-arg]
