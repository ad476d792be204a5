"""Settings as lines of text and back, without a parser: for whoever has read them strictly once already.

One thing a line, a sign first: ``-``, ``+``, ``~`` (none, true, false), ``i5``, ``f0.8``, ``stext``, ``(2`` or ``{2``
(a tuple or a set of so many), ``=Span minutes,days`` (a value of ours: its fields follow, if they still are these).
"""

from __future__ import annotations

from collections.abc import Iterator

from workboard.domain import rules
from workboard.domain.typed import Any, Final
from workboard.settings import config

_KINDS: Final = {
    kind.__name__: kind for module in (rules, config) for kind in vars(module).values() if hasattr(kind, "_fields")
}
_PLAIN: Final = {"-": None, "+": True, "~": False}


def packed(value: object) -> Iterator[str]:
    """The lines; ``ValueError`` for what no setting is made of."""
    if value is None or isinstance(value, bool):
        yield next(sign for sign, plain in _PLAIN.items() if plain is value)
    elif isinstance(value, int):
        yield f"i{value}"
    elif isinstance(value, float):
        yield f"f{value!r}"
    elif isinstance(value, str):
        yield "s" + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    elif isinstance(value, tuple | frozenset):
        yield _head(value)
        for one in value:
            yield from packed(one)
    else:
        raise ValueError(type(value).__name__)


def _head(several: Any) -> str:
    if type(several).__name__ in _KINDS:
        return f"={type(several).__name__} {','.join(several._fields)}"
    return f"({len(several)}" if isinstance(several, tuple) else f"{{{len(several)}"


def unpacked(lines: Iterator[str]) -> Any:
    """The value, the rest of the lines left; ``ValueError``, ``KeyError`` or ``StopIteration`` where it is none."""
    line = next(lines)
    sign, rest = line[:1], line[1:]
    if sign == "s":
        return "\\".join(part.replace("\\n", "\n").replace("\\r", "\r") for part in rest.split("\\\\"))
    if sign == "i":
        return int(rest)
    if sign == "f":
        return float(rest)
    if sign == "(":
        return tuple([unpacked(lines) for _ in range(int(rest))])
    if sign == "{":
        return frozenset([unpacked(lines) for _ in range(int(rest))])
    return _value(lines, rest) if sign == "=" else _PLAIN[line]


def _value(lines: Iterator[str], head: str) -> Any:
    name, _, fields = head.partition(" ")
    kind: Any = _KINDS[name]
    if ",".join(kind._fields) != fields:
        raise ValueError(f"{name} has other fields")
    return kind._make([unpacked(lines) for _ in kind._fields])
