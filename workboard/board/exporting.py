"""What an export holds, a piece at a time, so that a great desk needs no great memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any, Final

from workboard.board.desk import Desk
from workboard.domain.exported import csv_header, csv_row, exact, ticket_row
from workboard.store import dump, to_do
from workboard.store.database import Reader

FORMAT: Final = 1
Written = Callable[[object], str]
"""a value as one line of JSON"""


def as_json(desk: Desk, written: Written, *, everything: bool) -> Generator[str, None, None]:
    """One JSON object: ``tickets`` as ``import`` reads them and, with ``everything``, ``tables``: each table of the
    file as a list of its rows, wishes, drafts and the own log among them. No secret is stored in any of them, and
    colleagues' numbers are left out."""
    with dump.one_moment(desk.database.read()) as reader:
        yield f'{{"workboard_export": {FORMAT}, "account": {written(desk.slug)}, "at": {written(exact(desk.now()))}'
        yield ',\n"tickets": ['
        yield from _listed(_tickets(desk, reader), written)
        yield "]"
        if everything:
            yield from _tables(reader, desk.me.id, written)
        yield "}\n"


def as_csv(desk: Desk) -> Generator[str, None, None]:
    """The tickets, a header line first."""
    with dump.one_moment(desk.database.read()) as reader:
        yield csv_header()
        for row in _tickets(desk, reader):
            yield csv_row(row)


def _tables(reader: Reader, me: str, written: Written) -> Iterator[str]:
    yield ',\n"tables": {'
    for at, name in enumerate(dump.tables(reader)):
        yield f"{',' if at else ''}\n{written(name)}: ["
        yield from _listed(dump.table(reader, name, me), written)
        yield "]"
    yield "\n}"


def _listed(values: Iterator[dict[str, Any]], written: Written) -> Iterator[str]:
    for at, value in enumerate(values):
        yield f"{',' if at else ''}\n{written(value)}"


def _tickets(desk: Desk, reader: Reader) -> Iterator[dict[str, Any]]:
    names = dump.people(reader) | {desk.me.id: desk.me.name}
    for one in dump.tickets(reader):
        owner = None if one.owner_id is None else names.get(one.owner_id)
        yield ticket_row(one, owner, dump.first_words(reader, one.id), to_do.next_step(reader, one.id))
