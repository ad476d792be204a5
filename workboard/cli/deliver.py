"""An act from the command line: stored first, then sent if the help desk can be reached within ten seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple, TypeVar

from workboard.board import broken_promises
from workboard.board.desk import Desk
from workboard.board.outbox import row, state_of
from workboard.bootstrap.session import Session
from workboard.domain.errors import NeedsPerson, SettingsError, SignInFailed, WorkboardError
from workboard.store import entries

T = TypeVar("T")

DEADLINE_S: Final = 10.0
GLANCE_S: Final = 0.05
STUCK: Final = frozenset({"refused", "conflict"})
NEWEST: Final = 50
"""rows one act can write, and more"""


class Done(NamedTuple):
    """``state``: *none* (nothing had to be sent), *waiting* or *sent*; ``ids`` are the act's rows; ``why`` it waits,
    where a person has to do something about it."""

    state: str
    ids: tuple[str, ...] = ()
    why: str | None = None


class Tried(NamedTuple):
    """``held``: no other process does the sending; ``why`` nothing could be sent until somebody puts it right."""

    held: bool = True
    why: str | None = None


def perform(session: Session, act: Callable[[], Awaitable[T]], *, wait: bool = False) -> tuple[T, Done]:
    """Do it, send it, and say how far it got; ``NeedsPerson`` when the help desk turned it down.

    ``wait``: where another process does the sending, watch for the outcome as long as sending would take."""
    return asyncio.run(_perform(session, act, wait))


async def _perform(session: Session, act: Callable[[], Awaitable[T]], wait: bool) -> tuple[T, Done]:
    desk = session.desk
    before = max((one.seq for one in entries.recent(desk.database.read(), 1)), default=0)
    result = await act()
    mine = tuple(one.id for one in reversed(entries.recent(desk.database.read(), NEWEST)) if one.seq > before)
    tried = await send(session) if mine else Tried()
    if wait and not tried.held:
        await _watch(desk, mine)
    return result, outcome(desk, mine)._replace(why=tried.why)


async def send(session: Session) -> Tried:
    """Send what may leave; what cannot be sent simply waits, for by now it is saved. What a board promised and did
    not live to send does not leave: it is a draft again."""
    try:
        await broken_promises.revive(session.desk, late=True)
        engine = session.engine()
        if not engine.hold():
            return Tried(held=False)
    except WorkboardError as error:
        return Tried(why=str(error))
    except OSError as error:
        return Tried(why=f"{error.filename or 'sync.lock'}: {(error.strerror or type(error).__name__).lower()}")
    try:
        async with asyncio.timeout(DEADLINE_S):
            report = await engine.send()
    except TimeoutError:
        return Tried()
    finally:
        await engine.context.backend.aclose()
    return Tried(why=_for_a_person(report.error))


def _for_a_person(error: WorkboardError | None) -> str | None:
    """A help desk that cannot be reached answers again by itself; a secret that it refuses does not change."""
    return str(error) if isinstance(error, SignInFailed | SettingsError) else None


async def _watch(desk: Desk, ids: tuple[str, ...]) -> None:
    for _ in range(int(DEADLINE_S / GLANCE_S)):
        if state_of(desk, ids) != "waiting":
            return
        await asyncio.sleep(GLANCE_S)


def outcome(desk: Desk, ids: tuple[str, ...]) -> Done:
    state = state_of(desk, ids)
    if state == "refused":
        found = (row(desk, each) for each in ids)
        why = next((one.reason for one in found if one.state in STUCK and one.reason), "no reason given")
        label = desk.capabilities.label
        raise NeedsPerson(f"{label} did not accept it: {ended(why)} The text is kept: workboard outbox")
    return Done(state, ids)


def ended(sentence: str) -> str:
    """With a full stop, unless it ends in a mark of its own."""
    sentence = sentence.rstrip()
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence + "."


WORDS: Final = {"none": "Noted here.", "waiting": "Saved; it waits to be sent.", "sent": "Sent."}


def words(desk: Desk, done: Done) -> str:
    """How far it got, for people; a desk on this machine sends nothing anywhere."""
    if done.state == "sent" and not desk.capabilities.network:
        return "Saved."
    if done.state == "waiting" and done.why:
        return f"Saved; it waits to be sent ({done.why})."
    return WORDS[done.state]
