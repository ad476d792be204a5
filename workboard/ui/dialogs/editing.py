"""A text taken to the user's own editor and back; the board waits beneath, and goes on syncing."""

from __future__ import annotations

import asyncio

from textual.app import App, SuspendNotSupported

from workboard.domain.errors import UsageError
from workboard.ui.machine import machine_of


async def in_the_editor(app: App[None], text: str) -> str:
    """What the editor made of it. ``UsageError`` says why it stays as it was."""
    try:
        with app.batch_update(), app.suspend():
            return await asyncio.to_thread(machine_of(app).edit, text)
    except SuspendNotSupported:
        raise UsageError("an editor needs a terminal of its own: there is none here") from None
