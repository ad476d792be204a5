"""The view of the board, made from the database: one look, every fact in words."""

from __future__ import annotations

from workboard.board import progress as goals
from workboard.board.desk import Desk
from workboard.board.offer import Offer, offer, shown_title
from workboard.board.time_spent import today_minutes
from workboard.board.view import Card, GoalLine, Hint, RepliesLine, SyncState, Then, ThreadLine, View
from workboard.board.words import when, who
from workboard.domain.note_lines import read as read_lines
from workboard.domain.policy import Candidate
from workboard.domain.progress import PACE_WORDS, Progress
from workboard.domain.reason import clock, length
from workboard.domain.replies import Waiting, next_window
from workboard.domain.text import first_line, safe, unquoted
from workboard.domain.working_time import day_bounds, local
from workboard.store import account, views
from workboard.store.account import Account
from workboard.store.database import Reader
from workboard.store.states import counts

THREAD_LINES = 12
STALE_MS = 15 * 60_000


def board_view(desk: Desk, hints: tuple[Hint, ...] = ()) -> View:
    """Everything the board shows now."""
    reader = desk.database.read()
    found = account.load(reader)
    offered = offer(desk, reader)
    state, words = sync_words(desk, found)
    notice, alert = notice_of(desk, reader, found)
    thread = () if offered.current is None else _thread(desk, reader, offered.current.ticket.id)
    return View(
        owner=safe(desk.me.name or desk.config.me.name or "workboard"),
        clock=f"{local(desk.now(), desk.zone):%a %H:%M}",
        sync=state,
        sync_words=words,
        card=_card(desk, reader, offered, found),
        then=_then(desk, offered),
        thread=thread,
        replies=_replies(desk, offered.waiting),
        goals=_goals(desk, reader),
        hints=hints,
        notice=notice,
        alert=alert,
    )


# -- the card -----------------------------------------------------------------------------------------------


def _card(desk: Desk, reader: Reader, offered: Offer, found: Account | None) -> Card:
    one = offered.current
    if one is None or offered.place is None:
        return _without_work(desk, offered, found)
    ticket, activity = one.ticket, one.activity
    label, key, action = _labels(desk, offered, one)
    return Card(
        state="offered" if offered.state == "empty" else offered.state,
        label=label,
        title=safe(shown_title(one, offered.next_step)),
        activity_id=activity.id,
        ticket_id=ticket.id,
        band=f"P{offered.place.band}",
        minutes=_minutes(desk, reader, offered, one),
        number=f"#{safe(ticket.number)}",
        company=safe(ticket.company) if ticket.company else None,
        contact=safe(ticket.contact_name) if ticket.contact_name else None,
        window=_window(desk, one),
        where=where_it_stands(reader, ticket.id),
        next_step=_step_beside(one, offered.next_step),
        why=safe(offered.why) if offered.why else None,
        action_key=key,
        action=action,
    )


def _step_beside(one: Candidate, next_step: str | None) -> str | None:
    """The next step where the title does not say it already."""
    if next_step is None or next_step == shown_title(one, next_step):
        return None
    return safe(next_step)


def _labels(desk: Desk, offered: Offer, one: Candidate) -> tuple[str, str, str]:
    if offered.state == "running":
        return "RUNNING", "f", "when it is finished"
    if offered.state == "asleep":
        until = when(desk, one.sleep_until_at or desk.now())
        word = "PARKED" if one.state == "parked" else "SKIPPED"
        return f"{word} until {until}", "Enter", "resumes it now"
    if one.state == "skipped" and one.reason:
        return f"ASK AGAIN: {safe(one.reason)}", "Enter", "to start"
    return "NEXT", "Enter", "to resume" if one.state == "parked" else "to start"


def _minutes(desk: Desk, reader: Reader, offered: Offer, one: Candidate) -> str | None:
    estimate = one.activity.estimate_minutes
    if offered.state == "running":
        spent = today_minutes(desk, one.activity.id, reader)
        return f"{spent} of {estimate} min" if estimate else f"{spent} min"
    return None if not estimate else f"{estimate} min"


def _window(desk: Desk, one: Candidate) -> str | None:
    until = one.ticket.window_until_at
    if until is None or until < desk.now():
        return None
    return f"free until {when(desk, until)}"


def where_it_stands(reader: Reader, ticket_id: str) -> str | None:
    """The last thing a technician wrote, first line; else what the client wrote first."""
    for mine in views.pending_notes(reader, ticket_id):
        line = first_line(read_lines(mine.body).text)
        if line:
            return safe(line)
    said = views.messages(reader, ticket_id)
    staff = (first_line(read_lines(one.body).text) for one in said if one.author == "staff")
    for line in staff:
        if line:
            return safe(line)
    client = [first_line(unquoted(one.body)) for one in reversed(said) if one.author == "client"]
    return next((safe(line) for line in client if line), None)


def _first_sync(found: Account | None) -> Card:
    title = "Not synced yet."
    if found is not None and found.first_total:
        title = f"Reading your tickets: {found.first_done} of {found.first_total}"
    why = found.reason if found is not None and found.state != "ok" else None
    return Card("notice", "NEXT", title, why=safe(why) if why else None)


