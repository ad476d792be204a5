"""The view: one plain value with everything the board shows, already in words.

Texts are clean single lines (``domain.text.safe``); nothing here is formatted for a width. ``board/face.py``
turns a view into lines for any terminal size; ``next`` and ``status`` print from the same value.
"""

from __future__ import annotations

from workboard.domain.typed import Literal, NamedTuple

CardState = Literal["offered", "running", "asleep", "notice"]
SyncState = Literal["local", "synced", "syncing", "stale", "offline", "never", "attention"]


class Hint(NamedTuple):
    """A key at the foot: ``Enter`` ``start``. In order of importance; the face shows as many as fit."""

    key: str
    label: str


class Card(NamedTuple):
    """The one activity. ``state`` *notice* is a card without an activity (nothing to do, first run)."""

    state: CardState
    label: str
    """``NEXT``, ``RUNNING`` …"""
    title: str
    activity_id: str | None = None
    ticket_id: str | None = None
    band: str | None = None
    """``P2``"""
    minutes: str | None = None
    """``45 min`` or ``18 of 45 min``"""
    number: str | None = None
    """``#48213``"""
    company: str | None = None
    contact: str | None = None
    window: str | None = None
    """``free until 11:30``"""
    where: str | None = None
    next_step: str | None = None
    why: str | None = None
    action_key: str | None = None
    """``Enter``"""
    action: str | None = None
    """``to start``"""
    meanwhile: str | None = None
    """what became of the ticket while it was worked on: ``It was closed elsewhere. …``"""
    ways: tuple[Hint, ...] = ()
    """on a *notice*: what can be done about it, a key or command each"""
    share: float | None = None
    """on a *notice*: 0..1 of a bar, while tickets are read for the first time"""
    counted: str | None = None
    """``415 of 626``, beside the bar"""


class ThreadLine(NamedTuple):
    """Something last written on the ticket: ``Mon 16:10``, ``you``, text; ``mine`` and ``client`` for the role."""

    when: str
    who: str
    text: str
    client: bool = False


class Then(NamedTuple):
    """What is fixed later today, and how much more is planned; never a title of later work."""

    fixed: str | None = None
    """``14:00``"""
    about: str | None = None
    """``fixed, Alder & Pine Dental``"""
    planned: int = 0
    parked: str | None = None
    """``1 parked until 11:12``"""
    titles: tuple[str, ...] = ()
    """only where the policy's ``board.peek`` insists"""
    minutes: str | None = None
    """``30 min``: how long the fixed one takes"""


class RepliesLine(NamedTuple):
    waiting: int = 0
    """clients who have answered"""
    longest: str | None = None
    """``1 h 50``"""
    next_batch: str | None = None
    """``11:30``"""


class GoalLine(NamedTuple):
    label: str
    words: str
    """``3 h 40 of 6 h``"""
    pace: str
    """``on pace``, ``behind pace``, ``goal met``, ``no goal``"""
    share: float | None = None
    """0..1 of the bar; ``None`` without a target: no bar"""


class View(NamedTuple):
    owner: str
    clock: str
    """``Tue 10:42``"""
    sync: SyncState
    sync_words: str
    """``synced 10:41``, ``offline since 10:12``, ``saved on this machine``"""
    card: Card
    then: Then = Then()
    thread: tuple[ThreadLine, ...] = ()
    """newest first"""
    replies: RepliesLine = RepliesLine()
    goals: tuple[GoalLine, ...] = ()
    hints: tuple[Hint, ...] = ()
    sync_age: str | None = None
    """how old it is where that is worth a word: ``52 m ago``, ``as of 10:10``"""
    notice: str | None = None
    """one quiet line: ``2 notes wait for the network``"""
    alert: bool = False
    """the notice is about refused or lost work, and nothing else may set this"""
