"""Whose a ticket is: taken by oneself, or given to a colleague; believed only when it reads back.

A change of owner that Request Tracker turns down is a 200 like any other, with a sentence in the language of the
token's user. Where that sentence is known, the one right that is missing is named, else all that it may be. As with a
status, a ticket is given away only from whom it was to be taken, with the ETag against what is stale.
"""

from __future__ import annotations

from typing import Final, Protocol

from workboard.backends.base import Known, Receipt
from workboard.backends.http_answers import read_back
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.ids import number_of
from workboard.backends.request_tracker.shapes import NOBODY, Row, identifier, person
from workboard.backends.request_tracker.status_writer import STALE, TRIES, Stand
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import Assign, Claim
from workboard.domain.text import clean

LONGEST_SAID: Final = 120


class Teller(Protocol):
    """What is true of a ticket after a write: ``stands`` with as few calls as can be, ``receipt`` from a reading."""

    async def stands(self, stand: Stand, known: Known) -> Receipt: ...

    async def receipt(
        self, number: int | None, known: Known, transaction: int | None = None, *, full: bool = False
    ) -> Receipt: ...


class OwnerWriter:
    """Ids of people are their login names, as everywhere with Request Tracker."""

    def __init__(self, calls: Calls, teller: Teller) -> None:
        self._calls = calls
        self._teller = teller

    async def claim(self, intent: Claim, known: Known) -> Receipt:
        number = number_of(intent.ticket_id)
        me = known.me().id
        row, _ = await self._calls.ticket(number)
        said = ""
        if person(row, "Owner") is None:
            said = await self._calls.take(number)
            with read_back():
                row, _ = await self._calls.ticket(number)
        owner = person(row, "Owner")
        if owner != me:
            raise Refused(f"taken by {owner}" if owner else _kept("the ticket could not be taken", said))
        return await self._teller.receipt(number, known, full=True)

    async def assign(self, intent: Assign, known: Known) -> Receipt:
        """Raises ``Conflicting`` if it belongs to a third person by now, ``Refused`` with the right that is missing."""
        row = await self._given(intent, known.me().id)
        if intent.person_id == known.me().id:  # work of mine from now on: all of it is read
            return await self._teller.receipt(identifier(row), known, full=True)
        return await self._teller.stands(Stand(row), known)

    async def held_by(self, ticket_id: str, who: str, known: Known) -> Receipt | None:
        """Whether it has come to belong to somebody; ``None`` when not."""
        row, _ = await self._calls.ticket(number_of(ticket_id))
        if not _is(person(row, "Owner"), who):
            return None
        return await self._teller.receipt(identifier(row), known, full=True)

    async def _given(self, intent: Assign, me: str) -> Row:
        """The ticket's row with its new owner."""
        number = number_of(intent.ticket_id)
        if intent.person_id.isdecimal():
            raise Refused(f"Request Tracker takes the login {intent.person_id} for a number: assign the ticket there")
        for _ in range(TRIES):
            row, etag = await self._calls.ticket(number)
            _must_be_itself(row, number)
            if _stands(row, intent):
                return row
            said = await self._put(number, intent.person_id, etag)
            if said is not None:
                with read_back():
                    row, _ = await self._calls.ticket(number)
                if _stands(row, intent):
                    return row
                raise _refused(intent, me, said)
        raise Refused("the ticket keeps changing: try again later", status=STALE)

    async def _put(self, number: int, who: str, etag: str | None) -> str | None:
        """What the server said; ``None`` where the ticket had changed since it was read."""
        try:
            return await self._calls.put(number, {"Owner": who}, etag)
        except Refused as error:
            if error.status == STALE:
                return None
            raise


def _must_be_itself(row: Row, number: int) -> None:
    if identifier(row) != number:
        raise Refused(f"ticket {number} was merged into {identifier(row)}: give that one, then outbox drop")


def _stands(row: Row, intent: Assign) -> bool:
    """Whether it is theirs already; not while it is still with whom it was. ``Conflicting`` for anybody else."""
    owner = person(row, "Owner")
    if _is(owner, intent.person_id):
        return True
    if not _is(owner, intent.base):
        raise _conflict(intent, owner or "")
    return False


def _is(owner: str | None, who: str) -> bool:
    """Logins differ in more than case; Request Tracker itself finds them in any."""
    return (owner or "").casefold() == who.casefold()


def _conflict(intent: Assign, theirs: str) -> Conflicting:
    text = (
        f"it belongs to {theirs or NOBODY} by now, not {intent.base or NOBODY}:"
        " choose mine (outbox retry) or theirs (outbox drop)"
    )
    return Conflicting(text, field="owner", base=intent.base, mine=intent.person_id, theirs=theirs)


def _refused(intent: Assign, me: str, said: str) -> Refused:
    return Refused(f"{_kept(f'it stays with {intent.base or NOBODY}', said)}: {_remedy(intent, me, said)}")


def _remedy(intent: Assign, me: str, said: str) -> str:
    """Who needs which right, by Request Tracker's own rules."""
    mine = "ModifyTicket or ReassignTicket" if intent.base in ("", me) else "ReassignTicket"
    giver, taker = f"you need the right {mine}", f"{intent.person_id} needs the right OwnTicket"
    told = said.casefold()
    if "does not exist" in told:
        return f"check the login {intent.person_id}"
    if "may not own" in told:
        return f"{taker} in its queue"
    if "permission denied" in told or "only reassign" in told:
        return f"{giver} in its queue"
    return f"{giver}, and {taker}, in its queue"


def _kept(what: str, said: str) -> str:
    """One line for a person, with what the server said about it, if anything."""
    told = clean(" ".join(said.split()), LONGEST_SAID)
    return f"Request Tracker: {what} ({told})" if told else f"Request Tracker: {what}"