def _without_work(desk: Desk, offered: Offer, found: Account | None) -> Card:
    if desk.capabilities.network and (found is None or found.synced_at is None):
        return _first_sync(found)
    if offered.waiting:
        return Card("notice", "NEXT", "Only the replies are left.", action_key="r", action="opens them")
    if offered.later:
        at = clock(offered.later[0].activity.start_at or desk.now(), desk.zone)
        return Card("notice", "NEXT", f"Nothing until {at}.", why="A fixed time is next. Until then the time is yours.")
    if not reader_has_tickets(desk):
        return Card("notice", "NEXT", "No work here yet.", why=_first_steps(desk))
    return Card("notice", "NEXT", "Nothing waits for you.", why="All your activities are done or wait for others.")


def _first_steps(desk: Desk) -> str:
    if desk.capabilities.network:
        return f"{desk.capabilities.label} has no tickets that you may see."
    return "First tickets: workboard ticket new, or workboard import FILE."


def reader_has_tickets(desk: Desk) -> bool:
    return bool(desk.database.read().value("SELECT EXISTS (SELECT 1 FROM ticket)"))


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
    about = f"fixed, {place} ({estimate} min)" if place else f"fixed ({estimate} min)"
    return Then(clock(one.activity.start_at or 0, desk.zone), about, offered.planned, parked, titles)


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


# -- the rest -----------------------------------------------------------------------------------------------


def _thread(desk: Desk, reader: Reader, ticket_id: str) -> tuple[ThreadLine, ...]:
    me = desk.me.id
    said = [
        (one.at, ThreadLine(when(desk, one.at), who(one, me), _gist(one.body), one.author == "client"))
        for one in views.messages(reader, ticket_id, THREAD_LINES)
    ]
    said += [
        (one.at, ThreadLine(when(desk, one.at), "you", _gist(one.body)))
        for one in views.pending_notes(reader, ticket_id)[:THREAD_LINES]
    ]
    newest = sorted(said, key=lambda pair: pair[0], reverse=True)[:THREAD_LINES]
    return tuple(line for _, line in newest if line.text)


def _gist(body: str) -> str:
    """What was said, in one line; the machine lines only where there is nothing else."""
    lines = read_lines(body)
    text = safe(unquoted(lines.text))[:400]
    return text or (f"Next step: {safe(lines.next_step)}" if lines.next_step else safe(body)[:400])


def _replies(desk: Desk, waiting: tuple[Waiting, ...]) -> RepliesLine:
    at = next_window(desk.policy.replies, desk.shift, desk.now())
    batch = None if at is None else when(desk, at)
    longest = length(max(one.minutes for one in waiting)) if waiting else None
    return RepliesLine(len(waiting), longest, batch)


def _goals(desk: Desk, reader: Reader) -> tuple[GoalLine, ...]:
    both = goals.both(desk, reader)
    lines = [_goal("You", both.me)]
    if both.team is not None:
        lines.append(_goal("Team", both.team))
    return tuple(lines)


def _goal(label: str, one: Progress) -> GoalLine:
    share = None if not one.target else min(1.0, one.done / one.target)
    return GoalLine(label, goals.words(one), PACE_WORDS[one.pace], share)


def sync_words(desk: Desk, found: Account | None) -> tuple[SyncState, str]:
    """How fresh the board is, in a few words."""
    if not desk.capabilities.network:
        return "local", "saved on this machine"
    if found is None or found.state == "never":
        return "never", "not synced yet"
    if found.state == "auth":
        return "attention", "signed out"
    if found.state in ("offline", "throttled"):
        since = clock(found.state_at or desk.now(), desk.zone)
        return "offline", f"{found.state} since {since}" if found.state == "offline" else f"slowed since {since}"
    if found.first_total:
        return "syncing", f"reading {found.first_done} of {found.first_total}"
    if found.synced_at is None:
        return "syncing", "reading"
    age = desk.now() - found.synced_at
    start, _ = day_bounds(desk.now(), desk.zone)
    at = clock(found.synced_at, desk.zone) if found.synced_at >= start else when(desk, found.synced_at)
    return ("stale" if age > STALE_MS else "synced"), f"synced {at}"


def notice_of(desk: Desk, reader: Reader, found: Account | None) -> tuple[str | None, bool]:
    """The one quiet line under it all, and whether it is about refused work."""
    states = counts(reader)
    refused = states.get("rejected", 0) + states.get("conflict", 0)
    if refused:
        return f"{refused} not accepted by {desk.capabilities.label}: ! shows what to do", True
    if found is not None and found.state == "auth":
        return safe(found.reason or "signed out: workboard doctor says what to do"), True
    if desk.warnings:
        return safe(desk.warnings[0]), False
    if states.get("uncertain", 0):
        return f"{states['uncertain']} sent without an answer: being checked", False
    waits = states.get("pending", 0) + states.get("held", 0)
    if waits and found is not None and found.state == "offline":
        return f"{waits} saved here, sent when {desk.capabilities.label} answers again", False
    return None, False
