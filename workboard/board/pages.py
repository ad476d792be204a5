"""The page of a ticket at its help desk, and no other."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.errors import NeedsPerson, NotFoundError
from workboard.domain.links import page_host
from workboard.domain.text import safe
from workboard.domain.ticket import Ticket
from workboard.domain.typed import NamedTuple


class Page(NamedTuple):
    """An address that may be opened, and its host in punycode, to be shown first."""

    url: str
    host: str


class NoPage(NotFoundError):
    """This help desk keeps its tickets without pages."""

    exit_code = 1


def page_of(desk: Desk, ticket: Ticket) -> Page:
    """A link that leads elsewhere came from somebody who should not decide where we go: ``NeedsPerson``."""
    base = desk.config.account.url
    if base is None or not ticket.url:
        raise NoPage(f"#{ticket.number} has no page: {desk.capabilities.label} keeps its tickets without one")
    try:
        return Page(ticket.url, page_host(ticket.url, base))
    except ValueError as error:
        raise NeedsPerson(f"the link of #{ticket.number} is not opened: {safe(str(error))}") from None
