"""Skipping what is offered takes one reason, and one key gives it. With Shift the same key asks for more: a word of
one's own for the note, and the policy's text to the client."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from workboard.board import finishing, replies, skipping
from workboard.board.desk import Desk
from workboard.domain.errors import WorkboardError
from workboard.domain.tone import on_screen
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.dialogs.told import Told
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part, block, foot_line
from workboard.ui.widgets.said import Said

HOW = "a letter skips · Shift: a word, a text to the client"


class Skip(Told):
    DEFAULT_CSS = """
    Skip #more { display: none; height: auto; }
    Skip.-more #more { display: block; }
    Skip.-more #reasons { display: none; }
    Skip #reasons { height: auto; }
    Skip #text { height: auto; max-height: 6; margin-top: 1; }
    Skip.-short #text { margin-top: 0; max-height: 3; }
    """
    AUTO_FOCUS = ""
    kind = "skip"

    def __init__(self, desk: Desk, activity_id: str) -> None:
        one = finishing.finish_defaults(desk, activity_id)
        super().__init__(desk, Subject(one.ticket_id, one.number, one.company, one.contact))
        self.place = f"skip {activity_id}"
        self.activity_id = activity_id
        self._reasons = {found.key: found.name for found in skipping.skip_reasons(desk)}
        for key in self._reasons:
            self._bindings.bind(key, f"reason('{key}')", show=False)
            self._bindings.bind(key.upper(), f"more('{key}')", show=False)
        self._key: str | None = None
        self._leaving = self.tell = False
        self._typed = self._take_up_the_draft()

    def _take_up_the_draft(self) -> str:
        """The words left here; the second step only where it was open when workboard was left."""
        found = self.load()
        parts = found.body.split("\n") if found is not None else []
        if found is None or len(parts) != 3 or parts[0] not in self._reasons:
            return ""
        self._kept, self.tell = found, found.public
        self._key = parts[0] if parts[2] == "open" else None
        return parts[1]

    def title_parts(self) -> tuple[Part, ...]:
        heading: tuple[Part, ...] = (("Skip", "text"), (f" · {self.subject.heading} · ", "dim"))
        if self._key is None:
            return (*heading, ("why?", "dim"))
        who: Part = (f"SENDS TO {self.subject.client.upper()}", "send") if self.tell else ("INTERNAL", "text")
        return (*heading, (f"{self._reasons[self._key]} · ", "dim"), who)

    def body(self) -> Iterable[Widget]:
        yield self.news()
        yield Vertical(*(Said((key, "key"), f"   {name}") for key, name in self._reasons.items()), id="reasons")
        yield Vertical(row("In a word", self._typed, "word"), Static(id="text"), id="more")

    def on_mount(self) -> None:
        if self._key is not None:
            self._ask_more(self._key)

    def refresh_words(self) -> None:
        super().refresh_words()
        if self._key is None:
            self.query_one("#foot", Said).show(*self._how(max(self.app.size.width - 8, 10)))
        self.query_one("#text", Static).update(block(*self._about_the_text()))

    def _how(self, width: int) -> list[Part]:
        """How a reason is chosen, where there is room for it beside the way out."""
        found = [hint for hint in self.hints() if hint[0] != "Ctrl+O"]  # how one chooses matters more
        out = foot_line(found, width, self.ways_out())
        used = sum(len(part if isinstance(part, str) else part[0]) for part in out)
        return [(HOW, "dim"), "   ", *out] if used + len(HOW) + 3 <= width else out

    def _about_the_text(self) -> tuple[Part, ...]:
        """Exactly what the client would get, before anybody decides to send it."""
        text = self._text
        if not text:
            return (("The policy has no text to the client for this reason.", "dim"),)
        if self.tell:
            return ((f"{self.subject.client} gets:  ", "warm"), (text, "bright"))
        return ((f"Ctrl+T would send {self.subject.client}:  ", "dim"), (text, "dim"))

    @property
    def _text(self) -> str | None:
        if self._key is None:
            return None
        return skipping.text_to_client(self.desk, self.subject.ticket_id, self._reasons[self._key])

    # -- the first step: one key --------------------------------------------------------------------------------

    async def action_reason(self, key: str) -> None:
        """Not while words are asked for: there the letters are words."""
        if self._key is None:
            await self._skip(key)

    def action_more(self, key: str) -> None:
        if self._key is None:
            self._ask_more(key)
            self.touched()

    def _ask_more(self, key: str) -> None:
        self._key = key
        self.tell = self.tell and bool(self._text)
        self.set_class(True, "-more")
        self.refresh_words()
        self.set_focus(self.query_one("#word", LineField))

    async def _skip(self, key: str, words: str = "", tell: bool = False) -> None:
        try:
            await skipping.skip(self.desk, self.activity_id, self._reasons[key], words=words, tell=tell)
        except WorkboardError as error:
            self.say(on_screen(str(error)))
            return
        seconds = self.desk.policy.limits.undo_send_s
        when = f" in {seconds} s; u takes it back" if seconds else ""
        told = f", {self.subject.client} is told{when}" if tell else ""
        words = f"#{self.subject.number}: skipped, {self._reasons[key]}{told}"
        self.sent(replies.after_letting_go(self.desk, words))

    # -- the second step: a word, a text ------------------------------------------------------------------------

    def words(self) -> Words:
        """The reason's key, the words, and whether the second step is open: so that it comes back as it was."""
        if self._key is None:
            return self._kept or Words("")
        how = "shut" if self._leaving else "open"
        return Words("\n".join((self._key, next(words_of(self, "word")), how)), public=self.tell)

    @on(Input.Changed)
    def typed(self) -> None:
        if self._key is not None:
            self.touched()

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    def no_reason(self) -> str | None:
        return "First the reason: one of the letters." if self._key is None else None

    @command("save", "ctrl+s", "skip", "Skip it as written (so does Enter)", IN_A_SHEET, when=no_reason, hint=10)
    async def action_save(self) -> None:
        assert self._key is not None
        if self.tell and self.stopped():
            return
        await self._keep()  # so that u brings it back as it was typed
        await self._skip(self._key, next(words_of(self, "word")), self.tell)

    def no_text(self) -> str | None:
        return self.no_reason() or (None if self._text else "The policy has no text to the client for this reason.")

    @command("tell", "ctrl+t", "tell the client", "The client gets the text shown", IN_A_SHEET, when=no_text, hint=20)
    def action_tell(self) -> None:
        self.tell = not self.tell
        self.refresh_words()
        self.touched()

    @command("close", "s,escape", "do not skip", "Close it; nothing is skipped, words are kept", IN_A_SHEET, hint=90)
    async def action_close(self) -> None:
        self._leaving = True
        await self.let_go()
        self.dismiss(None)

    def hints(self) -> list[tuple[str, str]]:
        keys, words = {"Ctrl+S": "Enter", "s": "Esc"}, {"tell the client": "keep internal"} if self.tell else {}
        return [(keys.get(key, key), words.get(label, label)) for key, label in super().hints()]

    def ways_out(self) -> frozenset[str]:
        return frozenset({"Esc"})

    def key_rows(self) -> list[tuple[str, str, str, str | None]]:
        asked = None if self._key is None else "The letters are words now."
        rows = [(IN_A_SHEET, key, name, asked) for key, name in self._reasons.items()]
        rows += [(IN_A_SHEET, key.upper(), f"{name}, with a word", asked) for key, name in self._reasons.items()]
        return rows + super().key_rows()
