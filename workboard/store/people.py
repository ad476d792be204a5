"""People: somebody by id, a client by name or mail address, clients by the first letters."""

from workboard.domain.people import Person
from workboard.store import rows
from workboard.store.database import Reader


def person(reader: Reader, person_id: str) -> Person | None:
    row = reader.one(f"SELECT {rows.columns(Person)} FROM person WHERE id = ?", (person_id,))
    return None if row is None else Person(*row)


def names_of(reader: Reader, people: tuple[str, ...]) -> list[tuple[str, str]]:
    """(id, name) of these people, as far as they are known."""
    marks = ", ".join("?" for _ in people)
    found = reader.all(f"SELECT id, name FROM person WHERE id IN ({marks})", people)
    me = reader.all(f"SELECT remote_user_id, me_name FROM account WHERE remote_user_id IN ({marks})", people)
    return [(row[0], row[1]) for row in (*me, *found)]


def keys_of_everybody(reader: Reader) -> set[str]:
    """The remote's own key of everybody known here, me and the team's group among them; empty until somebody of the
    staff besides me was read."""
    if not reader.value("SELECT EXISTS (SELECT 1 FROM person WHERE kind = 'staff')"):
        return set()
    groups = reader.all("SELECT members || char(10) || coalesce(remote_user_id, '') FROM account")
    grouped = {one for (names,) in groups for one in names.split("\n")}
    return {row[0] for row in reader.all("SELECT id FROM person")} | grouped


def contact(reader: Reader, name: str) -> Person | None:
    """A client by mail address or full name (case does not matter); ``None`` for none and for several."""
    found = reader.all(
        f"SELECT {rows.columns(Person)} FROM person WHERE kind = 'client'"
        " AND (mail = :name COLLATE NOCASE OR name = :name COLLATE NOCASE) LIMIT 2",
        {"name": name},
    )
    return Person(*found[0]) if len(found) == 1 else None


def starting_with(reader: Reader, letters: str, limit: int) -> list[Person]:
    """Clients of whom some word of the name, or the address, begins with ``letters``; case does not matter.
    Those whose whole name begins so come first, then by name."""
    literal = letters.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = reader.all(
        f"SELECT {rows.columns(Person)} FROM person WHERE kind = 'client'"
        " AND (name LIKE :first ESCAPE '\\' OR name LIKE :later ESCAPE '\\' OR mail LIKE :first ESCAPE '\\')"
        " ORDER BY name NOT LIKE :first ESCAPE '\\', name COLLATE NOCASE, id LIMIT :limit",
        {"first": f"{literal}%", "later": f"% {literal}%", "limit": limit},
    )
    return [Person(*row) for row in found]
