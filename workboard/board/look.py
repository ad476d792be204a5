"""The view of the board, made from the database: one look, every fact in words."""

from __future__ import annotations

from workboard.board import breathe, held
from workboard.board import progress as goals
from workboard.board.cards import card
from workboard.board.desk import Desk
from workboard.board.fresh import freshness, notice_of
from workboard.board.offer import Offer, offer, shown_title
from workboard.board.view import Card, GoalLine, Hint, RepliesLine, Then, ThreadLine, View
from workboard.board.words import when, who
from workboard.domain.note_lines import read as read_lines
from workboard.domain.progress import PACE_WORDS, Progress
from workboard.domain.reason import clock, length
from workboard.domain.replies import Waiting, next_window, time_to_answer
from workboard.domain.text import safe, unquoted
from workboard.domain.working_time import local
from workboard.store import account, texts
from workboard.store.database import Reader

THREAD_LINES = 12
GIST = 900
"""Characters of a message that a large terminal may show."""


def board_view(desk: Desk, hints: tuple[Hint, ...] = ()) -> View:
    """Everything the board shows now."""
    reader = desk.database.read()
    found = account.load(reader)
    offered = offer(desk, reader)
    fresh = freshness(desk, found)
    notice, alert = notice_of(desk, reader, found)
    if notice is None:
        notice = breathe.proposal(desk, reader)
    if notice is None:
        notice = held.digest(desk, reader)
    if notice is None and offered.state != "running":
        notice = proposal(desk, offered.waiting)
    thread = () if offered.current is None else _thread(desk, reader, offered.current.ticket.id)
    return View(
        owner=safe(desk.me.name or desk.config.me.name or "workboard"),
        clock=f"{local(desk.now(), desk.zone):%a %H:%M}",
        sync=fresh.state,
        sync_words=fresh.words,
        sync_age=fresh.age,
        card=card(desk, reader, offered, found),
        then=_then(desk, offered),
        thread=thread,
        replies=_replies(desk, offered.waiting),
        goals=_goals(desk, reader),
        hints=hints,
        notice=notice,
        alert=alert,
    )


def next_card(desk: Desk) -> tuple[Card, Then]:
    """The card and what comes after it, for whoever draws no board."""
    reader = desk.database.read()
    offered = offer(desk, reader)
    return card(desk, reader, offered, account.load(reader)), _then(desk, offered)


def _then(desk: Desk, offered: Offer) -> Then:
    shown = offered.current.activity.id if offered.current else ""
    later = [one for one in offered.later if one.activity.id != shown]
    titles = _peek(desk, offered, shown)
    parked = _parked(desk, offered)
    if not later:
        return Then(planned=offered.planned, parked=parked, titles=titles)
    one = later[0]
    estimate = one.activity.estimate_minutes or desk.policy.order.default_estimate
    place = safe(one.ticket.company or one.ticket.contact_name or "")
    about = f"fixed, {place}" if place else "fixed"
    at = clock(one.activity.start_at or 0, desk.zone)
    return Then(at, about, offered.planned, parked, titles, f"{estimate} min")


def _parked(desk: Desk, offered: Offer) -> str | None:
    """What was put aside stays in sight, as a number and a time."""
    if not offered.parked:
        return None
    until = when(desk, offered.parked[0].sleep_until_at or desk.now())
    return f"{len(offered.parked)} parked until {until}"


def _peek(desk: Desk, offered: Offer, shown: str) -> tuple[str, ...]:
    """Only where the policy insists: titles of what comes after."""
    wanted = [one for one in offered.ranked if one.activity.id != shown][: desk.policy.peek]
    return tuple(safe(shown_title(one.candidate, None)) for one in wanted)


def _thread(desk: Desk, reader: Reader, ticket_id: str) -> tuple[ThreadLine, ...]:
    me = desk.me.id
    said = [
        (one.at, ThreadLine(when(desk, one.at), who(one, me), _gist(one.body), one.author == "client"))
        for one in texts.messages(reader, ticket_id, THREAD_LINES)
    ]
    said += [
        (one.at, ThreadLine(when(desk, one.at), "you", _gist(one.body)))
        for one in texts.pending_notes(reader, ticket_id)[:THREAD_LINES]
    ]
    newest = sorted(said, key=lambda pair: pair[0], reverse=True)[:THREAD_LINES]
    return tuple(line for _, line in newest if line.text)


def _gist(body: str) -> str:
    """What was said, in one line; the machine lines only where there is nothing else."""
    lines = read_lines(body)
    text = safe(unquoted(lines.text))[:GIST]
    return text or (f"Next step: {safe(lines.next_step)}" if lines.next_step else safe(body)[:GIST])


def _replies(desk: Desk, waiting: tuple[Waiting, ...]) -> RepliesLine:
    at = next_window(desk.policy.replies, desk.shift, desk.now())
    batch = None if at is None else when(desk, at)
    longest = length(max(one.minutes for one in waiting)) if waiting else None
    return RepliesLine(len(waiting), longest, batch)


def proposal(desk: Desk, waiting: tuple[Waiting, ...]) -> str | None:
    """What the quiet line offers between two things: the replies, when it is their time."""
    policy = desk.policy
    if not time_to_answer(waiting, policy.replies, desk.shift, policy.focus.max_hold, desk.now()):
        return None
    return "1 client waits: r" if len(waiting) == 1 else f"{len(waiting)} clients wait: r"


def _goals(desk: Desk, reader: Reader) -> tuple[GoalLine, ...]:
    both = goals.both(desk, reader)
    several = len(both.teams) > 1
    return (_goal("You", both.me), *(_goal(safe(name) if several else "Team", one) for name, one in both.teams))


def _goal(label: str, one: Progress) -> GoalLine:
    share = None if not one.target else min(1.0, one.done / one.target)
    return GoalLine(label, goals.words(one), PACE_WORDS[one.pace], share)
