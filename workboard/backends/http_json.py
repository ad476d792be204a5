"""JSON from outside: what the standard library reads too generously is an error or made harmless here."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, Final, NoReturn

DEEPEST: Final = 64
"""levels of lists and objects in each other; an API's answer has a handful"""

_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
"""half of a pair that stands for one character, escaped or raw: alone, no file or terminal can take it"""


def decoded(content: bytes) -> Any:
    """The value. ``ValueError`` for what is not JSON, not UTF-8, has the same key twice in one object, a number
    that is none (``NaN``), too long or too great, or is nested too deeply. Half a surrogate pair becomes ``?``."""
    try:
        value = json.loads(content, parse_constant=_no_number, parse_float=_number, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _too_deep(value):
        raise ValueError("nested too deeply")
    return _whole(value) if _HALF.search(content) else value


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _number(digits: str) -> float:
    value = float(digits)
    return _no_number(digits) if isinf(value) else value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same key twice")
    return found


def _too_deep(value: Any) -> bool:
    """Level by level, because a walk that calls itself would fall into the same trap."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True


def _whole(value: Any) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
