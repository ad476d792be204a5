"""Where a fault leaves the account and the row, written down for each kind."""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.desk import faults as f
from tests.desk.faults import Fault


class Ends(NamedTuple):
    """States of the account and of the row, as words: after a fault in reading, and in writing."""

    account: str
    read: str
    """the row, when a request before or after the write itself went wrong"""
    write: str
    """the row, when the write went wrong"""


LOST = Ends("offline", "pending uncertain done", "uncertain")
"""The connection broke, or the answer was none: of a write nobody knows whether it was taken."""
DROPPED = LOST._replace(account="ok offline")
"""Where an answer should have begun: a read over a connection kept from before is asked for once more."""
UNREADABLE = Ends("offline", "uncertain done", "uncertain")
ROWS = Ends("ok offline", "uncertain rejected done", "done uncertain")
"""Single rows that cannot be read are set aside; one on which everything hangs makes the answer unreadable."""
THROTTLED = Ends("throttled", "pending uncertain done", "pending")
REFUSED = Ends("ok offline", "rejected uncertain done", "rejected")
"""Something that may not be seen is done without where that is possible."""

STATES: Final[dict[Fault, Ends]] = {
    f.RESET_BEFORE: DROPPED,
    f.RESET_AFTER: DROPPED,
    f.HANG_UP_BEFORE: DROPPED,
    f.HANG_UP_AFTER: DROPPED,
    f.RESET_MID_BODY: LOST,
    f.CUT_SHORT: LOST,
    f.CHUNK_ERROR: LOST,
    f.NOT_HTTP: LOST,
    f.DRIP: LOST,
    f.SILENCE: LOST,
    f.SILENCE_AFTER: LOST,
    f.LATE: DROPPED,
    f.BUSY: LOST,
    f.BUSY_AFTER: LOST,
    f.BROKEN: LOST,
    f.BROKEN_AFTER: LOST,
    f.BAD_GATEWAY: LOST,
    f.HALF_JSON: UNREADABLE,
    f.LOGIN: UNREADABLE,
    f.NOT_UTF8: UNREADABLE,
    f.BOMB: Ends("ok offline", "uncertain rejected done", "uncertain"),
    f.EMPTY: UNREADABLE._replace(write="uncertain done"),
    f.WRONG_SHAPE: UNREADABLE._replace(write="uncertain done"),
    f.DEAF: UNREADABLE._replace(write="uncertain rejected"),
    f.WRONG_TYPES: ROWS,
    f.MISSING_FIELDS: ROWS,
    f.WITHOUT_IDS: ROWS,
    f.TWICE: Ends("ok", "done", "done"),
    f.ENDLESS: ROWS,
    f.SLOW_DOWN: THROTTLED,
    f.SLOW_DOWN_UNTIL: THROTTLED,
    f.SLOW_DOWN_ABSURDLY: THROTTLED,
    f.SLOW_DOWN_BACKWARDS: THROTTLED,
    f.NOT_SIGNED_IN: Ends("auth", "held uncertain done", "held done"),  # signing in again may have helped at once
    f.FORBIDDEN: REFUSED,
    f.NOT_THERE: REFUSED,
}
