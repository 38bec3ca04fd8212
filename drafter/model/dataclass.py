"""`dataclass`, as the library has it, except that the methods are not compiled as a class is made.

The library compiles six functions for each class, about a millisecond, and two hundred modules
hold three hundred of them: half of every start went there. Here the fields are the library's, and
so are `fields`, `replace` and `asdict`; one function, `__init__`, is compiled, when the first
object of the class is made; comparing, hashing and showing go over the fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass", "field"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen=False, slots=False, kw_only=False):
        """The decorator; it takes what is used here of the library's arguments."""

        def made(kind: type) -> type:
            own = set(vars(kind))
            kind.__doc__ = kind.__doc__ or kind.__name__
            bare = dataclasses.dataclass(
                init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
            )(kind)
            for name, method in _methods(bare, frozen).items():
                if name not in own:
                    setattr(bare, name, method)
            return bare

        return made


def _methods(kind: type, frozen: bool) -> dict[str, Any]:
    names = _names(kind)
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:  # noqa: N807
        kind.__init__ = initialized = _initializer(kind, frozen)  # type: ignore[misc]
        initialized(self, *arguments, **named)

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        return values(self) == values(other) if type(self) is type(other) else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    methods: dict[str, Any] = {
        "__init__": __init__,
        "__eq__": __eq__,
        "__hash__": None,
        "__repr__": _repr,
    }
    if frozen:
        methods |= {"__hash__": __hash__, "__setattr__": _refuse, "__delattr__": _refuse}
        methods |= {"__getstate__": _state, "__setstate__": _restore}
    return methods


def _initializer(kind: type, frozen: bool) -> Callable[..., None]:
    """`__init__`, with the fields as its parameters."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    fields = dataclasses.fields(kind)
    taken = [field for field in fields if field.init]
    named = [_parameter(field, names) for field in taken if field.kw_only]
    parameters = [_parameter(field, names) for field in taken if not field.kw_only]
    heads = ["self", *parameters, *(["*", *named] if named else [])]
    lines = [
        f"_set(self, {field.name!r}, {_value(field)})" if frozen
        else f"self.{field.name} = {_value(field)}"
        for field in fields
        if field.init or field.default_factory is not MISSING
    ]  # fmt: skip
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "".join(f"\n  {line}" for line in lines or ["pass"])
    exec(f"def __init__({', '.join(heads)}):{body}", names)
    written: Callable[..., None] = names["__init__"]
    written.__qualname__ = f"{kind.__qualname__}.__init__"
    return written


def _parameter(field: Field[Any], names: dict[str, Any]) -> str:
    names[f"_{field.name}_made"] = field.default_factory
    names[f"_{field.name}_default"] = field.default
    if field.default_factory is not MISSING:
        return f"{field.name}=_MISSING"
    return field.name if field.default is MISSING else f"{field.name}=_{field.name}_default"


def _value(field: Field[Any]) -> str:
    if field.default_factory is MISSING:
        return field.name
    return f"_{field.name}_made() if {field.name} is _MISSING else {field.name}"


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(_: object, name: str, *__: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in _names(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(_names(self), state, strict=True):
        object.__setattr__(self, name, value)


def _names(value: Any) -> list[str]:
    return [one.name for one in dataclasses.fields(value)]
