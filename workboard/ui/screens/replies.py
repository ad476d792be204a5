"""The clients who have answered, and what they wrote; answered one by one until nobody waits."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Resize

from workboard.board import replies
from workboard.board.desk import Desk
from workboard.board.look import board_view
from workboard.board.replies import ReplyRow
from workboard.domain.errors import WorkboardError
from workboard.ui.commands import command
from workboard.ui.dialogs.answer import Answer
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import Subject, subject_of
from workboard.ui.panes.reply_list import ReplyList
from workboard.ui.panes.thread import Thread
from workboard.ui.screens.work_screen import WorkScreen
from workboard.ui.widgets.plain import Part, hint_line
from workboard.ui.widgets.said import Said

THE_REPLY = "This reply"
THE_LIST = "The list"


class Replies(WorkScreen):
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
    place = "replies"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._open = False

    def compose(self) -> ComposeResult:
        yield Said(id="head")
        yield ReplyList(replies.waiting(self.desk))
        yield Said(id="about")
        yield Thread()
        yield Said(id="said")
        yield Said(id="foot")

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, event: Resize) -> None:
        self._show()

    @property
    def _list(self) -> ReplyList:
        return self.query_one(ReplyList)

    def look_again(self) -> None:
        if self.on_top:
            self._list.show(replies.waiting(self.desk))
            self._show()

    def _show(self) -> None:
        """The words around the list, and the thread of the chosen one."""
        one, rows = self._list.chosen, self._list.rows
        batch = board_view(self.desk).replies.next_batch
        self._list.styles.height = max(1, min(len(rows), max(3, self.size.height // 3)))
        left = f"Replies · {len(rows)} · longest wait first" if rows else "Replies"
        right = f"next batch {batch}" if batch else ""
        gap = max(self.size.width - 4 - len(left) - len(right), 1)
        self.query_one("#head", Said).show(left, (" " * gap + right, "dim"))
        self.query_one("#about", Said).show(*_about(one))
        ticket_id = None if one is None else one.ticket_id
        self.query_one(Thread).show(ticket_id, replies.thread(self.desk, ticket_id) if ticket_id else [])
        self.query_one("#foot", Said).show(*hint_line(self.hints(), max(self.size.width - 4, 10)))

    def say(self, text: str | None) -> None:
        self.query_one("#said", Said).show(text or "")

    # -- what can be done -----------------------------------------------------------------------------------

    def nobody(self) -> str | None:
        return None if self._list.chosen is not None else "Nobody waits for an answer."

    @command("answer", "a", "answer", "Answer the client", THE_REPLY, when=nobody, hint=10)
    async def action_answer(self) -> None:
        await self.open_sheet(Answer(self.desk, self._subject))

    @command(
        "no_answer", "x", "no answer needed", "It needs no answer; nothing is sent", THE_REPLY, when=nobody, hint=20
    )
    async def action_no_answer(self) -> None:
        one = self._one
        await replies.no_answer(self.desk, one.ticket_id)
        self.look_again()
        self.say(f"#{one.number}: no answer needed")

    @command("note", "n", "note", "Write a note on this ticket", THE_REPLY, when=nobody, hint=40)
    async def action_note(self) -> None:
        await self.open_sheet(NoteEntry(self.desk, self._subject))

    @command("open", "enter", "whole thread", "The whole thread, or the list again", THE_REPLY, when=nobody, hint=30)
    def action_open(self) -> None:
        self._open = not self._open
        self.set_class(self._open, "-open")

    @command("down", "down,j", "next", "The next one; in a thread, further down", THE_LIST)
    def action_down(self) -> None:
        self._move(1)

    @command("up", "up,k", "previous", "The one before; in a thread, further up", THE_LIST)
    def action_up(self) -> None:
        self._move(-1)

    @command("thread_down", "pagedown,space", "page down", "A page of the thread down", THE_LIST)
    def action_thread_down(self) -> None:
        self.query_one(Thread).page(1)

    @command("thread_up", "pageup", "page up", "A page of the thread up", THE_LIST)
    def action_thread_up(self) -> None:
        self.query_one(Thread).page(-1)

    @command("leave", "r,escape", "back", "Back to the board", THE_LIST, hint=50)
    async def action_leave(self) -> None:
        if self._open:
            self.action_open_list()
            return
        await self.remember(None)
        self.dismiss(None)

    def action_open_list(self) -> None:
        self._open = False
        self.remove_class("-open")

    def _move(self, by: int) -> None:
        if self._open:
            self.query_one(Thread).scroll(by)
            return
        self._list.move(by)
        self._show()

    @property
    def _one(self) -> ReplyRow:
        one = self._list.chosen
        assert one is not None
        return one

    @property
    def _subject(self) -> Subject:
        """Who is answered is who wrote last, not who the ticket was opened for."""
        one = self._one
        return subject_of(self.desk, one.ticket_id)._replace(contact=one.contact or None)

    async def resume(self, sheet: str) -> None:
        """A sheet that was open over the list: the ticket chosen again, the words still there."""
        kind, _, ticket_id = sheet.partition(" ")
        if kind not in ("answer", "note"):
            return
        try:
            subject = subject_of(self.desk, ticket_id)
        except WorkboardError:
            return
        self._list.show(replies.waiting(self.desk))
        self._list.choose(ticket_id)
        one = self._list.chosen
        if one is not None and one.contact:
            subject = subject._replace(contact=one.contact)
        await self.open_sheet(Answer(self.desk, subject) if kind == "answer" else NoteEntry(self.desk, subject))


def _about(one: ReplyRow | None) -> tuple[Part, ...]:
    if one is None:
        return ("Nobody waits for an answer.",)
    return ((f"#{one.number}  ", "dim"), (one.title, "bright"))
