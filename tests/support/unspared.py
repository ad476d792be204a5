"""``workboard`` as it is, but for the hour's ration of calls: a thousand notes in a minute are no technician's day.

python -m tests.support.unspared [command …]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from workboard.cli.main import main
from workboard.store.database import Database
from workboard.sync.budget import Budget


def lift() -> None:
    """In this process nothing is saved up for later."""
    rationed = Budget.__init__

    def unlimited(
        self: Budget, database: Database, wall: Callable[[], int], beat: Callable[[], float], cap: int | None
    ) -> None:
        rationed(self, database, wall, beat, None)

    Budget.__init__ = unlimited  # type: ignore[method-assign]


if __name__ == "__main__":
    lift()
    sys.exit(main())
