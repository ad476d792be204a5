"""A small help desk with a past, the same in every dialect: two technicians, a lead, three clients, a dozen
tickets of all sorts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from tests.desk.state import HelpDesk, Ticket

Lifecycle = Literal["msp", "stock"]
STATUSES: Final = {
    "msp": (("new", "open", "scheduled", "waiting-client", "waiting-vendor", "mail-reply"),
            ("resolved", "rejected", "deleted")),
    "default": (("new", "open", "stalled"), ("resolved", "rejected", "deleted")),
}  # fmt: skip
HOUR: Final = 3_600_000
CLIENTS: Final = (
    ("gus@garage.example", "Gus Gray"),
    ("nina@notary.example", "Nina North"),
    ("hana@hotel.example", "Hana Hill"),
)
SUBJECTS: Final = (
    "Scanner stops on the third page", "Two more seats for the editor", "Mail comes in twice",
    "The door camera is dark", "New colleague on Monday", "Backup took nine hours",
)  # fmt: skip


def seeded(now: Callable[[], int], lifecycle: Lifecycle = "msp") -> HelpDesk:
    """``ana`` is who signs in. Tickets 1-6 are hers (5 waits for an answer of hers where the desk has a status for
    it, 6 has a date and a reminder), 7 is Ben's, 8 nobody's, 9 closed."""
    clock = Past(now)
    desk = HelpDesk(clock, dict(STATUSES), "mail-reply" if lifecycle == "msp" else None)
    for name, real in (("ana", "Ana Alves"), ("ben", "Ben Bauer"), ("dora", "Dora Dahl")):
        desk.add_person(name, real, f"{name}@support.example")
    for mail, real in CLIENTS:
        desk.add_person(mail, real, mail, staff=False)
    desk.groups["Technicians"] = ["ana", "ben", "dora"]
    queue = desk.add_queue("Service Desk", "msp" if lifecycle == "msp" else "default")
    desk.add_queue("Field Service", queue.lifecycle)
    for place in range(9):
        _ticket(desk, clock, place)
    _lived(desk, clock)
    clock.over = True
    return desk


class Past:
    """The desk's clock while its past is made up: a quarter of an hour passes with each look."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.now = now
        self.over = False
        self._at = now() - 200 * HOUR

    def __call__(self) -> int:
        if self.over:
            return self.now()
        self._at += HOUR // 4
        return self._at


def _ticket(desk: HelpDesk, clock: Past, place: int) -> Ticket:
    who = CLIENTS[place % 3][0]
    owner = {6: "ben", 7: None}.get(place, "ana")
    subject = SUBJECTS[place % 6]
    return desk.open_ticket(
        who, desk.queues[1], subject, f"{subject}. Could you have a look?", owner=owner, requestors=(who,),
        priority=20 * (place % 5), fields={"Client": who.split("@")[1].split(".")[0].title(), "Urgency": ""},
    )  # fmt: skip


def _lived(desk: HelpDesk, clock: Past) -> None:
    open_ones, closed = desk.lifecycles[desk.queues[1].lifecycle]
    desk.enter(desk.tickets[1], "Comment", "ana", text="Had a look.", minutes=20)
    for number in (1, 2, 4):  # enough of a past that the words of the lifecycle are known
        for status in (*open_ones[1:], "open") * 2:
            desk.set_status(desk.tickets[number], "ana", status)
    desk.set_status(desk.tickets[5], "ana", "open")
    desk.client_writes(5, "It is still broken.")
    desk.tickets[6].starts, desk.tickets[6].estimate = clock() + 300 * HOUR, 45
    desk.open_ticket(
        "ben", desk.queues[1], "Call Hana", owner="ana", kind="reminder", refers_to=6, due=clock() + 301 * HOUR,
        status="open",
    )  # fmt: skip
    desk.set_status(desk.tickets[9], "ana", closed[0])
