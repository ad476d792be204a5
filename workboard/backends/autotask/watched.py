"""Whose work is read beside mine: of the team ticket the notes, and for a lead all that the team does."""

from __future__ import annotations

from typing import Final, NamedTuple


class Watched(NamedTuple):
    """``whole_team``: a lead asks. ``team`` are resources, me among them; none: whoever works there."""

    whole_team: bool = False
    team: frozenset[int] = frozenset()
    team_ticket: int | None = None

    def has(self, owner_id: str | None) -> bool:
        """Whether a ticket of this owner's is the team's; nobody's is, too."""
        return self.whole_team and (owner_id is None or not self.team or owner_id in map(str, self.team))


NOTHING: Final = Watched()
