"""Whatever stands in a ticket: nothing crashes, nothing runs, nothing raw reaches the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Digits, Static

import workboard.ui
from tests.board.bench import MINUTE, Bench
from tests.corpus.desk import joined
from tests.corpus.hostile import HOSTILE, storable
from tests.support.visible import NEVER, hidden
from tests.ui.eyes import Eyes, opened, segments
from workboard.board import conversation, importing, lead_words, notes, who_waits
from workboard.board.conversation import ThreadMessage
from workboard.board.focus_view import FocusView, Own
from workboard.board.lead_view import Columns, LeadView
from workboard.board.look import board_view
from workboard.board.outbox import OutboxRow
from workboard.board.view import Card, ThreadLine, View
from workboard.board.who_waits import ReplyRow
from workboard.domain.importing import parse
from workboard.domain.text import wrap
from workboard.store.connection import Reader
from workboard.ui.dialogs.fields import Row, row
from workboard.ui.dialogs.outbox_lines import OutboxLines
from workboard.ui.dialogs.people_lines import Option, PeopleLines
from workboard.ui.panes import thread as pane
from workboard.ui.panes.reply_list import ReplyList
from workboard.ui.panes.thread import Thread
from workboard.ui.widgets.choice import Choice
from workboard.ui.widgets.face_board import FaceBoard
from workboard.ui.widgets.face_focus import FaceFocus
from workboard.ui.widgets.lead_board import LeadBoard
from workboard.ui.widgets.lines import Lines
from workboard.ui.widgets.note_text import LineField, NoteText
from workboard.ui.widgets.plain import block, figures, plain, unmarked
from workboard.ui.widgets.said import Said

ALL = [text[:400] for text in HOSTILE]
SIDES = list(joined(ALL))
WIDE = 200
HIGH = 400


def harmless(pilot: Eyes) -> None:
    """What would be written now."""
    width, typing = pilot.app.size.width, bool(pilot.app.screen.query("NoteText, LineField"))
    for line in segments(pilot):
        # where one types, the cursor of Textual's own may part a character from what joins it to the next
        assert typing or sum(segment.cell_length for segment in line) == width, line
        harmless_line(line)


def harmless_line(line: Iterable[Segment]) -> None:
    for text, style, control in line:
        assert control is None
        assert not hidden(text), ascii(text)
        if style is not None:
            assert style.link is None
            assert "@click" not in style.meta


# -- every widget -------------------------------------------------------------------------------------------


def _thread() -> Widget:
    said = [ThreadMessage(text, text, "client", "public", text, text, str(n), n) for n, text in enumerate(ALL)]
    pane = Thread(lambda _id, _left: ("", 0))
    pane._messages = said
    return pane


def _replies() -> Widget:
    return ReplyList([ReplyRow(str(n), text, text, text, text, "5 m", n, text, True) for n, text in enumerate(ALL)])


def _outbox() -> Widget:
    return OutboxLines(
        [OutboxRow(str(n), n, text, "note", "refused", text, text, 1, 0) for n, text in enumerate(ALL)], 0
    )


def _board() -> Widget:
    card = Card("offered", "NEXT", SIDES[2], company=ALL[3], contact=ALL[4], where=SIDES[5], next_step=SIDES[6])
    said = tuple(ThreadLine("Mon", one, two) for one, two in zip(ALL, SIDES, strict=False))
    return FaceBoard(View(SIDES[0], "Tue 10:42", "synced", "synced", card, thread=said, notice=SIDES[1]))


def _focus() -> FaceFocus:
    notes = tuple(Own("10:31", one) for one in SIDES)
    number, title, about, step, promise, through, said = SIDES[:7]
    view = FocusView("a", "t", number, title, about, step, "1 min", "11:15", 0, notes, promise)
    return FaceFocus(view._replace(through=through, said=said))


def _lead() -> LeadBoard:
    rows = tuple(
        lead_words.Row(one, two, one, 0.5, two, str(n)) for n, (one, two) in enumerate(zip(ALL, SIDES, strict=False))
    )
    made = LeadBoard()
    made.show(LeadView(SIDES[0], (), "Tue 10:42", SIDES[1], Columns((lead_words.Section(SIDES[2], SIDES[3], rows),))))
    return made


def _people() -> Widget:
    made = PeopleLines(id="people")
    made.show([Option(None, one, two) for one, two in zip(ALL, SIDES, strict=False)])
    return made


MAKERS: dict[type[Widget], Callable[[], list[Widget]]] = {
    Said: lambda: [Said(one) for one in SIDES],
    Static: lambda: [Static(block(one, (one, "dim"))) for one in SIDES],
    Digits: lambda: [Digits(figures(" ".join(SIDES))[:60])],
    Row: lambda: [row(one, one, f"f{n}") for n, one in enumerate(SIDES)],
    LineField: lambda: [LineField(one, id=f"g{n}") for n, one in enumerate(SIDES)],
    NoteText: lambda: [NoteText("\n".join(SIDES), (0, 0))],
    Choice: lambda: [Choice(one, [("a", one), ("b", one)], "a", id=f"c{n}") for n, one in enumerate(SIDES)],
    FaceBoard: lambda: [_board()],
    FaceFocus: lambda: [_focus()],
    Thread: lambda: [_thread()],
    ReplyList: lambda: [_replies()],
    OutboxLines: lambda: [_outbox()],
    PeopleLines: lambda: [_people()],
    LeadBoard: lambda: [_lead()],
}
"""each kind of widget with the whole corpus in it"""


def kinds() -> set[type[Widget]]:
    """Every widget class of the screen that is no screen itself and says something of its own."""
    for module in walk_packages(workboard.ui.__path__, "workboard.ui."):
        import_module(module.name)
    found, todo = set[type[Widget]](), [Widget]
    while todo:
        below = todo.pop().__subclasses__()
        todo += below
        found |= {one for one in below if one.__module__.startswith("workboard.") and not issubclass(one, Screen)}
    return {one for one in found if "__init__" in vars(one) or "lines" in vars(one)} - {Lines}


def test_every_kind_of_widget_is_looked_at() -> None:
    assert kinds() <= set(MAKERS)


async def test_the_whole_corpus_in_every_widget(bench: Bench) -> None:
    async with opened(bench, (WIDE, 24)) as pilot:
        await pilot.app.screen.query_one(FaceBoard).remove()
        for kind, make in MAKERS.items():
            made = make()
            ground = VerticalScroll(*made)
            await pilot.app.screen.mount(ground)
            for one in made:
                one.styles.height = HIGH if len(made) == 1 else 3 if kind is Static else 1
            await pilot.pause()
            harmless(pilot)
            seen = {char for one in made for line in written(pilot, one) for segment in line for char in segment.text}
            assert len(seen) > (3 if kind is Digits else 60), f"the corpus is in {kind.__name__}"
            await ground.remove()


def written(pilot: Eyes, widget: Widget) -> Iterator[Strip]:
    """Every line of a widget and of those in it, seen on the screen or not, after the wall."""
    for one in (widget, *widget.query("*").results(Widget)):
        size = one.outer_size
        for strip in one.render_lines(Region(0, 0, size.width, size.height)):
            for each in pilot.app.get_line_filters():
                strip = strip.apply_filter(each, Color(0, 0, 0))
            harmless_line(strip)
            yield strip


# -- every screen -------------------------------------------------------------------------------------------

SHEETS = ("n", "f", "w", "s", "!", "?")


async def test_on_every_sheet_and_screen(bench: Bench) -> None:
    """Other words on the board at each turn, and one sheet over them."""
    ticket = await bench.ticket("First")
    bench.client_writes(ticket, "Hello")
    texts = [storable(one) for one in SIDES]
    async with opened(bench, (WIDE, 40)) as pilot:
        for turn, opens in enumerate((*SHEETS, "r")):
            title, company, contact, said = (texts[(4 * turn + step) % len(texts)] for step in range(4))
            bench.at += MINUTE
            named = ticket._replace(title=title, company=company, contact_name=contact)
            bench.put(named)
            bench.planned(named, number="7", title=company)
            bench.client_writes(ticket, said or ".")
            await notes.save_draft(bench.desk, ticket.id, "note", "\n".join(texts))
            await notes.save_draft(bench.desk, ticket.id, "answer", "\n".join(texts))
            pilot.app.screen.look_again()  # type: ignore[attr-defined]
            pilot.app.screen.say(said)  # type: ignore[attr-defined]
            await pilot.pause()
            harmless(pilot)
            for key in (opens, "a") if opens == "r" else (opens,):
                await pilot.press(key)
                harmless(pilot)
            pilot.app.screen.say(said)  # type: ignore[attr-defined]
            await pilot.pause()
            harmless(pilot)
            if opens != "r":
                await pilot.press("escape")


async def test_the_wall_stands_alone_where_safe_was_forgotten(bench: Bench) -> None:
    markup = "[@click=app.screenshot('evil.svg','/tmp')]press[/] [link=\"http://x\"]here[/]"
    async with opened(bench, (WIDE, 24)) as pilot:
        wrong: list[Widget] = [Static(Content(text)) for text in ALL]
        wrong.append(Static(Content.from_markup(markup)))
        for one in wrong:
            one.styles.height = 1
        await pilot.app.screen.query_one(FaceBoard).remove()
        await pilot.app.screen.mount(VerticalScroll(*wrong))
        await pilot.pause()
        harmless(pilot)
        lines = [line for one in wrong for line in written(pilot, one)]
        assert "press here" in lines[-1].text


def test_brackets_are_brackets() -> None:
    for text in ALL:
        for made in (plain((text, "dim"), " · ", text), block(text), Content.from_markup(unmarked(text))):
            assert not any(getattr(span.style, "meta", None) for span in made.spans), ascii(text)
            assert not hidden(made.plain, allowed="\n"), ascii(text)
        assert Content.from_markup(unmarked(text)).plain == plain(text).plain, ascii(text)


# -- beside the lines: what goes to the terminal or the system by itself ----------------------------------------


async def test_what_is_copied_notified_and_opened(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_urls: list[str] = []
    async with opened(bench, (WIDE, 40)) as pilot:
        app = pilot.app
        monkeypatch.setattr(app._driver, "open_url", lambda url, new_tab=True: opened_urls.append(url))
        for text in ALL:
            app.copy_to_clipboard(text)
            assert not hidden(app.clipboard, allowed="\n\t"), ascii(text)
        app.open_url("file:///etc/passwd")
        for side in SIDES[:6]:
            app.notify(side, title=side)
        await pilot.pause()
        harmless(pilot)
        assert all(not one.markup and not hidden(one.message + one.title) for one in app._notifications)
        assert app.title == "workboard"
        assert app.sub_title == ""
    assert opened_urls == []


# -- ten megabytes ------------------------------------------------------------------------------------------

HUGE = {
    "words": "word and more words\n" * 500_000,
    "one line": "x" * 10_000_000,
    "wide": "\u6f22" * 3_000_000,
    "lines": "x\n" * 5_000_000,
}


@pytest.mark.parametrize("kind", HUGE)
async def test_a_note_of_ten_megabytes(bench: Bench, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its first part is read, folded and painted; the rest comes when asked for, and it is all there."""
    folded: list[int] = []

    def watched(text: str, width: int, limit: int) -> list[str]:
        folded.append(len(text))
        return wrap(text, width, limit)

    monkeypatch.setattr(pane, "wrap", watched)
    pane._folded.cache_clear()
    ticket = await bench.ticket("First")
    bench.at += MINUTE
    bench.client_writes(ticket, HUGE[kind])
    async with opened(bench, (100, 30)) as pilot:
        await pilot.press("r")
        found = pilot.app.screen.query_one(Thread)
        assert found.cut is not None
        (text,), left = found._parts(found.cut)
        assert len(text) == 65_536
        assert sum(folded) < 140_000, "what was not asked for was not folded"
        await pilot.press("m")
        found.page(10_000)
        assert found.cut is not None
        (_, second), rest = found._parts(found.cut)
        assert (len(second), rest) == (65_536, left - 65_536)
        assert HUGE[kind][65_536 : 2 * 65_536].rstrip() == second.rstrip()
        assert sum(folded) < 280_000
        harmless(pilot)
    kept = bench.database.read().value("SELECT max(length(body)) FROM message")
    assert kept == len(HUGE[kind].rstrip("\n")) or kept == len(HUGE[kind])


