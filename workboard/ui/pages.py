"""Opening a ticket's page in the browser, and the line to say about it."""

from __future__ import annotations

from textual.app import App

from workboard.board.desk import Desk, ticket_of
from workboard.board.pages import page_of
from workboard.ui.machine import machine_of


def open_page(app: App[None], desk: Desk, ticket_id: str) -> str:
    """The host that was opened; the address itself where there is no browser."""
    page = page_of(desk, ticket_of(desk.database.read(), ticket_id))
    return page.host if machine_of(app).show_page(page.url) else f"There is no browser here: {page.url}"
