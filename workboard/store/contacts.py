"""Clients by the first letters of a name or of a mail address."""

from __future__ import annotations

from workboard.domain.people import Person
from workboard.store import rows
from workboard.store.database import Reader


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
