"""What a desk without a network has in common: every wish is accepted at once, what is stored is the truth."""

from __future__ import annotations

from collections.abc import Sequence

from workboard.backends.accept import accept
from workboard.backends.base import Known, Op, Page, Receipt
from workboard.backends.local import arrived, fetched
from workboard.domain.errors import Refused


class AtOnce:
    """The writing half of ``Backend``, and the reading that needs nobody else."""

    def resume(self, generation: str, keepsake: str) -> bool:
        """Signing in costs nothing here."""
        return False

    async def mine(self) -> frozenset[str]:
        """Cannot be told apart from what is stored; asked for only where there is a network."""
        raise Refused("this desk keeps no second list of tickets: what is stored here is the truth")

    async def fetch(self, ticket_ids: Sequence[str], known: Known) -> Page:
        return fetched(ticket_ids, known)

    async def apply(self, op: Op, known: Known) -> Receipt:
        return accept(op, known)

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        return arrived(op, known)

    async def aclose(self) -> None:
        """There is no connection."""
