"""What the minutes of a note went to is known here alone: it is the same when they come back from the help desk."""

from __future__ import annotations

from pathlib import Path

from tests.desk.rig import Case, standing
from workboard.board.progress import KINDS
from workboard.domain.intent import AddNote, OpenTicket, SetCategory
from workboard.store import tally

TICKET = "desk:ticket:1"


def booked(case: Case) -> dict[str, int]:
    """Minutes by kind, of Ana's entries made in this test."""
    found = case.database.read().all("SELECT kind, sum(minutes) FROM time_entry WHERE marker IS NOT NULL GROUP BY kind")
    return {row[0]: row[1] for row in found}


async def test_a_call_and_a_quick_fix_are_so_after_the_sync_and_after_reading_all_anew(tmp_path: Path) -> None:
    with standing(tmp_path) as stand:
        await stand.prepare()
        case = stand.case()
        for kind, minutes in (("work", 30), ("interruption", 7), ("quick_fix", 4)):
            case.wish(AddNote(TICKET, f"Note of {kind}", minutes, False, kind))  # type: ignore[arg-type]
        await case.settled()
        kinds = {"work": 30, "interruption": 7, "quick_fix": 4}
        assert booked(case) == kinds
        everybody = tuple(row[0] for row in case.database.read().all("SELECT DISTINCT person_id FROM time_entry"))
        reader = case.database.read()
        worked = tally.minutes_of(reader, everybody, 0, case.at + 1)
        planned = tally.minutes_of(reader, everybody, 0, case.at + 1, KINDS["planned"])
        assert worked - planned == 11
        await case.read_anew()
        assert booked(case) == kinds
        await case.close()


async def test_a_quick_fix_offline_becomes_a_closed_ticket_with_its_time(tmp_path: Path) -> None:
    with standing(tmp_path) as stand:
        await stand.prepare()
        case = stand.case()
        new = "desk:ticket:new-01"
        case.wish(OpenTicket(new, "Reset a password", "By phone, 10:42.", "Kim", mine=True))
        case.wish(AddNote(new, "Quick fix: Reset a password", 4, False, "quick_fix"))
        case.wish(SetCategory(new, "done", ""))
        await case.settled()
        row = case.database.read().one("SELECT category, status FROM ticket WHERE title = 'Reset a password'")
        assert row == ("done", "resolved")
        assert booked(case) == {"quick_fix": 4}
        await case.close()
