"""When to look, and when to try again, per kind of error. Times in milliseconds; ``chance`` is 0 ≤ x < 1.

Nothing in here waits longer than an hour: ``outgoing`` takes a longer wait for a clock that went back.
"""

from __future__ import annotations

from workboard.domain.errors import SignInFailed, Throttled, WorkboardError
from workboard.domain.intent import AddNote, Answer, Intent

FIRST_MS = 1_000
CAP_MS = 300_000
RETRY_AFTER_CAP_MS = 3_600_000
POLL_MS = 60_000
"""between two looks while there is news"""
IDLE_POLL_MS = 300_000
"""and after a while without"""
LOCAL_POLL_MS = 15_000
HALF_AS_OFTEN = 0.40
QUARTER_AS_OFTEN = 0.50
"""shares of an hour's calls (``budget``)"""
LISTING_MS = 15 * 60_000
UNDO_HOLD_MS = 5_000
"""How long a note from the board may still be taken back before it leaves."""


def backoff(failures: int, chance: float) -> int:
    """Full jitter: somewhere between nothing and a bound that doubles, five minutes at most."""
    return int(chance * min(CAP_MS, FIRST_MS * 2 ** min(failures, 20)))


def next_read(quiet: int, share: float, chance: float) -> int:
    """Until the next look at a remote: ``quiet`` looks in a row brought nothing, ``share`` of the hour's calls is
    used. Boards that were opened together drift apart by a tenth either way."""
    idle = min(IDLE_POLL_MS, POLL_MS * 1.5 ** min(quiet, 20))
    seldom = 4 if share >= QUARTER_AS_OFTEN else 2 if share >= HALF_AS_OFTEN else 1
    return int(min(2 * IDLE_POLL_MS, idle * seldom) * (0.9 + 0.2 * chance))


def wait_after(error: WorkboardError, failures: int, chance: float) -> int:
    """How long to leave the remote alone."""
    if isinstance(error, Throttled) and error.retry_after_s is not None:
        return int(min(RETRY_AFTER_CAP_MS, max(0.0, error.retry_after_s) * 1000))
    if isinstance(error, SignInFailed):
        return CAP_MS
    return backoff(failures, chance)


def settle(intent: Intent, settle_s: float, settle_public_s: float) -> int:
    """Before looking whether a write arrived: longer where a second copy would cost a client's mail or an
    invoice line."""
    public = isinstance(intent, Answer) or (isinstance(intent, AddNote) and intent.minutes > 0)
    return int(1000 * (settle_public_s if public else settle_s))
