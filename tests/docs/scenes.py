"""The scenes of the pictures: the desk each needs, and the keys that lead to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.board import bench as benches
from tests.board.bench import HOUR, MINUTE, Bench
from workboard.backends.demo.kind import TEAM, TEAM_TICKET
from workboard.board import finishing, notes, tickets, watch, work
from workboard.domain.activity import derived_id
from workboard.domain.capabilities import Capabilities
from workboard.domain.rules import TeamRule
from workboard.store import delivery, entries
from workboard.store.database import Transaction

HELP_DESK: Final = Capabilities("Request Tracker")
OUTLOOK, SCANNER = "demo:ticket:48213", "demo:ticket:48190"

Keys = tuple[str, ...]
Prepare = Callable[[Bench], Awaitable[None]]


async def as_it_is(bench: Bench) -> None:
    """The demo's first morning, or an empty desk."""


class Scene(NamedTuple):
    """``keys`` are pressed one by one; ``meanwhile`` happens after them, before the picture is taken."""

    name: str
    about: str
    keys: Keys = ()
    prepare: Prepare = as_it_is
    meanwhile: Prepare = as_it_is
    backend: str = "demo"
    more: tuple[tuple[int, int], ...] = ()
    """sizes beside the usual two"""


async def opened(scene: Scene, folder: Path, theme: str) -> Bench:
    """The desk of a scene, its clocks standing."""
    bench = await benches.demo(folder) if scene.backend == "demo" else await benches.standalone(folder).ready()
    config = bench.desk.config
    bench.desk = bench.desk._replace(config=config._replace(ui=config.ui._replace(theme=theme)))
    await scene.prepare(bench)
    return bench


# -- what happened before -------------------------------------------------------------------------------------


def _account(bench: Bench, **columns: Any) -> None:
    """The account at a help desk over a network, as told."""
    bench.desk = bench.desk._replace(capabilities=HELP_DESK)
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    bench.database.write(lambda tx: tx.run(f"UPDATE account SET {sets}", columns))


async def leading(bench: Bench) -> None:
    """A lead sits there, and the demo's own team ticket carries the sums."""
    config = bench.desk.config
    bench.desk = bench.desk._replace(
        config=config._replace(me=config.me._replace(role="lead")),
        capabilities=bench.desk.capabilities._replace(team_ticket=TEAM_TICKET, team=TEAM),
    )


async def leading_two(bench: Bench) -> None:
    """Two teams, the first of two people."""
    await leading(bench)
    teams = (("First line", TeamRule(("dana", "marcus"))), ("Second line", TeamRule(("priya", "jonas", "aoife"))))
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(teams=teams))


async def working(bench: Bench) -> None:
    """In focus, eighteen minutes in, two notes written."""
    await work.start(bench.desk, bench.offer().current.activity.id)  # type: ignore[union-attr]
    for minutes, text in ((7, "Profile created, mailbox attached."), (7, "First sync running, about 5 min.")):
        bench.at += minutes * MINUTE
        await notes.add(bench.desk, OUTLOOK, text, measure=False)
    bench.at += 4 * MINUTE


async def on_the_board(bench: Bench) -> None:
    """The same where the policy does not begin with focus."""
    policy = bench.desk.policy
    bench.desk = bench.desk._replace(policy=policy._replace(focus=policy.focus._replace(on_start=False)))
    await working(bench)


async def emergency(bench: Bench) -> None:
    """A P1 becomes mine meanwhile."""
    await working(bench)
    plain = bench.truth(OUTLOOK)._replace(window_from_at=None, window_until_at=None, company="Cedar Labs")
    bench.put(
        plain._replace(
            id="demo:ticket:48301", number="48301", title="Mail server down", category="open", default_band=1
        )
    )
    await watch.notice(bench.desk)


async def after_the_block(bench: Bench) -> None:
    await working(bench)
    for one in [found.ticket for found in bench.offer().ranked if found.ticket.id != OUTLOOK][:3]:
        bench.client_writes(one, "It works again, mostly.")
    bench.at += 27 * MINUTE


async def offline(bench: Bench) -> None:
    for text in ("Profile made, the mailbox syncs.", "Add-ins are back, one by one."):
        await notes.add(bench.desk, OUTLOOK, text, measure=False)
    bench.at += 40 * MINUTE
    _account(bench, state="offline", state_at=bench.at - 38 * MINUTE, synced_at=bench.at - 40 * MINUTE)


async def refused(bench: Bench) -> None:
    """One turned down, one sent without an answer, one still on its way."""
    bench.desk = bench.desk._replace(capabilities=HELP_DESK)
    await notes.add(bench.desk, OUTLOOK, "Add-ins are back, one by one.", public=True, hold_ms=0)
    await notes.add(bench.desk, SCANNER, "Roller of tray 2 ordered.", hold_ms=0, measure=False)
    bench.at += 6 * MINUTE
    await notes.add(bench.desk, OUTLOOK, "Profile made, the mailbox syncs. >Call Ruth", hold_ms=0, measure=False)

    def happened(tx: Transaction) -> None:
        delivery.mark_inflight(tx, entries.open_entries(tx)[0], bench.at, bench.at, None)
        first, second, *_ = entries.open_entries(tx)
        delivery.refuse(tx, first, bench.at, "the mail address of the requestor bounces", 422)
        tx.run("UPDATE outbox SET state = 'uncertain' WHERE id = ?", (second.id,))

    bench.database.write(happened)


