"""A secret as a value that does not show itself."""

from __future__ import annotations

from typing import NoReturn

MASK = "•••"


class Secret:
    """Text that only ``reveal()`` gives away: not ``print``, not a traceback, not ``pickle``, not ``vars``."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself; call it where it is sent and keep it nowhere."""
        return self.__text

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret is not written down")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not written down")
