"""The card that leads back from an interruption: where one was, what one wrote, what one wanted to do."""

from workboard.board.coming_back import proposal, to_go_on_with
from workboard.board.desk import Desk, candidate_of
from workboard.board.offer import shown_title
from workboard.board.time_spent import today_minutes
from workboard.board.words import when
from workboard.domain.errors import WorkboardError
from workboard.domain.interruption import LONG_MS, Stretch, word
from workboard.domain.note_lines import read as read_lines
from workboard.domain.reason import clock
from workboard.domain.text import first_line, safe, unquoted
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import MINUTE
from workboard.store import intervals, texts, to_do
from workboard.store.database import Reader


class Said(NamedTuple):
    when: str
    text: str


class Back(NamedTuple):
    """The card that leads back. ``outer``: to an interruption that was itself interrupted."""

    minutes: int
    source: str | None
    outer: bool = False
    activity_id: str | None = None
    here: str | None = None
    """``Rebuild the Outlook profile · 18 of 45 min``"""
    wrote: Said | None = None
    before_that: Said | None = None
    """only after long: the note before"""
    wanted_to: str | None = None
    client: Said | None = None
    """only after long: the client's last words"""


def back_card(desk: Desk) -> Back | None:
    """Where one was, what one wrote, what one wanted to do; more of it after more than a quarter of an hour."""
    reader = desk.database.read()
    stretches = intervals.chain(reader)
    if not stretches or stretches[0].kind != "interruption":
        return None
    one, now = stretches[0], desk.now()
    long = now - intervals.began(reader, one.ref) > LONG_MS
    card = Back(intervals.spent_on(reader, one.ref, now) // MINUTE, word(one.source), wanted_to=one.coming_back or None)
    outer = to_go_on_with(reader, stretches[1:])
    if outer is None:
        return card._replace(wanted_to=safe(card.wanted_to) if card.wanted_to else None)
    wanted = safe(one.coming_back or proposal(reader, outer)) or None
    if outer.kind == "interruption":
        return _to_interruption(desk, reader, card._replace(wanted_to=wanted), outer)
    return _to_work(desk, reader, card._replace(wanted_to=wanted), outer.ref, long=long)


def _to_interruption(desk: Desk, reader: Reader, card: Back, outer: Stretch) -> Back:
    said = [word(outer.source) or "an interruption", *([safe(outer.who)] if outer.who else [])]
    since = clock(intervals.began(reader, outer.ref), desk.zone)
    return card._replace(outer=True, here=f"{' · '.join(said)}, since {since}")


def _to_work(desk: Desk, reader: Reader, card: Back, activity_id: str, *, long: bool) -> Back:
    try:
        one = candidate_of(reader, activity_id)
    except WorkboardError:  # the ticket is not known here any more
        return card
    step = to_do.next_step(reader, one.ticket.id)
    estimate = one.activity.estimate_minutes
    spent = today_minutes(desk, activity_id, reader)
    minutes = f"{spent} of {estimate} min" if estimate else f"{spent} min"
    mine = _mine(desk, reader, one.ticket.id)
    return card._replace(
        activity_id=activity_id,
        here=f"{safe(shown_title(one, step))} · {minutes}",
        wrote=mine[0] if mine else None,
        before_that=mine[1] if long and len(mine) > 1 else None,
        client=_client(desk, reader, one.ticket.id) if long else None,
    )


def _mine(desk: Desk, reader: Reader, ticket_id: str) -> list[Said]:
    """The newest two of mine with words of their own, newest first."""
    me = desk.me.id
    found = [(one.at, one.body) for one in texts.pending_notes(reader, ticket_id)]
    found += [(one.at, one.body) for one in texts.messages(reader, ticket_id) if one.author_id == me]
    said = ((at, first_line(read_lines(body).text)) for at, body in sorted(found, reverse=True))
    return [Said(when(desk, at), safe(line)) for at, line in said if line][:2]


def _client(desk: Desk, reader: Reader, ticket_id: str) -> Said | None:
    found = (one for one in texts.messages(reader, ticket_id) if one.author == "client")
    said = ((one.at, first_line(unquoted(one.body))) for one in found)
    return next((Said(when(desk, at), safe(line)) for at, line in said if line), None)
