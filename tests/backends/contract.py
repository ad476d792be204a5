"""What every backend promises, as one suite to inherit.

A subclass gives the fixtures ``backend`` and ``known`` (with ``who`` set to whom ``whoami`` names) and may
override ``prepare``, ``make_reply`` and ``make_unowned`` where its desk needs help to have such tickets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import count
from typing import Final

import pytest

from tests.backends.fake_known import FakeKnown
from workboard.backends.base import Backend, Op, Page, Receipt
from workboard.domain.activity import split_id
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    Schedule,
    SetCategory,
)
from workboard.domain.note_lines import compose, format_marker
from workboard.domain.people import Me
from workboard.domain.ticket import CLOSED, Category, Ticket

_serial = count(1)
AT: Final = 1_893_553_445_000
"""2030-01-02 03:04:05 UTC"""


def op(intent: Intent, known: FakeKnown) -> Op:
    """A wish on its way, with an id and a marker of its own."""
    number = next(_serial)
    return Op(f"op{number:04}", intent.ticket_id, intent, format_marker(number), known.now(), fence=known.cursor)


async def identify(backend: Backend, known: FakeKnown) -> None:
    """Sign in, so that *me* is somebody."""
    identity = await backend.whoami()
    members = tuple(person.id for person in identity.members)
    known.who = Me(identity.me.id, identity.me.name, members or (identity.me.id,))


async def pull(backend: Backend, known: FakeKnown, cursor: str | None = None) -> list[Page]:
    """Read everything since ``cursor`` and store it page by page."""
    pages = []
    async for page in backend.changes(cursor, known):
        known.merge(page)
        pages.append(page)
    return pages


def standing(known: FakeKnown) -> dict[str, object]:
    """What a receipt has to tell: all but the clients, and when to the second a ticket was last touched."""
    rows = {name: value for name, value in known.rows().items() if name != "people"}
    return {**rows, "tickets": {key: one._replace(updated_at=0) for key, one in known.tickets.items()}}


async def carry_out(backend: Backend, known: FakeKnown, intent: Intent) -> tuple[Op, Receipt]:
    """Apply a wish and store what it made true."""
    wish = op(intent, known)
    receipt = await backend.apply(wish, known)
    known.merge(receipt.page)
    return wish, receipt


def texts(value: object) -> Iterator[str]:
    """Every text inside rows of rows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset | list):
        for part in value:
            yield from texts(part)


