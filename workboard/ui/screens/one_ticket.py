"""One ticket to look at, whoever has it: what to tell the caller, and what was said. Nothing here changes it but
a note; and what a lead does about any ticket."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.widgets import Static

from workboard.board import caller, conversation
from workboard.board.desk import Desk, ticket_of
from workboard.domain.text import safe
from workboard.ui.clipboard import copy
from workboard.ui.commands import command
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import subject_of
from workboard.ui.pages import open_page
from workboard.ui.panes.thread import Thread
from workboard.ui.screens.with_thread import WithThread
from workboard.ui.widgets.plain import foot_line, plain
from workboard.ui.widgets.said import Said

THIS_TICKET = "This ticket"


class OneTicket(WithThread):
    DEFAULT_CSS = """
    OneTicket { background: $role-base; }
    OneTicket > #head { padding: 0 4; }
    OneTicket > #who { padding: 0 4; height: 2; }
    OneTicket > #caller { padding: 0 4; height: auto; max-height: 5; margin-bottom: 1; max-width: 108; }
    OneTicket > Thread { height: 1fr; }
    OneTicket > #said, OneTicket > #foot { padding: 0 2; }
    """

    def __init__(self, desk: Desk, ticket_id: str) -> None:
        super().__init__(desk)
        self._ticket_id = ticket_id
        self._left_at: list[str] = []

    @property
    def place(self) -> str:  # type: ignore[override]
        """Which ticket, how far one has read, and whether with its quotes."""
        name = f"ticket {self._ticket_id}"
        return f"{name} {self.reading}" if self.is_mounted else name

    def resume(self, left_at: list[str], sheet: str) -> None:
        """As it was left: how far one had read, and a sheet that was open over it."""
        self._left_at = left_at
        kind = sheet.partition(" ")[0]
        if kind == "note":
            self.call_after_refresh(self.action_note)
        elif kind == "ticket":
            self.call_after_refresh(self.open_ticket_entry)
        else:
            self.call_after_refresh(self.reopen, sheet)

    def compose(self) -> ComposeResult:
        yield Said()
        yield Said(id="head")
        yield Said(id="who")
        yield Static(id="caller")
        yield Thread(partial(conversation.more, self.desk))
        yield Said(id="said")
        yield Said(id="foot")

    def look_again(self) -> None:
        if not self.on_top:
            return
        ticket = ticket_of(self.desk.database.read(), self._ticket_id)
        self.query_one("#head", Said).show((f"#{safe(ticket.number)}  ", "dim"), (safe(ticket.title), "bright"))
        whose = " · ".join(safe(part) for part in (ticket.company, ticket.contact_name, ticket.status) if part)
        self.query_one("#who", Said).show((whose, "dim"))
        self.query_one("#caller", Static).update(
            plain(("Tell the caller  ", "dim"), caller.of_ticket(self.desk, ticket))
        )
        self.thread.show(ticket.id, conversation.thread(self.desk, ticket.id))
        if len(self._left_at) == 2:
            self.call_after_refresh(self.read_on_from, *self._left_at)
            self._left_at = []
        self.query_one("#foot", Said).show(*foot_line(self.hints(), max(self.size.width - 4, 10), self.ways_out()))

    def say(self, text: str | None) -> None:
        self.query_one("#said", Said).show(text or "")

    @command("note", "n", "note", "Write a note on this ticket", THIS_TICKET, hint=10)
    async def action_note(self) -> None:
        await self.open_sheet(NoteEntry(self.desk, subject_of(self.desk, self._ticket_id)))

    def no_step(self) -> str | None:
        return self._leads_nobody("a")

    def no_order(self) -> str | None:
        return self._leads_nobody("r")

    def _leads_nobody(self, key: str) -> str | None:
        """To a technician it is a key of another screen."""
        return None if self.desk.config.me.role == "lead" else self.stray(key)

    @command("step", "a", "next step", "Write its next step, or give it to somebody (lead)", THIS_TICKET,
             when=no_step, hint=12)  # fmt: skip
    async def action_step(self) -> None:
        from workboard.ui.dialogs.assign_step import AssignStep  # a technician's board never loads it

        await self.open_sheet(AssignStep(self.desk, subject_of(self.desk, self._ticket_id)))

    @command("reorder", "r", "re-order", "Before the others of whoever has it (lead)", THIS_TICKET,
             when=no_order, hint=14)  # fmt: skip
    async def action_reorder(self) -> None:
        from workboard.ui.dialogs.lead_lines import MoveUp

        await self.open_sheet(MoveUp(self.desk, subject_of(self.desk, self._ticket_id)))

    @command("copy", "y", "copy the number", "Put its number into the clipboard", THIS_TICKET, hint=20)
    def action_copy(self) -> None:
        self.say(copy(self.app, ticket_of(self.desk.database.read(), self._ticket_id).number))

    @command("page", "o", "open its page", "Its page at the help desk, in the browser", THIS_TICKET, hint=30)
    def action_page(self) -> None:
        self.say(open_page(self.app, self.desk, self._ticket_id))

    @command("down", "down,j", "down", "Further down", THIS_TICKET, when=WithThread.at_its_end)
    def action_down(self) -> None:
        self.thread.scroll(1)
        self.moved()

    @command("up", "up,k", "up", "Further up", THIS_TICKET, when=WithThread.at_its_top)
    def action_up(self) -> None:
        self.thread.scroll(-1)
        self.moved()

    @command("leave", "escape,enter", "back", "Back to where you were", THIS_TICKET, hint=40)
    async def action_leave(self) -> None:
        self.stop_timer()
        self.dismiss(None)
