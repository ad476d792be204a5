"""Sheets in which something is typed: every word is on the disk within a second, and comes back."""

from __future__ import annotations

from textual.timer import Timer

from workboard.board import notes
from workboard.board.desk import Desk
from workboard.domain.errors import NeedsPerson
from workboard.domain.tone import on_screen
from workboard.domain.typed import NamedTuple
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet, Subject

PAUSE_S = 0.8
"""A draft is written this long after the last key at the latest."""


class Words(NamedTuple):
    """What a draft holds: the text, the cursor in it, and whether a client would read it."""

    body: str
    row: int = 0
    column: int = 0
    public: bool = False


class Drafted(Sheet):
    """``kind`` names the draft; there is one a kind and ticket."""

    kind: str
    writes = True

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk)
        self.subject = subject
        self.place = f"{self.kind} {subject.ticket_id}"
        self._kept: Words | None = None
        self._timer: Timer | None = None
        self._ended = False
        self.saved = False

    def words(self) -> Words:
        """What is in the fields now."""
        raise NotImplementedError

    def load(self) -> Words | None:
        found = notes.load_draft(self.desk, self.subject.ticket_id, self.kind)
        return None if found is None else Words(found.body, found.row, found.column, found.public)

    def touched(self) -> None:
        """Something was typed."""
        if self._timer is None and not self._ended:
            self._timer = self.set_timer(PAUSE_S, self._keep_typing)

    async def _keep_typing(self) -> None:
        """What the disk does not take stands on the screen all the same; the next key tries again."""
        try:
            await self._keep()
        except NeedsPerson as error:
            self.say(on_screen(str(error)))

    async def _keep(self) -> None:
        self._timer = None
        words = self.words()
        if self._ended or words == self._kept:
            return
        await notes.save_draft(self.desk, self.subject.ticket_id, self.kind, *words)
        self._kept = words

    async def keep_words(self) -> None:
        await self._keep_typing()

    async def let_go(self) -> None:
        await self._keep()
        self._ended = True

    async def drop(self) -> None:
        """The draft has ended, and nothing else has said so to the store."""
        self._ended = True
        await notes.drop_draft(self.desk, self.subject.ticket_id, self.kind)

    def sent(self, words: str) -> None:
        """Saved under its own name: the draft has ended, close with a word for the notice line."""
        self._ended = self.saved = True
        self.dismiss(words)

    @command("close", "escape", "keep draft", "Close the sheet; what is typed is kept", IN_A_SHEET, hint=80)
    async def action_close(self) -> None:
        await self.let_go()
        self.dismiss(None)
