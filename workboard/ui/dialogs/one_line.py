"""A sheet that asks for one line; Enter saves it."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.ui.dialogs.drafted import Drafted, Words
from workboard.ui.dialogs.fields import row, words_of

FIELD = "line"


class OneLine(Drafted):
    """Subclasses say what is asked for, what is ``proposed`` (typed over), and declare ``save``."""

    asks: ClassVar[str]
    proposed: str | None = None

    def body(self) -> Iterable[Widget]:
        self._kept = Words(self.proposed or "")
        yield row(self.asks, (self.load() or self._kept).body, FIELD, self.proposed)

    @property
    def line(self) -> str:
        return next(words_of(self, FIELD))

    def words(self) -> Words:
        return Words(self.line)

    @on(Input.Changed)
    def typed(self) -> None:
        self.touched()

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    def action_save(self) -> Awaitable[None]:
        raise NotImplementedError

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
