"""What one account's rows are read with."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask.ids import Ids
from workboard.backends.autotask.picklists import Picklists, named
from workboard.backends.autotask.query import Is, Where
from workboard.backends.autotask.statuses import Statuses
from workboard.backends.autotask.watched import NOTHING
from workboard.settings.config import AccountSettings

ADMINISTRATOR: Final = 4
"""the built-in resource under whose name workflow rules write"""
PUBLIC: Final = 1
INTERNAL: Final = 2
TASK_NOTES: Final = 3
CALL_COMPLETE: Final = 2
NOTE_TYPES: Final = ("task notes", "task detail", "task summary")


class Terms:
    """Grows surer once the tenant was asked: its words, its people, its zone's address."""

    def __init__(self, settings: AccountSettings) -> None:
        self.settings = settings
        self.ids = Ids(settings.name)
        self.statuses = Statuses(settings.status)
        self.lists = Picklists()
        self.me = settings.resource or ""
        self.api_user: int | None = None
        """the resource that the secret belongs to; what it wrote is mine"""
        self.web: str | None = None
        self.staff: dict[int, str] = {}
        self.role: int | None = None
        self.billing_code: int | None = None
        self.forbidden: set[str] = set()
        """entities that this API user may not ask for, met in this process"""
        self.never_read: frozenset[str] = frozenset()
        """those that it was not allowed when the tenant was last learnt: no passing trouble"""
        self.watched = NOTHING
        self.fixed = {word.casefold() for word in settings.fixed_statuses}

    def learn(self, lists: Picklists) -> None:
        self.lists = lists
        self.statuses.learn(lists.status)

    def person(self, resource: int | None) -> str | None:
        """The key of whoever a resource stands for: the API user writes for me."""
        if resource is None or resource == ADMINISTRATOR:
            return None
        return self.me if resource == self.api_user else str(resource)

    def name(self, resource: int | None) -> str:
        person = self.person(resource)
        if person is None:
            return "Autotask"
        return self.staff.get(int(person)) or person

    @property
    def public(self) -> int:
        found = named(self.lists.publish, "All Autotask Users")
        return PUBLIC if found is None else found

    @property
    def internal(self) -> int:
        found = named(self.lists.publish, "Internal Project Team")
        return INTERNAL if found is None else found

    @property
    def note_type(self) -> int:
        """The type of what a technician writes: the first there is of those that people use."""
        found = (named(self.lists.note_type, word) for word in NOTE_TYPES)
        return next((one for one in found if one is not None), TASK_NOTES)

    @property
    def call_complete(self) -> int:
        found = named(self.lists.call_status, "Complete")
        return CALL_COMPLETE if found is None else found

    def open(self) -> tuple[Where, ...]:
        """A status that does not end a ticket, as conditions: one for each that does, since an operator for all of
        them is known by few."""
        return tuple(Where("status", Is.OTHER_THAN, value) for value in self.statuses.closed())

    def url(self, ticket: int) -> str | None:
        if self.web is None:
            return None
        return f"{self.web}Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenTicketDetail&TicketID={ticket}"
