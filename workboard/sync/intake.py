"""What a reading brings, on its way into the mirror: guarded against a suddenly empty world, stored page by page."""

from __future__ import annotations

from collections.abc import Sequence

from workboard.backends.base import Page
from workboard.store import account, mirror
from workboard.store.database import Transaction
from workboard.sync import belief
from workboard.sync.context import STREAM, Context, Merged, store_page

AT_ONCE = 50
"""Tickets asked for by number in one go."""
DOUBTED = "no longer mine, it says, while the list of mine has it"


class Intake:
    """One run of reading. What would take most of my tickets away, at once or page by page, is believed only of
    those that the list of mine, asked for on its own, does not have either."""

    def __init__(self, context: Context, run: str) -> None:
        self.context = context
        self.run = run
        self.total = Merged()
        self._mine = mirror.mine(context.database.read())
        self._lost: frozenset[str] = frozenset()
        self._listed: frozenset[str] | None = None

    async def listed(self) -> frozenset[str]:
        """The remote's own list of my tickets, asked for once a run."""
        if self._listed is None:
            self._listed = await self.context.backend.mine()
        return self._listed

    async def fetch(self, ticket_ids: Sequence[str]) -> Page:
        """These tickets by their own numbers, stored; the cursor stays where it is."""
        page = await self.context.backend.fetch(ticket_ids, self.context.known)
        await self.store(page._replace(cursor=None))
        return page

    async def store(self, page: Page) -> None:
        """The page, its cursor and what follows from it: one transaction."""
        if page.anew:
            self._mine = self._lost = frozenset()
        page = await self._believed(page)
        self.total = self.total.plus(await self.context.database.awrite(lambda tx: self._keep(tx, page), durable=False))

    async def _believed(self, page: Page) -> Page:
        if not self.context.backend.capabilities.network:
            return page
        me = account.load(self.context.database.read())
        going = belief.taken_away(self._mine, page, me.me.id if me else "")
        lost = self._lost | going
        doubted: frozenset[str] = frozenset()
        if going and belief.implausible(self._mine, self._mine - lost):
            doubted = going & await self.listed()
        self._lost = lost - doubted
        return belief.without(page, doubted, DOUBTED) if doubted else page

    def _keep(self, transaction: Transaction, page: Page) -> Merged:
        context = self.context
        merged = store_page(transaction, page, context.now(), context.slug, self.run)
        if page.cursor is not None:
            found = account.load(transaction)
            generation = found.generation if found else None
            account.set_watermark(transaction, context.slug, STREAM, page.cursor, self.run, generation)
        if page.total:
            account.first_sync(transaction, page.done, page.total)
        if page.server_time_at is not None:
            account.set_clock_offset(transaction, page.server_time_at - context.wall())
        return merged