def dirty(found: Iterable[str]) -> list[str]:
    """Those with a character that may not be kept: controls, bidi marks, tags, lone surrogates."""
    return [
        text
        for text in found
        if any(unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\n\t" for char in text)
    ]


class BackendContract:
    """Inherit, give the fixtures, and every promise is a test."""

    async def prepare(self, backend: Backend, known: FakeKnown) -> None:
        """Make sure that there is an open ticket of mine in ``known``."""
        await pull(backend, known)

    async def make_reply(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        """A ticket of mine in category *reply*; ``None`` where this desk has none."""
        return next((one for one in self.open_ones(known) if one.category == "reply"), None)

    async def make_unowned(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        """A ticket that belongs to nobody."""
        return next(
            (one for one in known.tickets.values() if one.owner_id is None and one.category not in CLOSED), None
        )

    async def colleagues(self, backend: Backend) -> list[str]:
        """Ids of two and more to whom tickets can be given; any will do where the desk knows of none."""
        if not backend.capabilities.assigns:
            pytest.skip("nobody gives tickets away here")
        identity = await backend.whoami()
        return [one.id for one in identity.members if one.id != identity.me.id] or ["first", "second"]

    def open_ones(self, known: FakeKnown) -> list[Ticket]:
        return [one for one in known.tickets.values() if one.presence == "mine" and one.category not in CLOSED]

    async def one_of_mine(self, backend: Backend, known: FakeKnown) -> Ticket:
        await self.prepare(backend, known)
        return next(one for one in self.open_ones(known) if one.category == "open" or one.category == "new")

    # ------------------------------------------------------------------------------------------- reading

    async def test_whoami_names_me(self, backend: Backend) -> None:
        identity = await backend.whoami()
        assert identity.me.name
        assert identity.me.kind == "me"
        assert not identity.members or identity.me.id in {person.id for person in identity.members}
        assert not dirty(texts(identity))

    async def test_reading_twice_from_the_beginning_changes_nothing(self, backend: Backend, known: FakeKnown) -> None:
        await pull(backend, known)
        once = deepcopy(known.rows())
        await pull(backend, known)
        assert known.rows() == once

    async def test_nothing_is_lost_by_going_on_from_the_last_cursor(self, backend: Backend, known: FakeKnown) -> None:
        await pull(backend, known)
        once = deepcopy(known.rows())
        await pull(backend, known, known.cursor)
        assert known.rows() == once

    async def test_any_page_may_be_the_last_one_stored(self, backend: Backend, known: FakeKnown) -> None:
        whole = FakeKnown(known.at, known.who)
        await pull(backend, whole)
        before = None
        for _ in range(1000):
            taken = None
            async for page in backend.changes(known.cursor, known):
                taken = page
                break
            if taken is None or (taken.cursor == before and before is not None):
                break
            known.merge(taken)
            before = taken.cursor
        assert known.rows() == whole.rows()

    async def test_texts_are_clean(self, backend: Backend, known: FakeKnown) -> None:
        for page in await pull(backend, known):
            assert not dirty(texts(page._replace(cursor=None, spoiled=())))

    async def test_what_hangs_on_a_ticket_has_its_ticket(self, backend: Backend, known: FakeKnown) -> None:
        await pull(backend, known)
        hanging = (known.activity_rows, known.message_rows, known.stretches)
        named = {one.ticket_id for rows in hanging[:2] for one in rows.values()} | set(known.stretches)
        assert named <= set(known.tickets)

    async def test_a_page_lists_the_stretches_of_its_tickets_in_order(self, backend: Backend, known: FakeKnown) -> None:
        await pull(backend, known)
        for ticket_id, spans in known.stretches.items():
            assert [one.until_at for one in spans] == [*(one.from_at for one in spans[1:]), None]
            assert spans[-1].category == known.tickets[ticket_id].category

    async def test_mine_are_the_open_ones_of_mine(self, backend: Backend, known: FakeKnown) -> None:
        await self.prepare(backend, known)
        if not backend.capabilities.network:
            with pytest.raises(Refused):
                await backend.mine()
        else:
            assert await backend.mine() == {one.id for one in self.open_ones(known)}

    async def test_fetch_gives_a_ticket_in_full_and_names_what_is_gone(
        self, backend: Backend, known: FakeKnown
    ) -> None:
        ticket = await self.one_of_mine(backend, known)
        unknown = self.unknown(ticket)
        page = await backend.fetch((ticket.id, unknown), known)
        assert [one.id for one in page.tickets] == [ticket.id]
        assert (*page.gone, *page.missing) == (unknown,)
        assert ticket.id in page.complete
        assert {one.id for one in page.messages} == {one.id for one in known.messages(ticket.id)}
        assert {one.id for one in page.activities} == {one.id for one in known.activities(ticket.id)}

    # ------------------------------------------------------------------------------------------- writing

    async def test_a_note_is_a_message_with_marker_minutes_and_next_step(
        self, backend: Backend, known: FakeKnown
    ) -> None:
        ticket = await self.one_of_mine(backend, known)
        text = compose("Tried another cable.", next_step="Call back")
        wish, _ = await carry_out(backend, known, AddNote(ticket.id, text, minutes=20))
        note = next(one for one in known.messages(ticket.id) if one.marker == wish.marker)
        assert note.body.startswith("Tried another cable.")
        assert (note.visibility, note.origin, note.author) == ("internal", "note", "staff")
        assert (note.author_id, note.minutes, note.next_step) == (known.who.id, 20, "Call back")
        assert sum(one.minutes for one in known.time_entries.values() if one.marker == wish.marker) == 20
        assert known.tickets[ticket.id].category == ticket.category

    async def test_an_answer_is_public_and_hands_the_ticket_over(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        before = {one.id for one in known.messages(ticket.id)}
        await carry_out(backend, known, Answer(ticket.id, "Please try it now.", minutes=5))
        (written,) = (one for one in known.messages(ticket.id) if one.id not in before)
        assert (written.visibility, written.author, written.body) == ("public", "staff", "Please try it now.")
        assert known.tickets[ticket.id].category == "waiting_client"

    @pytest.mark.parametrize("category", ["open", "planned", "waiting_client", "waiting_other", "done"])
    async def test_a_category_is_set(self, backend: Backend, known: FakeKnown, category: Category) -> None:
        if category not in backend.capabilities.writes:
            pytest.skip("this remote has no status for it")
        ticket = await self.one_of_mine(backend, known)
        await carry_out(backend, known, SetCategory(ticket.id, category, ticket.status))
        assert known.tickets[ticket.id].category == category
        assert known.spans(ticket.id)[-1].category == category
        closed = [one for one in known.done_events.values() if one.ticket_id == ticket.id]
        assert bool(closed) == (category == "done")

    async def test_setting_it_twice_is_setting_it_once(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        await carry_out(backend, known, SetCategory(ticket.id, "done", ticket.status))
        once = deepcopy(known.rows())
        await carry_out(backend, known, SetCategory(ticket.id, "done", ticket.status))
        assert known.rows() == once

    async def test_a_category_changed_meanwhile_is_a_conflict(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        await carry_out(backend, known, SetCategory(ticket.id, "waiting_client", ticket.status))
        theirs = known.tickets[ticket.id].status
        with pytest.raises(Conflicting) as caught:
            await carry_out(backend, known, SetCategory(ticket.id, "done", ticket.status))
        assert (caught.value.base, caught.value.theirs) == (ticket.status, theirs)
        assert known.tickets[ticket.id].category == "waiting_client"

    async def test_no_answer_needed_brings_the_category_before_back(self, backend: Backend, known: FakeKnown) -> None:
        await self.prepare(backend, known)
        ticket = await self.make_reply(backend, known)
        if ticket is None:
            pytest.skip("no ticket in reply")
        spans, messages = known.spans(ticket.id), known.messages(ticket.id)
        await carry_out(backend, known, Dismiss(ticket.id, ticket.status))
        assert known.tickets[ticket.id].category == spans[-2].category
        assert known.messages(ticket.id) == messages

    async def test_a_finished_activity_is_done_and_its_ticket_as_it_was(
        self, backend: Backend, known: FakeKnown
    ) -> None:
        await self.prepare(backend, known)
        mine = [one for one in known.activity_rows.values() if one.owner_id == known.who.id]
        activity = next((one for one in mine if one.remote_state == "open"), None)
        if activity is None:
            pytest.skip("no activity of mine")
        category = known.tickets[activity.ticket_id].category
        await carry_out(backend, known, CompleteActivity(activity.ticket_id, activity.id))
        assert known.activity_rows[activity.id].remote_state == "done"
        assert known.tickets[activity.ticket_id].category == category

    async def test_an_unowned_ticket_is_claimed(self, backend: Backend, known: FakeKnown) -> None:
        await self.prepare(backend, known)
        ticket = await self.make_unowned(backend, known)
        if ticket is None or not backend.capabilities.claims:
            pytest.skip("nothing to claim")
        await carry_out(backend, known, Claim(ticket.id))
        taken = known.tickets[ticket.id]
        assert (taken.owner_id, taken.presence) == (known.who.id, "mine")

    async def test_a_ticket_is_given_to_a_colleague(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        colleague, *_ = await self.colleagues(backend)
        before = known.messages(ticket.id)
        await carry_out(backend, known, Assign(ticket.id, colleague, known.who.id))
        given = known.tickets[ticket.id]
        assert (given.owner_id, given.category) == (colleague, ticket.category)
        assert given.presence != "mine"
        assert known.messages(ticket.id) == before
        once = deepcopy(known.tickets)
        await carry_out(backend, known, Assign(ticket.id, colleague, known.who.id))
        assert known.tickets == once, "to give it twice is to give it once"

    async def test_what_is_nobodys_is_given_to_a_colleague_and_comes_back_to_me(
        self, backend: Backend, known: FakeKnown
    ) -> None:
        await self.prepare(backend, known)
        ticket, (colleague, *_) = await self.make_unowned(backend, known), await self.colleagues(backend)
        if ticket is None:
            pytest.skip("nothing is nobody's")
        await carry_out(backend, known, Assign(ticket.id, colleague))
        assert known.tickets[ticket.id].owner_id == colleague
        await carry_out(backend, known, Assign(ticket.id, known.who.id, colleague))
        assert (known.tickets[ticket.id].owner_id, known.tickets[ticket.id].presence) == (known.who.id, "mine")

    async def test_somebody_who_gave_it_away_sooner_makes_a_conflict(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        me, (sooner, late) = known.who.id, (await self.colleagues(backend))[:2]
        await carry_out(backend, known, Assign(ticket.id, sooner, me))
        with pytest.raises(Conflicting) as caught:
            await carry_out(backend, known, Assign(ticket.id, late, me))
        error = caught.value
        assert (error.field, error.base, error.mine, error.theirs) == ("owner", me, late, sooner)
        assert known.tickets[ticket.id].owner_id == sooner

    async def test_a_date_is_an_activity_of_mine_on_its_ticket(self, backend: Backend, known: FakeKnown) -> None:
        if backend.capabilities.dates is None:
            pytest.skip("dates are set at this remote itself")
        ticket = await self.one_of_mine(backend, known)
        before = {one.id for one in known.activities(ticket.id)}
        wish = Schedule(ticket.id, "Swap the router", AT, 45, fixed=True)
        _, receipt = await carry_out(backend, known, wish)
        (made,) = (one for one in known.activities(ticket.id) if one.id not in before)
        assert (made.title, made.start_at, made.estimate_minutes, made.fixed) == ("Swap the router", AT, 45, True)
        assert (made.owner_id, made.remote_state) == (known.who.id, "open")
        assert split_id(made.id)[2] == receipt.remote_id
        assert known.tickets[ticket.id].category == ticket.category
        once = deepcopy(known.activity_rows)
        await pull(backend, known, known.cursor)
        assert known.activity_rows == once

    async def test_a_new_ticket_has_a_number_and_its_words(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        provisional = f"{split_id(ticket.id)[0]}:ticket:new-1"
        wish = OpenTicket(provisional, "Kettle trips the fuse", "Since noon.\nOnly in room 2.", "Kim", mine=True)
        _, receipt = await carry_out(backend, known, wish)
        assert receipt.ticket_id is not None
        made = known.tickets[receipt.ticket_id]
        assert made.title == "Kettle trips the fuse"
        assert int(made.number) > int(ticket.number)
        assert (made.category, made.presence) == ("new", "mine")
        assert [one.body for one in known.messages(made.id) if one.origin == "create"] == [
            "Since noon.\nOnly in room 2."
        ]

    async def test_a_ticket_that_does_not_exist_is_refused(self, backend: Backend, known: FakeKnown) -> None:
        unknown = self.unknown(await self.one_of_mine(backend, known))
        wishes: list[Intent] = [
            AddNote(unknown, "?"),
            Answer(unknown, "?"),
            SetCategory(unknown, "done", "open"),
            Dismiss(unknown, "reply"),
            CompleteActivity(unknown, f"{split_id(unknown)[0]}:scheduled:99999999"),
            Claim(unknown),
            *([Assign(unknown, known.who.id)] if backend.capabilities.assigns else []),
            *([Schedule(unknown, "?", AT)] if backend.capabilities.dates else []),
        ]
        for wish in wishes:
            with pytest.raises(Refused):
                await carry_out(backend, known, wish)

    # ---------------------------------------------------------------------------------- looking whether

    async def test_a_probe_misses_before_and_finds_after(self, backend: Backend, known: FakeKnown) -> None:
        ticket = await self.one_of_mine(backend, known)
        account = split_id(ticket.id)[0]
        wishes: list[Intent] = [
            AddNote(ticket.id, "Found it.", minutes=5),
            SetCategory(ticket.id, "waiting_client", ticket.status),
            OpenTicket(f"{account}:ticket:new-2", "Second kettle", "Same room.", "Kim"),
            *([Schedule(ticket.id, "Call Kim", AT)] if backend.capabilities.dates else []),
        ]
        if backend.capabilities.assigns:
            wishes.append(Assign(ticket.id, (await self.colleagues(backend))[0], known.who.id))
        for intent in wishes:
            wish = op(intent, known)
            assert await backend.probe(wish, known) is None
            known.merge((await backend.apply(wish, known)).page)
            known.at += 1000
            found = await backend.probe(wish, known)
            assert found is not None
            rows = deepcopy(standing(known))
            known.merge(found.page)
            assert standing(known) == rows

    def unknown(self, ticket: Ticket) -> str:
        """The id of a ticket that does not exist in the same account."""
        return f"{split_id(ticket.id)[0]}:ticket:99999999"
