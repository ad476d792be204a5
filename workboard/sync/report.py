"""One turn in numbers and, where it failed, in words."""

from __future__ import annotations

import logging
from typing import NamedTuple

from workboard.domain.errors import RemoteError, SettingsError, SignInFailed, Throttled, WorkboardError
from workboard.store import account
from workboard.store.database import Reader, Transaction
from workboard.store.states import counts
from workboard.sync.context import Context, Merged


class Report(NamedTuple):
    """``error`` is what kept the remote from answering, if anything did."""

    pulled: Merged = Merged()
    sent: int = 0
    waiting: int = 0
    uncertain: int = 0
    rejected: int = 0
    conflicts: int = 0
    error: WorkboardError | None = None


def report(
    reader: Reader,
    pulled: Merged = Merged(),  # noqa: B008 (a value)
    sent: int = 0,
    error: WorkboardError | None = None,
) -> Report:
    """With what stands in the outbox now."""
    states = counts(reader)
    return Report(
        pulled,
        sent,
        sum(states.get(state, 0) for state in ("pending", "held", "inflight")),
        states.get("uncertain", 0),
        states.get("rejected", 0),
        states.get("conflict", 0),
        error,
    )


def state_of(error: WorkboardError) -> str:
    """What the account is while this is wrong."""
    if isinstance(error, SignInFailed | SettingsError):
        return "auth"
    return "throttled" if isinstance(error, Throttled) else "offline"


def in_words(error: Exception) -> WorkboardError:
    """One line for a person; what nobody thought of is written to the log too."""
    if isinstance(error, WorkboardError):
        return error
    if isinstance(error, OSError):
        return RemoteError(f"this machine does not let it sync ({(error.strerror or type(error).__name__).lower()})")
    odd = type(error).__name__
    logging.getLogger("workboard.sync").error("a turn ended with %s", odd, exc_info=error)
    return RemoteError(f"syncing met something unexpected ({odd}); it tries again")


async def note_trouble(context: Context, error: WorkboardError) -> None:
    """Into the account, where the board shows it."""
    now = context.now()

    def work(transaction: Transaction) -> None:
        if account.load(transaction) is None:
            account.save(transaction, account.Account(context.slug, context.backend_name, context.base_url))
        account.set_state(transaction, state_of(error), str(error), now)

    await context.database.awrite(work, durable=False)