async def _done_and_parked(bench: Bench, *, parked: bool) -> None:
    for name in ("Printer on the second floor", "Shared diary for the new colleague")[: 2 if parked else 1]:
        opened_ = await tickets.open_ticket(bench.desk, name="Ruth Osei", problem=name, urgent=False, mine=True)
        await bench.deliver()
        activity = derived_id(str(tickets.real_id(bench.desk, opened_)))
        await work.start(bench.desk, activity)
        bench.at += 25 * MINUTE
        if name.startswith("Printer"):
            await finishing.finish(bench.desk, activity, minutes=25, ticket_done=True)
        else:
            await work.park(bench.desk, activity, next_step="Ask Ruth for the list of names")
        await bench.deliver()


async def all_done(bench: Bench) -> None:
    await _done_and_parked(bench, parked=False)


async def one_parked(bench: Bench) -> None:
    await _done_and_parked(bench, parked=True)


async def first_reading(bench: Bench) -> None:
    _account(bench, state="ok", synced_at=None, first_done=415, first_total=626)


async def closed_elsewhere(bench: Bench) -> None:
    await on_the_board(bench)
    await bench.sync()
    bench.put(bench.truth(OUTLOOK)._replace(category="done"))


async def at_two(bench: Bench) -> None:
    bench.at += 3 * HOUR + 20 * MINUTE


async def late(bench: Bench) -> None:
    bench.at += 4 * HOUR


async def delivered(bench: Bench) -> None:
    await bench.deliver()


# -- the table ------------------------------------------------------------------------------------------------

_NAMES: Final = {
    " ": "space", ".": "full_stop", "+": "plus", ">": "greater_than_sign", ":": "colon", ",": "comma", "-": "minus",
    "'": "apostrophe", "\n": "enter",
}  # fmt: skip


def said(text: str) -> Keys:
    """The keys that type a text."""
    return tuple(_NAMES.get(char, char) for char in text)


NOTE: Final = said("First sync done. Send and receive both fine.\n+20m >Call Ruth before 11:30")
CALL: Final = ("t", *said("rut"), "enter", "y", *said("The printer at the front desk prints empty pages"))

SCENES: Final = (
    Scene("board", "what is next, who waits, how far the day is"),
    Scene("focus", "`Enter`: the one activity and nothing else", prepare=working),
    Scene("focus-emergency", "a P1 breaks through, as one line", prepare=emergency),
    Scene("focus-over", "the block is over, and one line tells what it held", prepare=after_the_block),
    Scene("running", "work in hand where the policy does not begin with focus", prepare=on_the_board),
    Scene("closed-elsewhere", "what was in hand was closed by somebody else", prepare=closed_elsewhere),
    Scene("fixed-time", "a fixed time has come", prepare=at_two),
    Scene("overdue", "past its target it climbs", prepare=late),
    Scene("offline", "the help desk does not answer; what was written waits", prepare=offline),
    Scene("refused", "something was not accepted", prepare=refused),
    Scene("parked", "what is left sleeps", prepare=one_parked, backend="standalone"),
    Scene("nothing-to-do", "all done", prepare=all_done, backend="standalone"),
    Scene("first-run", "nothing here yet", backend="standalone"),
    Scene("first-reading", "the first sync", prepare=first_reading, backend="standalone"),
    Scene("note", "`n`: a note, and what is read from it", ("n", *NOTE)),
    Scene("note-to-client", "`n`, `Ctrl+T`: the client will read it", ("n", *said("It works again."), "ctrl+t")),
    Scene("finish", "`f`: result, minutes, next step", ("f",), working),
    Scene("park", "`p`: put aside", ("p",), working),
    Scene("skip", "`s`: not now, for one reason", ("s",)),
    Scene("help", "`e`: ask for help", ("e", *said("Somebody who knows shared mailboxes"))),
    Scene("why", "`w`: the rule", ("w",)),
    Scene("replies", "`r`: the clients who answered", ("r",)),
    Scene("thread", "`r`, `Enter`: all that was said", ("r", "enter")),
    Scene("answer", "`r`, `a`: an answer", ("r", "a", *said("Tray 1 is safe for that."))),
    Scene("ticket", "`t`: a ticket while the caller is on the line", CALL),
    Scene("ticket-number", "its number, to be read out", (*CALL, "ctrl+s"), meanwhile=delivered),
    Scene("open-a-ticket", "`/`: any ticket by its number", ("slash", *said("48190"))),
    Scene("one-ticket", "the ticket on its own", ("slash", *said("48190"), "enter")),
    Scene("outbox", "`!`: what is on its way, and what is stuck", ("exclamation_mark",), refused),
    Scene("goal", "`g`: the figure and the records behind it", ("g",)),
    Scene("lead", "`L`: a team, its flow, its system", ("L",), leading, more=((200, 60),)),
    Scene("lead-further", "`L`, `PgDn`: the rest of the figures", ("L", "pagedown"), leading),
    Scene("re-order", "`L`, `r`: before the others, for a reason", ("L", "r", *said("The auditor comes")), leading),
    Scene("lead-too-few", "sums of two people are none", ("L", "pagedown"), leading_two),
    Scene("keys", "`?`: what is possible, and why something is not", ("question_mark",)),
    Scene("palette", "`Ctrl+P`: a command by its words", ("ctrl+p",)),
)
