"""A backend under observation: nothing but the errors of ``domain.errors`` may leave it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from workboard.backends.base import Backend, Capabilities, Identity, Known, Op, Page, Receipt
from workboard.domain.errors import NeedsPerson, RemoteError


class Watched:
    """A backend that tells what left it other than by return: ``escaped`` may hold nothing."""

    def __init__(self, inner: Backend) -> None:
        self._inner = inner
        self.escaped: list[BaseException] = []

    def replace(self, inner: Backend) -> None:
        """Another one takes its place, with the same file behind it."""
        self._inner = inner

    @contextmanager
    def _watch(self) -> Iterator[None]:
        try:
            yield
        except (RemoteError, NeedsPerson):
            raise
        except Exception as error:
            self.escaped.append(error)
            raise

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    async def whoami(self) -> Identity:
        with self._watch():
            return await self._inner.whoami()

    def resume(self, generation: str, keepsake: str) -> bool:
        return self._inner.resume(generation, keepsake)

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        with self._watch():
            async for page in self._inner.changes(cursor, known):
                yield page

    async def mine(self) -> frozenset[str]:
        with self._watch():
            return await self._inner.mine()

    async def fetch(self, ticket_ids: Sequence[str], known: Known) -> Page:
        with self._watch():
            return await self._inner.fetch(ticket_ids, known)

    async def apply(self, op: Op, known: Known) -> Receipt:
        with self._watch():
            return await self._inner.apply(op, known)

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        with self._watch():
            return await self._inner.probe(op, known)

    async def aclose(self) -> None:
        await self._inner.aclose()
