"""``workboard status``: one line for tmux, starship and waybar. Reads the database and nothing else."""

from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.board.offer import offer, shown_title
from workboard.board.progress import both, words
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import instant
from workboard.domain.progress import Progress
from workboard.domain.reason import length
from workboard.domain.text import safe
from workboard.domain.typed import TYPE_CHECKING, NamedTuple
from workboard.store import account
from workboard.store.database import Reader
from workboard.store.states import ATTENTION, WAITING, counts

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = (
    "One line for a prompt or a status bar; --porcelain is the same in fields with tabs between. Its state is one of\n"
    "empty, offered, running, focus, interrupted (the board still asks where it came from) and away."
)
EXAMPLE = "workboard status --porcelain"
PLAIN = ("json", "porcelain")
"""its switches: read without argparse"""
VERSION = "v1"
AWAY = ("interrupted", "away")
SAID = ("running", "focus", *AWAY)
"""stand before the work; what is only offered needs no word"""


class Status(NamedTuple):
    state: str
    ticket: str | None
    band: int | None
    title: str | None
    replies: int
    longest: int | None
    me: Progress
    waiting: int
    attention: int
    account: str
    synced_at: str | None


def arguments(parser: "ArgumentParser") -> None:
    parser.add_argument(
        "--porcelain",
        action="store_true",
        help="v1 state number band title replies longest_minutes me_done me_target waiting attention synced_at",
    )


def run(args: "Namespace") -> int:
    with reading(args) as session:
        found = _status(session.desk)
    if args.json:
        out.json_line(_shape(found))
    elif args.porcelain:
        out.print_line(_porcelain(found))
    else:
        out.line(_sentence(found, session.desk.capabilities.network))
    return 0


def _status(desk: Desk) -> Status:
    reader = desk.database.read()
    found, states = offer(desk, reader), counts(reader)
    at = account.load(reader)
    state = _state(desk, reader, found.state)
    shown = found.current if found.state == "running" or state == "offered" else None
    return Status(
        state,
        None if shown is None else shown.ticket.number,
        None if shown is None or found.place is None else found.place.band,
        None if shown is None else safe(shown_title(shown, found.next_step)),
        len(found.waiting),
        max((one.minutes for one in found.waiting), default=None),
        both(desk, reader).me,
        sum(states.get(state, 0) for state in WAITING),
        sum(states.get(state, 0) for state in ATTENTION),
        "never" if at is None else at.state,
        None if at is None else instant(at.synced_at),
    )


def _state(desk: Desk, reader: Reader, offered: str) -> str:
    """Being away or in focus says more than what is on the card; a block past its bound holds nothing any more."""
    where = mode(desk, reader)
    if where in (*AWAY, "focus"):
        return where
    return "empty" if offered == "asleep" else offered


def _shape(one: Status) -> dict[str, object]:
    return {
        "state": one.state,
        "ticket": one.ticket,
        "title": one.title,
        "replies": one.replies,
        "longest_minutes": one.longest,
        "waiting": one.waiting,
        "attention": one.attention,
        "account": one.account,
        "synced_at": one.synced_at,
    }


def _porcelain(one: Status) -> str:
    fields = (
        VERSION, one.state, one.ticket, one.band, one.title, one.replies, one.longest, one.me.done, one.me.target,
        one.waiting, one.attention, one.synced_at,
    )  # fmt: skip
    return "\t".join("" if field is None else safe(str(field)) for field in fields)


def _sentence(one: Status, network: bool) -> str:
    nothing = "not synced yet" if network and one.synced_at is None else "nothing to do"
    if one.title is None:
        parts = [one.state if one.state in AWAY else nothing]
    else:
        work = f"P{one.band} {one.title} #{one.ticket}"
        parts = [f"{one.state}: {work}" if one.state in SAID else work]
    if one.replies:
        parts.append(f"{out.count(one.replies, 'reply', 'replies')} ({length(one.longest or 0)})")
    parts.append(words(one.me))
    if one.waiting:
        parts.append(f"{one.waiting} to send")
    if one.attention:
        parts.append(f"{one.attention} not accepted")
    return " · ".join(parts)
