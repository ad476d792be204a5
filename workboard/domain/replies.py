"""The mail-reply queue: which tickets of mine wait because a client wrote last, and since when.

A reply waits from the *first* client message nobody answered; a second and third message change nothing, so
that writing again never costs a client their place. An internal note clears nothing.
"""

from collections.abc import Iterable

from workboard.domain.policy import natural
from workboard.domain.rules import ReplyRules, Shift
from workboard.domain.ticket import CLOSED, Author, Message, Origin, Ticket
from workboard.domain.typed import Final, NamedTuple
from workboard.domain.working_time import MINUTE, at_minute, local, stretch, working_minutes

_DAYS_AHEAD: Final = 366  # a firm may close for weeks; past a year there is no next window


class Thread(NamedTuple):
    """What the public conversation of one ticket comes down to. Instants are milliseconds UTC or ``None``."""

    ticket: Ticket
    newest_author: Author | None = None
    """of the newest public message that is not the system's; a waiting answer of mine counts"""
    newest_origin: Origin | None = None
    last_client: Message | None = None
    """the client's newest, the ticket's own first text excluded"""
    first_unanswered_at: int | None = None
    """the client's first after the last public staff message and after any dismissal"""
    my_answer_at: int | None = None
    """newest public message of mine, sent or waiting"""
    reply_since_at: int | None = None
    """when the ticket came into the category *reply*, if it is there"""
    dismissed_until_at: int | None = None
    """client messages up to this instant need no answer"""


class Waiting(NamedTuple):
    """A client who waits. ``minutes`` is wall time."""

    thread: Thread
    since_at: int
    minutes: int

    @property
    def ticket(self) -> Ticket:
        return self.thread.ticket


def waits(thread: Thread) -> bool:
    """Whether this ticket belongs in the queue."""
    ticket = thread.ticket
    if ticket.presence != "mine" or _dismissed(thread):
        return False
    if ticket.reply_signal == "status":
        return _by_status(thread)
    if ticket.reply_signal == "author":
        return _by_author(thread)
    return _by_status(thread) or _by_author(thread)


def _by_status(thread: Thread) -> bool:
    if thread.ticket.category != "reply":
        return False
    asked = _asked_at(thread)
    return asked is None or thread.my_answer_at is None or thread.my_answer_at < asked


def _by_author(thread: Thread) -> bool:
    if thread.ticket.category in CLOSED or thread.newest_author != "client":
        return False
    return thread.newest_origin != "create"


def _dismissed(thread: Thread) -> bool:
    """A dismissal covers what the client had written by then, and nothing that came later."""
    until = thread.dismissed_until_at
    if until is None:
        return False
    asked = _asked_at(thread)
    return asked is None or asked <= until


def _asked_at(thread: Thread) -> int | None:
    """The client's newest words, or the status that says so: one set by hand asks as well."""
    instants = (thread.reply_since_at, thread.last_client.at if thread.last_client else None)
    return max((at for at in instants if at is not None), default=None)


def queue(threads: Iterable[Thread], now: int) -> list[Waiting]:
    """All that wait, longest wait first."""
    found = [waiting(thread, now) for thread in threads if waits(thread)]
    return sorted(found, key=lambda one: (one.since_at, one.ticket.created_at, natural(one.ticket.number)))


def waiting(thread: Thread, now: int) -> Waiting:
    """Since when: the first unanswered message, else when the status changed, else the last change at all."""
    since = thread.first_unanswered_at
    if since is None:
        since = thread.ticket.updated_at if thread.reply_since_at is None else thread.reply_since_at
    return Waiting(thread, since, max(0, (now - since) // 60_000))


def next_window(rules: ReplyRules, shift: Shift, now: int) -> int | None:
    """The next time of day at which replies are handled, as an instant; ``None`` without windows."""
    if not rules.windows:
        return None
    today = local(now, shift.zone).date()
    for ahead in range(_DAYS_AHEAD):
        day = today.fromordinal(today.toordinal() + ahead)
        if stretch(shift, day) is None:
            continue
        for minute in sorted(rules.windows):
            at = at_minute(day, minute, shift.zone)
            if at > now:
                return at
    return None


def time_to_answer(found: Iterable[Waiting], rules: ReplyRules, shift: Shift, hold: int, now: int) -> bool:
    """Whether whoever is between two things should answer now: a window has opened no longer than ``hold`` minutes
    ago (the longest anybody may be kept from it), or somebody waits past ``max_wait`` of working time."""
    waiting = tuple(found)
    if not waiting:
        return False
    opened = next_window(rules, shift, now - hold * MINUTE - 1)
    if opened is not None and opened <= now:
        return True
    return any(working_minutes(shift, one.since_at, now) > rules.max_wait for one in waiting)
