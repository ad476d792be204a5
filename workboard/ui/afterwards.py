"""What a key may need and the first picture does not: screens and sheets. They are loaded as soon as the board stands,
a file at a time between two keys, so that neither the start nor a key waits for them. Whoever opens one says so where
it is opened, and loads it if it is not here yet."""

from __future__ import annotations

import asyncio
import sys
from importlib import import_module

LATER = (
    "workboard.ui.dialogs.note_entry",
    "workboard.ui.screens.replies",
    "workboard.ui.screens.focus",
    "workboard.ui.screens.away",
    "workboard.ui.dialogs.finish",
    "workboard.ui.dialogs.park",
    "workboard.ui.dialogs.why",
    "workboard.ui.dialogs.ask_help",
    "workboard.ui.dialogs.ticket_entry",
    "workboard.ui.dialogs.ticket_number",
    "workboard.ui.dialogs.find_ticket",
    "workboard.ui.dialogs.keys",
    "workboard.ui.dialogs.outbox",
    "workboard.ui.dialogs.taken_back",
    "workboard.ui.screens.left_open",
    "workboard.ui.follow",
)
"""those that are wanted soonest first"""
ROOM_S = 0.03


async def load() -> None:
    """One after the other, with room between two of them for whatever a key has begun."""
    for name in LATER:
        if name not in sys.modules:
            await asyncio.sleep(ROOM_S)
            import_module(name)


def load_now() -> None:
    """For whoever has to know all screens."""
    for name in LATER:
        import_module(name)