async def test_no_question_of_the_board_reads_it_whole(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = await bench.ticket("First")
    bench.at += MINUTE
    bench.client_writes(ticket, HUGE["words"])
    longest = [0]

    def weighed(row: Any) -> Any:
        longest.extend(len(cell) for cell in row or () if isinstance(cell, str))
        return row

    every, single = Reader.all, Reader.one
    monkeypatch.setattr(Reader, "all", lambda self, *asked: [weighed(row) for row in every(self, *asked)])
    monkeypatch.setattr(Reader, "one", lambda self, *asked: weighed(single(self, *asked)))
    board_view(bench.desk)
    who_waits.rows(bench.desk)
    assert 10_000 < max(longest) <= 20_000, "an excerpt is made of this much"
    conversation.thread(bench.desk, ticket.id)
    assert max(longest) == conversation.PART + 1


async def test_an_import_of_ten_megabytes_keeps_them_all(bench: Bench) -> None:
    row = json.dumps([{"Number": "7", "Title": "Log", "Description": HUGE["words"]}])
    importing.store(bench.desk, parse(row, {}, bench.desk.zone, None), None, dry_run=False)
    kept = bench.database.read().value("SELECT max(length(body)) FROM message")
    assert kept == len(HUGE["words"].strip())


def test_never_is_no_empty_word() -> None:
    assert len(NEVER) > 4000
    assert not NEVER & set("abc \u00e4\u6f22\U0001f600\u0301\ufe0f\ufffd")
