"""What one comes back to: the work or the interruption outside, and what one was about to do there."""

from workboard.domain.interruption import Stretch
from workboard.domain.text import safe
from workboard.store import intervals, journal, to_do, written
from workboard.store.database import Reader


def proposal(reader: Reader, interrupted: Stretch | None) -> str:
    """What one was about to do: the next step of the work, or what one had wanted to come back to."""
    if interrupted is None:
        return ""
    if interrupted.kind == "interruption":
        said = interrupted.coming_back
        return proposal(reader, outside(reader, interrupted)) if said is None else said
    found = to_do.candidate(reader, interrupted.ref)
    if found is None:
        return ""
    wanted = intervals.coming_back_since(reader, interrupted.ref, 0)
    step = to_do.next_step(reader, found.ticket.id)
    noted = written.step_since(reader, found.ticket.id, wanted[0]) if wanted else None
    if wanted is not None and noted is None:
        return safe(wanted[1])
    return safe(step) if step else ""


def outside(reader: Reader, one: Stretch) -> Stretch | None:
    """What this interruption interrupted."""
    return None if one.parent is None else intervals.one(reader, one.parent)


def to_go_on_with(reader: Reader, stretches: list[Stretch]) -> Stretch | None:
    """The nearest of them that is still to be gone on with: an interruption, or work that was interrupted."""
    for outer in stretches:
        if outer.kind == "interruption":
            return outer
        work = journal.work_of(reader, outer.ref)
        if work is not None and work.state == "interrupted":
            return outer
    return None
