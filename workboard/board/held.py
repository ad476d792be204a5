"""What a block of focus holds, for whoever asks beside its screen: *focus status*, and the line after it."""

from workboard.board.desk import Desk
from workboard.domain import focus
from workboard.domain.focus import Verdict
from workboard.domain.typed import NamedTuple
from workboard.store import focus as store
from workboard.store.database import Reader
from workboard.store.focus import Session

TOLD_FOR_MS = 5 * 60_000
"""How long after a block its one line about what was held stands on the board."""


class Standing(NamedTuple):
    """For ``focus status``: ``rule`` is the policy's key that bounds the block."""

    lasts: bool
    until_at: int
    rule: str
    verdict: Verdict


def standing(desk: Desk) -> Standing | None:
    """Of the open block, also past its bound; ``None`` where none is open."""
    reader = desk.database.read()
    session = store.still_open(reader)
    if session is None:
        return None
    lasts = store.lasts(reader, desk.now())
    return Standing(lasts, session.block.until_at, session.block.rule, _verdict(desk, reader, session))


def digest(desk: Desk, reader: Reader) -> str | None:
    """One line about what the last block held, for a few minutes after it."""
    session = store.newest(reader)
    if session is None:
        return None
    over_at = session.over_at(desk.now())
    if over_at is None or not 0 <= desk.now() - over_at < TOLD_FOR_MS:
        return None
    return focus.digest(_verdict(desk, reader, session))


def _verdict(desk: Desk, reader: Reader, session: Session) -> Verdict:
    from workboard.board.outside import weighed  # whoever asks what is next asks for this too, and seldom needs it

    return weighed(desk, reader, session)
