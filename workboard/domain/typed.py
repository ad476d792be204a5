"""The words values are written with: to a type checker those of ``typing``, at run time small stand-ins.

``typing`` and the ``re`` in it take as long to load as half an interpreter. What a question loads takes its words from
here instead; everybody else may. A kind of value is what ``typing.NamedTuple`` makes, at a quarter of the price.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import CodeType, FunctionType, GenericAlias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, Literal, NamedTuple, Protocol, Self

__all__ = ["TYPE_CHECKING", "Any", "Final", "Literal", "NamedTuple", "Protocol"]


class Named(tuple["Any", ...]):
    """What every kind of value can do; the names are those of ``collections.namedtuple``."""

    __slots__ = ()
    if TYPE_CHECKING:  # each kind has its own
        _fields: tuple[str, ...]
        _field_defaults: dict[str, Any]

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
        return made

    def _replace(self, /, **changed: Any) -> Self:
        made = self._make(map(changed.pop, self._fields, self))
        if changed:
            raise ValueError(f"{type(self).__name__} has no field {', '.join(changed)}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({fields})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


_CODE: dict[int, CodeType] = {}
"""``lambda cls, a0, a1: …`` by the number of fields: to compile one for each kind is most of what a kind costs"""


def _maker(kind: str, fields: tuple[str, ...], defaults: Iterable[Any]) -> FunctionType:
    """``lambda cls, a, b=…: tuple.__new__(cls, (a, b))``."""
    if len(fields) not in _CODE:
        names = "".join(f"a{at}, " for at in range(len(fields)))
        _CODE[len(fields)] = eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__  # noqa: S307 (our own words)
    code = _CODE[len(fields)].replace(co_varnames=("_cls", *fields), co_name="__new__", co_qualname=f"{kind}.__new__")
    return FunctionType(code, {"_new": tuple.__new__}, "__new__", tuple(defaults))


class _Kinds(type):
    """Makes a tuple with names of each class written below ``NamedTuple``."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, body)
        if len(bases) > 1 or "__new__" in body:
            raise TypeError(f"{name}: a kind of value has one parent and no __new__ of its own")
        fields = _annotated(body)
        defaults = {field: body[field] for field in fields if field in body}
        if tuple(defaults) != fields[len(fields) - len(defaults) :]:
            raise TypeError(f"{name}: a field without a default follows one that has one")
        body |= {field: _getter(at, "") for at, field in enumerate(fields)}
        body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__slots__": ()}
        body["__new__"] = _maker(name, fields, defaults.values())
        return type(name, (Named,), body)


def _annotated(body: dict[str, Any]) -> tuple[str, ...]:
    """The names annotated in a class; from Python 3.14 on its body holds a function that tells them."""
    if "__annotations__" in body:
        return tuple(body["__annotations__"])
    told = body.get("__annotate_func__") or body.get("__annotate__")
    return tuple(told(1)) if told else ()


try:
    from _collections import _tuplegetter as _getter  # type: ignore[import-not-found] # as collections does
except ImportError:
    from operator import itemgetter

    def _getter(index: int, doc: str) -> Any:
        return property(itemgetter(index), doc=doc)


class _Literal:
    def __getitem__(self, words: Any) -> Any:
        """``str``, only these; ``typing.get_args`` tells which."""
        return GenericAlias(str, words)


class _Final:
    def __getitem__(self, kind: Any) -> Any:
        return kind


if not TYPE_CHECKING:
    NamedTuple = _Kinds("NamedTuple", (), {})
    Literal, Final = _Literal(), _Final()
    Any = Protocol = object
