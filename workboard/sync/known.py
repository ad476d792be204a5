"""What is already known, handed to a backend: the mirror through the ``Known`` door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workboard.domain.activity import Activity
from workboard.domain.people import Me, Person
from workboard.domain.ticket import Message, StatusSpan, Ticket
from workboard.store import account, mirror
from workboard.store.database import Database


class StoredKnown:
    """Server truth from the database; ``now`` is the domain clock."""

    def __init__(self, database: Database, now: Callable[[], int]) -> None:
        self._database = database
        self._now = now

    def me(self) -> Me:
        found = account.load(self._database.read())
        return Me("", "") if found is None else found.me

    def now(self) -> int:
        return self._now()

    def ticket(self, ticket_id: str) -> Ticket | None:
        return mirror.tickets(self._database.read(), [ticket_id]).get(ticket_id)

    def activities(self, ticket_id: str) -> Sequence[Activity]:
        return list(mirror.activities_of(self._database.read(), [ticket_id]).values())

    def messages(self, ticket_id: str) -> Sequence[Message]:
        return mirror.thread(self._database.read(), ticket_id)

    def spans(self, ticket_id: str) -> Sequence[StatusSpan]:
        return mirror.spans(self._database.read(), ticket_id)

    def notes_by_me(self, since_at: int) -> Sequence[Message]:
        return mirror.notes_by(self._database.read(), self.me().id, since_at)

    def highest_number(self) -> int:
        return mirror.highest_number(self._database.read())

    def person_by_mail(self, mail: str) -> Person | None:
        return mirror.person_by_mail(self._database.read(), mail)
