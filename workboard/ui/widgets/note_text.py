"""The field a note is typed in, and a field of one line; quiet, and never blinking."""

from __future__ import annotations

from typing import Self

from textual.events import Focus, Paste
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input, TextArea


class NoteText(TextArea):
    DEFAULT_CSS = """
    NoteText, NoteText:focus {
        height: 5; padding: 0; border: none; background: $role-card; color: $role-text;
        scrollbar-size-vertical: 1;
    }
    .-short NoteText, .-short NoteText:focus { height: 3; }
    .-tall NoteText, .-tall NoteText:focus { height: 9; }
    NoteText > .text-area--placeholder { color: $role-dim; }
    .-plain NoteText > .text-area--cursor, .-plain NoteText > .text-area--selection { text-style: reverse; }
    """
    SCOPED_CSS = False

    def __init__(self, text: str, at: tuple[int, int], *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            text, compact=True, highlight_cursor_line=False, soft_wrap=True, show_line_numbers=False, id=id,
            placeholder=placeholder,
        )  # fmt: skip
        self.cursor_blink = False
        self._painted: list[Strip] = []
        self.move_cursor(at)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Textual paints the whole field for each key: over a slow line that is felt. Here only what differs."""
        if regions or layout or recompose or not repaint or not self.is_mounted:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self.call_next(self._paint)
        return self

    def _paint(self) -> None:
        before, self._painted = self._painted, [self.render_line(y) for y in range(self.size.height)]
        if len(before) != len(self._painted):
            super().refresh()
            return
        width = self.size.width
        changed = [Region(0, y, width, 1) for y, strip in enumerate(self._painted) if strip != before[y]]
        if changed:
            super().refresh(*changed)


class LineField(Input):
    DEFAULT_CSS = """
    LineField, LineField:focus { background: $role-card; background-tint: transparent; color: $role-text; }
    .-plain LineField > .input--cursor, .-plain LineField > .input--selection { text-style: reverse; }
    """
    SCOPED_CSS = False

    def __init__(self, value: str, *, id: str, proposed: str | None = None) -> None:
        super().__init__(value, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.proposed = proposed

    def on_mount(self) -> None:
        """At the end of what stands there, and where that can be seen."""
        self.call_after_refresh(self._to_the_end)

    def _to_the_end(self) -> None:
        self.action_end()
        if self.has_focus:
            self._offer()

    def _on_paste(self, event: Paste) -> None:
        """Textual would keep the first line of what is pasted and drop the rest without a word."""
        lines = (line.strip() for line in event.text.splitlines())
        super()._on_paste(Paste(" ".join(line for line in lines if line)))
        event.stop()
        event.prevent_default()

    def on_focus(self, event: Focus) -> None:
        if not event.from_app_focus:
            self._offer()

    def _offer(self) -> None:
        """What is only proposed gives way to the first letter; what was typed never does."""
        if self.value == self.proposed:
            self.select_all()
