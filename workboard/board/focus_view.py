"""The focus screen as one plain value, in words. ``board/face_focus.py`` draws it for a terminal of any size."""

from __future__ import annotations

from workboard.board.view import Hint
from workboard.domain.typed import NamedTuple


class Own(NamedTuple):
    """A note of mine from this block: ``10:38``, first line."""

    when: str
    text: str


class FocusView(NamedTuple):
    """Everything on the focus screen. ``over``: the bound has come; then ``digest`` says what was held, if anything."""

    activity_id: str
    ticket_id: str
    number: str
    title: str
    about: str
    """``Alder & Pine Dental · Ruth Osei · #48213``"""
    next_step: str | None
    minutes: str
    """``18 of 45 min``"""
    until: str
    """``11:15``"""
    until_at: int
    """the same instant, for the clock that waits for it; milliseconds UTC"""
    notes: tuple[Own, ...] = ()
    """oldest first"""
    promise: str = ""
    """what is held, until when, and what is not: ``Everything else is held until 11:15. …``"""
    over: bool = False
    digest: str | None = None
    through: str | None = None
    """one line about what broke through, while it lasts"""
    emergency: str | None = None
    """the activity that ``Enter`` takes up, if an emergency is what broke through"""
    hints: tuple[Hint, ...] = ()
    said: str | None = None
    """the last word said quietly"""
