"""People and companies, as far as a board needs them."""

from typing import Literal, NamedTuple


class Person(NamedTuple):
    """``id`` is the remote's own key for the person inside this account."""

    id: str
    name: str
    mail: str | None = None
    kind: Literal["me", "staff", "client"] = "client"
    company: str | None = None
    site: str | None = None
    phone: str | None = None


class Company(NamedTuple):
    """A client firm with its sites."""

    id: str
    name: str
    site: str | None = None
    phone: str | None = None


class Me(NamedTuple):
    """Whose board this is. ``id`` is the remote's key, ``members`` the team's keys including mine."""

    id: str
    name: str
    members: tuple[str, ...] = ()
