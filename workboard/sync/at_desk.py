"""What happens at a desk on this machine and comes from nobody's remote: a client's words. Read, decided and stored in
one transaction, so that a board open beside it loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from workboard.backends.local import received
from workboard.store.database import Database, Reader, Transaction
from workboard.sync.context import store_page
from workboard.sync.known import StoredKnown


class _Held(NamedTuple):
    """Reads through the open transaction: what is known is what will be written over."""

    transaction: Transaction

    def read(self) -> Reader:
        return self.transaction


def receive(
    database: Database, slug: str, now: Callable[[], int], ticket_id: str, sender: str, text: str, key: str
) -> None:
    """A client's own words on a ticket: it waits for an answer from now on. ``Refused`` for a deleted one."""

    def work(transaction: Transaction) -> None:
        known = StoredKnown(cast("Database", _Held(transaction)), now)
        page = received(known, ticket_id, sender, text, at=now(), message_id=f"{slug}:message:{key}")
        store_page(transaction, page, now(), slug)

    database.write(work)
