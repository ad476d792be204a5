"""Helper threads that nobody waits for at the end: a name server that does not answer must not keep a program open.

``asyncio`` looks up names, and runs what blocks, on threads of its own, and both it and the interpreter wait for
these before they end: half a minute and more, without a network. Nothing that is worth waiting for runs there;
whoever wants a result has awaited it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


def let_go_at_the_end() -> None:
    """From now on, for the running loop."""
    loop = asyncio.get_running_loop()
    if not isinstance(getattr(loop, "_default_executor", None), _Loose):
        loop.set_default_executor(_Loose())


class _Loose(ThreadPoolExecutor):
    """A daemon thread for each piece of work; a pool only in name, because a loop accepts nothing else."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 (handed to whoever waits)
                future.set_exception(error)
            else:
                future.set_result(result)

        Thread(target=work, daemon=True, name="workboard-helper").start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """What still runs is left to itself."""
