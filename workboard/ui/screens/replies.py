"""The clients who have answered, and what they wrote; answered one by one until nobody waits."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from textual.app import ComposeResult
from textual.events import Resize

from workboard.board import conversation, replies, who_waits
from workboard.domain.errors import WorkboardError
from workboard.ui.commands import command
from workboard.ui.dialogs.answer import Answer
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import subject_of
from workboard.ui.panes.reply_list import ReplyList
from workboard.ui.panes.thread import Thread
from workboard.ui.screens.one_by_one import OneByOne
from workboard.ui.widgets.said import Said

THE_REPLY = "This reply"
THE_LIST = "The list"
NAME = "replies"


class Replies(OneByOne):
    DEFAULT_CSS = """
    Replies { background: $role-base; }
    Replies > #head { height: 2; padding: 0 2; }
    Replies > ReplyList { height: 4; }
    Replies > #about { height: 3; padding: 1 4; }
    Replies > Thread { height: 1fr; }
    Replies > #said, Replies > #foot { padding: 0 2; }
    Replies.-open > ReplyList { display: none; }
    Replies.-open > #about { height: 2; padding: 0 4; }
    """
    where = "in Replies: r on the board opens them"

    def compose(self) -> ComposeResult:
        yield Said(id="head")
        yield ReplyList(who_waits.rows(self.desk))
        yield Said(id="about")
        yield Thread(partial(conversation.more, self.desk))
        yield Said(id="said")
        yield Said(id="foot")

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, event: Resize) -> None:
        self._show()

    # -- what can be done -----------------------------------------------------------------------------------

    def nobody(self) -> str | None:
        return None if self._chosen is not None else "Nobody waits for an answer."

    @command("answer", "a", "answer", "Answer the client", THE_REPLY, when=nobody, hint=10)
    async def action_answer(self) -> None:
        await self.open_sheet(Answer(self.desk, self._subject), self._if_it_left)

    @command(
        "no_answer", "x", "no answer needed", "It needs no answer; nothing is sent", THE_REPLY, when=nobody, hint=20
    )
    async def action_no_answer(self) -> None:
        one = self._one
        await replies.no_answer(self.desk, one.ticket_id)
        self._on_to_the_next(f"#{one.number}: no answer needed")

    @command("later", "l", "later", "Answer it later: the ticket becomes work again", THE_REPLY, when=nobody, hint=25)
    async def action_later(self) -> None:
        one = self._one
        step = await replies.later(self.desk, one.ticket_id)
        self._on_to_the_next(f"#{one.number}: work again, next step {step}")

    @command("note", "n", "note", "Write a note on this ticket", THE_REPLY, when=nobody, hint=40)
    async def action_note(self) -> None:
        await self.open_sheet(NoteEntry(self.desk, self._subject), self._if_it_left)

    @command("open", "enter", "open", "The whole thread, or the list again", THE_REPLY, when=nobody, hint=30)
    def action_open(self) -> None:
        self._read(None if self._reading is not None else self._list.chosen)
        self.moved()

    def nothing_below(self) -> str | None:
        if self._reading is not None:
            return self.at_its_end()
        return self.nobody() or (None if not self._list.at_end else "This is the last one.")

    def nothing_above(self) -> str | None:
        if self._reading is not None:
            return self.at_its_top()
        return self.nobody() or (None if not self._list.at_top else "This is the first one.")

    @command("down", "down,j", "next", "The next one; in a thread, further down", THE_LIST, when=nothing_below)
    def action_down(self) -> None:
        self._move(1)

    @command("up", "up,k", "previous", "The one before; in a thread, further up", THE_LIST, when=nothing_above)
    def action_up(self) -> None:
        self._move(-1)

    @command("leave", "r,escape", "back", "Back to the list, or to the board", THE_LIST, hint=35)
    async def action_leave(self) -> None:
        if self._reading is not None:
            self._read(None)
            self.moved()
            return
        self.stop_timer()
        await self.remember(None)
        self.dismiss(None)

    def hints(self) -> list[tuple[str, str]]:
        words = {"open": "the list"} if self._reading is not None else {}
        return [(key, words.get(label, label)) for key, label in super().hints()]

    # -- where we were --------------------------------------------------------------------------------------

    @property
    def place(self) -> str:  # type: ignore[override]
        """Which one is chosen, whether its thread is read, how far, and whether with its quotes."""
        if not self.is_mounted or self._chosen is None:
            return NAME
        how = "thread" if self._reading is not None else "list"
        return f"{NAME} {self._chosen.ticket_id} {how} {self.reading}"

    async def resume(self, place: str, sheet: str) -> None:
        """As it was left: the one chosen, its thread, and a sheet that was open over it with its words."""
        self._list.show(who_waits.rows(self.desk))
        self._find(place)
        kind, _, ticket_id = sheet.partition(" ")
        if kind == "ticket":
            await self.open_ticket_entry()
        elif kind in ("answer", "note"):
            with suppress(WorkboardError):  # its ticket is not known here any more
                await self._open_again(kind, ticket_id)
        elif not await self.reopen(sheet):
            await self.remember(self.place)

    def _find(self, place: str) -> None:
        _, *parts = place.split(" ")
        if len(parts) != 4:
            return
        ticket_id, how, top, quotes = parts
        self._list.choose(ticket_id)
        one = self._list.chosen
        if one is None:  # it has left the list
            self._list.show(self._list.rows)
            return
        self._read(one if how == "thread" else None)
        self.read_on_from(top, quotes)

    async def _open_again(self, kind: str, ticket_id: str) -> None:
        subject = subject_of(self.desk, ticket_id)
        if self._reading is None:
            self._list.choose(ticket_id)
        one = self._chosen
        if one is not None and one.ticket_id == ticket_id and one.contact:
            subject = subject._replace(contact=one.contact)
        sheet = Answer(self.desk, subject) if kind == "answer" else NoteEntry(self.desk, subject)
        await self.open_sheet(sheet, self._if_it_left)
