"""The replies one after the other: which one is chosen, whether its thread is read, and the words around them."""

from __future__ import annotations

from workboard.board import conversation, who_waits
from workboard.board.desk import Desk
from workboard.board.look import board_view
from workboard.board.who_waits import ReplyRow
from workboard.ui.dialogs.sheet import Subject, subject_of
from workboard.ui.panes.reply_list import ReplyList
from workboard.ui.screens.with_thread import WithThread
from workboard.ui.widgets.plain import Part, foot_line
from workboard.ui.widgets.said import Said


class OneByOne(WithThread):
    """Subclasses put the list and the thread on the screen, and say what can be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reading: ReplyRow | None = None

    @property
    def _list(self) -> ReplyList:
        return self.query_one(ReplyList)

    def look_again(self) -> None:
        if self.on_top:
            self._list.show(who_waits.rows(self.desk))
            self._show()

    def _show(self) -> None:
        """The words around the list, and the thread of the chosen one."""
        one, rows = self._chosen, self._list.rows
        self._list.styles.height = max(1, min(len(rows), max(3, self.size.height // 3)))
        self.query_one("#head", Said).show(*self._head())
        self.query_one("#about", Said).show(*_about(one))
        ticket_id = None if one is None else one.ticket_id
        self.thread.show(ticket_id, conversation.thread(self.desk, ticket_id) if ticket_id else [])
        self.query_one("#foot", Said).show(*foot_line(self.hints(), max(self.size.width - 4, 10), self.ways_out()))

    def _head(self) -> tuple[Part, ...]:
        rows, batch = self._list.rows, board_view(self.desk).replies.next_batch
        left = f"Replies · {len(rows)} · longest wait first" if rows else "Replies"
        right = f"next batch {batch}" if batch else ""
        return left, (" " * max(self.size.width - 4 - len(left) - len(right), 1) + right, "dim")

    def say(self, text: str | None) -> None:
        self.query_one("#said", Said).show(text or "")

    @property
    def _chosen(self) -> ReplyRow | None:
        """What a key is about: the thread that is read, even if its client has been answered meanwhile."""
        return self._reading or self._list.chosen

    def _read(self, one: ReplyRow | None) -> None:
        """A whole thread, or the list."""
        self._reading = one
        self.set_class(one is not None, "-open")
        self._show()

    def _if_it_left(self) -> None:
        """After a sheet: whoever is answered leaves the list, and nobody's thread takes its place unasked."""
        one = self._reading
        if one is not None and all(row.ticket_id != one.ticket_id for row in self._list.rows):
            self._read(None)

    def _on_to_the_next(self, words: str) -> None:
        self._read(None)
        self.look_again()
        self.moved()
        self.say(words)

    def _move(self, by: int) -> None:
        if self._reading is not None:
            self.thread.scroll(by)
        else:
            self._list.move(by)
            self._show()
        self.moved()

    @property
    def _one(self) -> ReplyRow:
        one = self._chosen
        assert one is not None
        return one

    @property
    def _subject(self) -> Subject:
        """Who is answered is who wrote last, not who the ticket was opened for."""
        one = self._one
        return subject_of(self.desk, one.ticket_id)._replace(contact=one.contact or None)


def _about(one: ReplyRow | None) -> tuple[Part, ...]:
    if one is None:
        return ("Nobody waits for an answer.",)
    return ((f"#{one.number}  ", "dim"), (one.title, "bright"))
