"""What is on its way, and the three things a person can say about a row that is stuck: again, other words, or no."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from workboard.board import other_words, outbox, stuck
from workboard.board.desk import Desk
from workboard.board.outbox import OutboxRow
from workboard.domain.errors import ImpossibleAct
from workboard.ui.commands import command
from workboard.ui.dialogs.outbox_lines import OutboxLines
from workboard.ui.dialogs.rewrite import Rewrite
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part


class Outbox(Sheet):
    AUTO_FOCUS = ""
    place = "outbox"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sure: tuple[str, str] | None = None
        """the key and the row of which the first of two presses has been made"""

    def title_parts(self) -> tuple[Part, ...]:
        return (("On its way", "text"), (f" · to {self.desk.capabilities.label}", "dim"))

    def body(self) -> Iterable[Widget]:
        yield OutboxLines(outbox.rows(self.desk), self.desk.now())

    @property
    def _list(self) -> OutboxLines:
        return self.query_one(OutboxLines)

    def chosen(self) -> OutboxRow | None:
        return self._list.one

    def _one(self) -> OutboxRow:
        one = self.chosen()
        assert one is not None
        return one

    def look_again(self) -> None:
        """What has left goes from the list; the row chosen stays chosen."""
        if not self._list.show(outbox.rows(self.desk), self.desk.now()):
            self._sure = None
            self.say(None)
        self.refresh_words()

    def why_not(self) -> str | None:
        return None if self.chosen() is not None else "Nothing is on its way."

    @command("down", "down,j", "next", "The next row; in a whole one, further down", IN_A_SHEET)
    def action_down(self) -> None:
        self._move(1)

    @command("up", "up,k", "previous", "The row before; in a whole one, further up", IN_A_SHEET)
    def action_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        if not self._list.whole:
            self._sure = None
        self._list.move(by)

    @command("open", "enter", "whole", "All of this row, or the list again", IN_A_SHEET, when=why_not, hint=40)
    def action_open(self) -> None:
        self._sure = None
        self._list.open(not self._list.whole)

    @command("retry", "r", "send again", "Send it again; of a conflict, mine counts", IN_A_SHEET, when=why_not, hint=10)
    async def action_retry(self) -> None:
        await stuck.retry(self.desk, self._one().id)
        self.look_again()

    @command("edit", "e", "edit", "Other words in its place, as a copy", IN_A_SHEET, when=why_not, hint=20)
    async def action_edit(self) -> None:
        one = self._one()
        force = self._sure == ("e", one.id)
        try:
            words = other_words.editable(self.desk, one.id, force=force)
        except ImpossibleAct as error:
            if not other_words.may_be_forced(self.desk, one.id):
                raise
            self._sure = ("e", one.id)
            self.say(f"{str(error).split(':')[0]}. Look at the ticket; e once more edits it all the same.")
            return
        await self.app.push_screen(Rewrite(self.desk, one, words, force=force), self._rewritten)

    def _rewritten(self, said: str | None) -> None:
        self._sure = None
        self.look_again()
        if said:
            self.say(said)

    @command(
        "drop", "d", "do not send", "Do not send it; of a conflict, theirs counts", IN_A_SHEET, when=why_not, hint=30
    )
    async def action_drop(self) -> None:
        one = self._one()
        if self._sure != ("d", one.id):
            self._sure = ("d", one.id)
            self._list.open(True)
            without = len(outbox.goes_without(self.desk, one.id))
            also = f" {without} more of the same act goes without it." if without else ""
            self.say(f"d once more: this is not sent. Its text stays in workboard outbox --all.{also}")
            return
        self._sure = None
        await stuck.drop(self.desk, one.id)
        self._list.open(False)
        self.look_again()

    @command("close", "exclamation_mark,escape,q", "close", "Close the sheet", IN_A_SHEET, hint=35)
    def action_close(self) -> None:
        self.dismiss(None)
