"""People and companies, as far as a board needs them."""

from workboard.domain.typed import Final, Literal, NamedTuple

_TITLES: Final = frozenset({"dr", "prof", "mr", "mrs", "ms", "miss", "sir", "herr", "frau"})


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


def first_name(name: str) -> str:
    """What a colleague would say: the first word that is no title, of an address what stands before the ``@``.

    Empty only for a name without a word; a name of nothing but titles keeps its last.
    """
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        del words[0]
    return words[0].split("@")[0] if words else ""
