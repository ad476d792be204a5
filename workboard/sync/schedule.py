"""When to try again, per kind of error. Times in milliseconds; ``chance`` is 0..1."""

from __future__ import annotations

from workboard.domain.errors import SignInFailed, Throttled, WorkboardError
from workboard.domain.intent import AddNote, Answer, Intent

FIRST_MS = 1_000
CAP_MS = 300_000
RETRY_AFTER_CAP_MS = 3_600_000
POLL_MS = 60_000
LOCAL_POLL_MS = 15_000
LISTING_MS = 15 * 60_000
UNDO_HOLD_MS = 5_000
"""How long a note from the board may still be taken back before it leaves."""


def backoff(failures: int, chance: float) -> int:
    """Full jitter: somewhere between nothing and a bound that doubles, five minutes at most."""
    return int(chance * min(CAP_MS, FIRST_MS * 2 ** min(failures, 20)))


def wait_after(error: WorkboardError, failures: int, chance: float) -> int:
    """How long to leave the remote alone."""
    if isinstance(error, Throttled) and error.retry_after_s is not None:
        return int(min(RETRY_AFTER_CAP_MS, max(0.0, error.retry_after_s) * 1000))
    if isinstance(error, SignInFailed):
        return CAP_MS
    return backoff(failures, chance)


def settle(intent: Intent, settle_s: int, settle_public_s: int) -> int:
    """Before looking whether a write arrived: longer where a second copy would cost a client's mail or an
    invoice line."""
    public = isinstance(intent, Answer) or (isinstance(intent, AddNote) and intent.minutes > 0)
    return 1000 * (settle_public_s if public else settle_s)
