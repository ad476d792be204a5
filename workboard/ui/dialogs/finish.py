"""Letting go of what is done: result, minutes, who is told. Enter accepts what is proposed."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from workboard.board import finishing, replies
from workboard.board.desk import Desk
from workboard.domain.errors import UsageError
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.dialogs.told import Told
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part, plain
from workboard.ui.widgets.said import Said

MOST_MINUTES = 1440
STEP, STILL = "Next step", "Still to do?"
REMAINS = "The ticket stays open; the next step says what remains."
KEEP_OR_TYPE = "It stays open: keep this, or type what comes next."


class Finish(Told):
    DEFAULT_CSS = """
    Finish #step-row.-off { display: none; }
    Finish #ticket { margin-top: 1; }
    Finish.-short #ticket { margin-top: 0; }
    """
    kind = "finish"

    def __init__(self, desk: Desk, activity_id: str) -> None:
        one = finishing.finish_defaults(desk, activity_id)
        super().__init__(desk, Subject(one.ticket_id, one.number, one.company, one.contact))
        self.place = f"finish {activity_id}"
        self.activity_id = activity_id
        self._closes, self.tell = one.ticket_done, False
        self._fields = self._proposed = (one.result, str(one.minutes), one.next_step or "")
        self._kept = self._as_words(self._fields)
        self._take_up_the_draft()

    def _take_up_the_draft(self) -> None:
        found = self.load()
        parts = found.body.split("\n") if found is not None else []
        if found is not None and len(parts) == 4:
            self._fields, self._closes, self.tell = (parts[0], parts[1], parts[2]), parts[3] == "done", found.public
            self._kept = found

    def title_parts(self) -> tuple[Part, ...]:
        who: Part = (f"SENDS TO {self.subject.client.upper()}", "send") if self.tell else ("INTERNAL", "text")
        return (("Finish", "text"), (f" · {self.subject.heading} · ", "dim"), who)

    def body(self) -> Iterable[Widget]:
        yield self.news()
        labels = (("Result", "result"), ("Minutes", "minutes"), (STEP, "step"))
        for (label, name), value, proposed in zip(labels, self._fields, self._proposed, strict=True):
            yield row(label, value, name, proposed)
        yield Said(id="ticket")

    def refresh_words(self) -> None:
        super().refresh_words()
        self.query_one("#ticket", Said).show(self._after())
        self.query_one("#step-row").set_class(self._closes, "-off")
        self.query_one("#step-row > .label", Static).update(plain((STILL if self._step_is_old else STEP, "dim")))

    def _after(self) -> str:
        if self._closes:
            return "The ticket is done with it."
        return KEEP_OR_TYPE if self._step_is_old else REMAINS

    @property
    def _step_is_old(self) -> bool:
        """What was to be done next before the work stands there yet: perhaps it is what has just been done."""
        old = self._proposed[2]
        return bool(old) and self.query_one("#step", LineField).value == old

    @property
    def _asks_first(self) -> bool:
        return not self._closes and self._step_is_old and not self.query_one("#step", LineField).has_focus

    def words(self) -> Words:
        return self._as_words(tuple(words_of(self, "result", "minutes", "step")))

    def _as_words(self, fields: tuple[str, ...]) -> Words:
        return Words("\n".join([*fields, "done" if self._closes else "open"]), public=self.tell)

    @on(Input.Changed)
    def typed(self) -> None:
        self.refresh_words()
        self.touched()

    @on(Input.Submitted)
    async def entered(self) -> None:
        """The next step is asked for before an old one is kept."""
        if self._asks_first:
            self.set_focus(self.query_one("#step", LineField))
        else:
            await self.action_save()

    def on_descendant_focus(self) -> None:
        self.refresh_words()

    @command("save", "ctrl+s", "finish", "Finish it as written (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        result, minutes, step = words_of(self, "result", "minutes", "step")
        booked = _minutes(minutes)
        if self.tell and self.stopped():
            return
        await self._keep()  # so that u brings it back as it was typed
        await finishing.finish(
            self.desk, self.activity_id, result=result, minutes=booked, tell=self.tell,
            ticket_done=self._closes, next_step=None if self._closes else step.strip() or None,
        )  # fmt: skip
        seconds = self.desk.policy.limits.undo_send_s
        when = f" in {seconds} s; u takes it back" if seconds else ""
        told = f", {self.subject.client} is told{when}" if self.tell else ""
        time = f", {booked} min booked" if booked else ""
        self.sent(replies.after_letting_go(self.desk, f"#{self.subject.number}: finished{time}{told}"))

    @command("tell", "ctrl+t", "tell the client", "The result goes to the client", IN_A_SHEET, hint=20)
    def action_tell(self) -> None:
        self.tell = not self.tell
        self.refresh_words()
        self.touched()

    @command("done", "ctrl+r", "ticket done", "The ticket is done, or it stays open", IN_A_SHEET, hint=30)
    def action_done(self) -> None:
        self._closes = not self._closes
        if self._closes and self.query_one("#step", LineField).has_focus:
            self.set_focus(self.query_one("#result", LineField))  # a field that goes would take Enter with it
        self.refresh_words()
        self.touched()

    def hints(self) -> list[tuple[str, str]]:
        words = {"ticket done": "ticket stays open"} if self._closes else {}
        words |= {"tell the client": "keep internal"} if self.tell else {}
        found = [("Enter" if key == "Ctrl+S" else key, words.get(label, label)) for key, label in super().hints()]
        return [("Enter", "next step"), ("Ctrl+S", "finish"), *found[1:]] if self._asks_first else found


def _minutes(text: str) -> int:
    text = text.strip().removesuffix("m").removesuffix(" min").strip()
    if text and not (text.isascii() and text.isdigit() and int(text[:6]) <= MOST_MINUTES):
        raise UsageError(f"minutes: a whole number from 0 to {MOST_MINUTES}, for instance 25")
    return int(text or 0)
