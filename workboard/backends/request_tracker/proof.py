"""What proves that something of ours was taken: the form of the answer, and what is read back of it.

Request Tracker says 201 and names the path of what it made. Whatever stands in between (a login page, a portal, a
proxy) can say *fine* to anything, so every other answer leaves it open, and a look decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import httpx

from workboard.backends.base import Page
from workboard.backends.http import Answer
from workboard.backends.http_origin import origin
from workboard.backends.request_tracker.shapes import GREATEST, Misshapen, Row, identifier, line, person
from workboard.domain.errors import Uncertain
from workboard.domain.text import clean

API: Final = "/REST/2.0"
CREATED: Final = 201
SUBJECT_CUT: Final = 190
"""RT cuts subjects at 200 bytes; a subject at least this long may be the beginning of ours."""

Made = Literal["transaction", "ticket"]


def number_made(answer: Answer, base: httpx.URL, what: Made) -> int:
    """The number of what a write made, named by a 201 below the account's own address; of a ticket, the words of the
    answer have to name it too. Raises ``Uncertain`` for every other answer."""
    number = _named(answer.headers.get("Location", ""), base, what) if answer.status == CREATED else None
    told = answer.data.get("id") if isinstance(answer.data, Mapping) else None
    if number is None or (what == "ticket" and str(told) != str(number)):
        raise Uncertain(f"Request Tracker did not say which {what} it made: it will be checked")
    return number


def _named(location: str, base: httpx.URL, what: Made) -> int | None:
    """The number at the end of ``/REST/2.0/transaction/473``, a path or a whole address; ``None`` for any other."""
    try:
        url = base.join(location)
        own = origin(url) == origin(base) and not url.userinfo and not url.fragment
    except (httpx.InvalidURL, ValueError):
        return None
    stem = re.escape(f"{base.path.rstrip('/')}{API}/{what}/")
    match = re.fullmatch(stem + r"([1-9][0-9]{0,15})", url.raw_path.decode("ascii", "replace"))
    number = int(match[1]) if match and own else 0
    return number if 0 < number < GREATEST else None


def is_anothers(row: Row, kind: str, me: str) -> bool:
    """Whether a transaction said to be our text is of another kind, or somebody else's; one that cannot be read
    says nothing."""
    try:
        return line(row, "Type") != kind or person(row, "Creator") != me
    except Misshapen:
        return False


def row_of(transaction: int, rows: Iterable[Row]) -> Row | None:
    """The transaction's own row among these."""
    for row in rows:
        try:
            if identifier(row) == transaction:
                return row
        except Misshapen:
            continue
    return None


def is_another_ticket(page: Page, ticket_id: str, title: str, text: str, me: str) -> bool:
    """Whether a ticket said to be our new one was created by somebody else, or has neither our title (the server's
    own rules may change it) nor our text. What is not shown says nothing."""
    made = next((one for one in page.messages if (one.ticket_id, one.origin) == (ticket_id, "create")), None)
    ticket = next((one for one in page.tickets if one.id == ticket_id), None)
    if made is not None and made.author_id != me:
        return True
    if ticket is None or same_subject(ticket.title, title):
        return False
    return made is None or words(made.body) != words(text)


def words(text: str) -> list[str]:
    """A text as far as it counts when texts are compared: without what a server does to its blanks."""
    return clean(text).split()


def same_subject(theirs: str | None, ours: str) -> bool:
    one, other = " ".join(words(theirs or "")), " ".join(words(ours))
    return one == other or (len(one.encode()) >= SUBJECT_CUT and other.startswith(one))
