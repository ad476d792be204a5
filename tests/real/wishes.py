"""One wish of each kind, the request that carries it, and the second opinion on whether it was carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.real import oracle
from tests.real.desk import CLIENT, DATE, DATE_AT, Desk, of
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    Schedule,
    SetCategory,
)


class Case(NamedTuple):
    """A wish, the request that carries it, and how often the server has it."""

    name: str
    intent: Intent
    request: tuple[str, str]
    times: Callable[[], int]


class Cases:
    """One wish of each kind, each on a ticket of its own."""

    def __init__(self, desk: Desk) -> None:
        self.server = desk.server
        self.noted, self.answered, self.closed, self.called, self.dated, self.claimed, self.dismissed, self.planned = (
            desk.fresh() for _ in range(8)
        )
        self.given = desk.fresh()
        self.server.ask("dora", f"ticket/{self.dated}", {"Starts": DATE}, "PUT")
        self.server.ask("dora", f"ticket/{self.claimed}", {"Owner": "Nobody"}, "PUT")
        self.server.client_mail(CLIENT, self.dismissed, "Thanks!")
        self.reminder = desk.reminder(self.called)
        self.work = f"Swap the router of {self.planned}"
        self.title = f"Fuse {self.noted} blows"
        desk.sync()
        self.all = [*self._texts(), *self._fields(), *self._reply()]

    def _texts(self) -> Iterator[Case]:
        note, answer = f"Looked at {self.noted}.", f"Try {self.answered} now."
        noted, answered = AddNote(of(self.noted), note, 15), Answer(of(self.answered), answer)
        new = OpenTicket(
            f"helpdesk:ticket:new-{self.noted}", self.title, "At noon.", "Kim", mine=True, queue="Service Desk"
        )
        yield Case("note", noted, ("POST", f"/{self.noted}/comment"), lambda: self.said(self.noted, "Comment", note))
        yield Case(
            "answer", answered, ("POST", f"/{self.answered}/correspond"),
            lambda: self.said(self.answered, "Correspond", answer),
        )  # fmt: skip
        yield Case("open", new, ("POST", "/ticket"), self.opened)

    def _fields(self) -> Iterator[Case]:
        closed = SetCategory(of(self.closed), "done", "new")
        called = CompleteActivity(of(self.called), f"helpdesk:reminder:{self.reminder}")
        dated = CompleteActivity(of(self.dated), f"helpdesk:dated:{self.dated}", DATE_AT)
        yield Case("status", closed, ("PUT", f"/{self.closed}"), lambda: self.went(self.closed, "resolved"))
        yield Case("reminder", called, ("PUT", f"/{self.reminder}"), lambda: self.went(self.reminder, "resolved"))
        yield Case("date", dated, ("PUT", f"/{self.dated}"), self.cleared)
        yield Case("claim", Claim(of(self.claimed)), ("PUT", f"/{self.claimed}/take"), lambda: self.owned(self.claimed))
        given = Assign(of(self.given), "ben", "ana")
        yield Case("assign", given, ("PUT", f"/{self.given}"), lambda: self.owned(self.given, "ben"))

    def date(self) -> Case:
        """By itself: it goes to the same address as a new ticket."""
        planned = Schedule(of(self.planned), self.work, DATE_AT, 45, fixed=True)
        return Case("schedule", planned, ("POST", "/ticket"), self.reminded)

    def _reply(self) -> Iterator[Case]:
        """Without a reply status there is nothing on the server that *no answer needed* would change."""
        status = str(self.server.ticket(self.dismissed)["Status"])
        if status == "mail-reply":
            wish = Dismiss(of(self.dismissed), status)
            yield Case("dismiss", wish, ("PUT", f"/{self.dismissed}"), lambda: self.went(self.dismissed, "new"))

    def said(self, number: int, kind: str, text: str) -> int:
        return sum((one.type, one.text.strip()) == (kind, text) for one in self.server.history(number))

    def went(self, number: int, status: str) -> int:
        return sum((one.type, one.new, one.creator) == ("Status", status, "ana") for one in self.server.history(number))

    def cleared(self) -> int:
        return sum((one.field, one.creator) == ("Starts", "ana") for one in self.server.history(self.dated))

    def owned(self, ticket: int, by: str = "ana") -> int:
        """How often it came to belong to somebody. Request Tracker tells of one change of owner twice: as a field and
        as a person with a role."""
        who, told = str(self.server.users[by]["id"]), self.server.history(ticket)
        return len([one for one in told if (one.field, one.new, one.type) == ("Owner", who, "SetWatcher")])

    def opened(self) -> int:
        return len(oracle.rows(self.server.directory, "SELECT id FROM Tickets WHERE Subject = ?", self.title))

    def reminded(self) -> int:
        """Reminders of mine that refer to the ticket, with the subject and the date that were wished for."""
        sql = (
            "SELECT t.id FROM Tickets t JOIN Links l ON l.LocalBase = t.id WHERE t.Type = 'reminder'"
            " AND l.Type = 'RefersTo' AND l.LocalTarget = ? AND t.Subject = ? AND t.Due = ? AND t.Owner = ?"
        )
        given = (self.planned, self.work, DATE, int(self.server.users["ana"]["id"]))
        return len(oracle.rows(self.server.directory, sql, *given))
