"""The lead screen on a great desk, beside the look at a board: ``python -m tests.bench.lead``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.look import desk
from tests.bench.rounds import inside, race, report
from tests.store.make import HOUR, ME, MINUTE, NOW, sign_in
from workboard.board import lead, lead_flow, lead_look, lead_waiting
from workboard.board.desk import Desk
from workboard.board.lead_face import paint
from workboard.board.lead_view import lead_view
from workboard.board.look import board_view
from workboard.board.teams import Team
from workboard.store.database import Database, Transaction

ROUNDS = 15
PEOPLE = (ME, *(str(n) for n in range(8, 19)))
"""a team of twelve"""
OPEN = 600
A_DAY = 120
"""tickets that come, and go"""
TITLES = 400


def fill(database: Database, tickets: int, open_: int = OPEN) -> None:
    """So many tickets, the newest ``open_`` of them open, with what a team books, plans, writes and closes on them."""
    apart = 24 * HOUR // A_DAY

    def work(transaction: Transaction) -> None:
        many = transaction.connection.executemany
        numbers = range(tickets)
        many(
            "INSERT INTO ticket (id, number, title, status, category, owner_id, company, created_at, updated_at,"
            " presence, default_band, reply_signal) VALUES (?, ?, ?, 'x', ?, ?, ?, ?, ?, ?, ?, 'author')",
            (
                (
                    f"desk:ticket:{n}", str(n), f"Title {'abcdefghijklmnopqrst'[n % 20] * 5} {n % TITLES}",
                    ("open", "waiting_client", "new")[n % 3] if n < open_ else "done", PEOPLE[n % 12], f"Firm {n % 90}",
                    NOW - n * apart, NOW - n * apart, "mine" if n % 12 == 0 else "team", n % 4 + 1,
                )
                for n in numbers
            ),
        )  # fmt: skip
        many(
            "INSERT INTO message (id, ticket_id, at, author_id, author_name, author, visibility, origin, body)"
            " VALUES (?, ?, ?, ?, 'Somebody', ?, ?, 'reply', ?)",
            (
                (
                    f"desk:message:{n}-{k}", f"desk:ticket:{n}", NOW - n * apart + k * MINUTE,
                    *(("c1", "client", "public", "It does not work."), (PEOPLE[n % 12], "staff", "internal",
                       "Help wanted: somebody" if n % 50 == 0 else "Looked at it."))[k],
                )
                for n in range(min(tickets, 20_000))
                for k in (0, 1)
            ),
        )  # fmt: skip
        many(
            "INSERT INTO time_entry (id, person_id, ended_at, minutes, kind, ticket_id)"
            " VALUES (?, ?, ?, 15, 'work', ?)",
            ((f"e{n}", PEOPLE[n % 12], NOW - n * apart, f"desk:ticket:{n}") for n in numbers),
        )
        many(
            "INSERT INTO done_event (id, person_id, at, ticket_id) VALUES (?, ?, ?, ?)",
            ((f"d{n}", PEOPLE[n % 12], NOW - (n - open_) * apart, f"desk:ticket:{n}") for n in range(open_, tickets)),
        )
        many(
            "INSERT INTO activity (id, kind, ticket_id, owner_id, title, start_at, estimate_minutes, remote_state)"
            " VALUES (?, 'scheduled', ?, ?, 'Do it', ?, 30, ?)",
            (
                (
                    f"desk:scheduled:{n}",
                    f"desk:ticket:{n}",
                    PEOPLE[n % 12],
                    NOW - n * apart,
                    "open" if n < open_ else "done",
                )
                for n in range(0, tickets, 2)
            ),
        )

    database.write(work, durable=False)


def one_question(made: Desk, team: Team, ask: Callable[[lead_look.Looker], object]) -> None:
    with lead_look.looking(made, team) as look:
        ask(look)


def main() -> None:
    with TemporaryDirectory(prefix="workboard-bench-") as name:
        for tickets in (1_000, 100_000):
            folder = Path(name) / str(tickets)
            folder.mkdir()
            with closing(Database.open(str(folder / "lead.db"))) as database:
                sign_in(database, PEOPLE)
                fill(database, tickets)
                made = desk(database)
                team = Team("Team", PEOPLE, (), made.policy.goal.team)
                view = lead_view(made)
                floor = "board_view"
                parts = {f"  {part.__name__}": inside(partial(one_question, made, team, part)) for part in PARTS}
                contestants = {
                    floor: inside(lambda made=made: board_view(made)),  # type: ignore[misc]
                    "figures": inside(lambda made=made, team=team: lead.figures(made, team)),  # type: ignore[misc]
                    "lead_view": inside(lambda made=made: lead_view(made)),  # type: ignore[misc]
                    "paint": inside(lambda view=view: paint(view, 120, 40)),  # type: ignore[misc]
                    **parts,
                }
                report(f"a team of 12, {OPEN} open among {tickets} tickets", race(contestants, ROUNDS), floor)


PARTS = (
    lead._kept, lead._load, lead_flow.flow, lead_flow.targets, lead_waiting.replies,
    lead_waiting.blocked, lead_waiting.help_wanted, lead._repeats, lead._room,
)  # fmt: skip

if __name__ == "__main__":
    main()
