"""What an hour in which nothing happens costs a real dialect over a real socket, counted at the other end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.desk.rig import MINUTE, standing
from workboard.domain.intent import AddNote

LOOKS = 12
"""An hour's, five minutes apart: what an idle board makes."""


async def test_a_look_that_finds_nothing_new_is_one_to_three_calls(tmp_path: Path) -> None:
    """One for the feed; the list of mine every quarter of an hour; the feed's end every tenth time."""
    with standing(tmp_path) as place:
        await place.prepare()
        case = place.case()
        await case.sync()
        costs = []
        for _ in range(LOOKS):
            case.at += 5 * MINUTE
            before = len(place.server.requests)
            report = await case.sync()
            assert (report.error, any(report.pulled)) == (None, False)
            costs.append([one.path.rsplit("/", 1)[-1] for one in case.asked(before)])
        await case.close()
    print(*costs, sep="\n")
    assert {len(one) for one in costs} <= {1, 2, 3}
    assert Counter(len(one) for one in costs).most_common(1)[0][0] == 1
    assert {one[0] for one in costs} == {"transactions"}


async def test_one_note_of_a_board_that_is_signed_in_is_two_calls_and_one_look(tmp_path: Path) -> None:
    with standing(tmp_path) as place:
        await place.prepare()
        case = place.case()
        await case.sync()
        before = len(place.server.requests)
        mine = next(one for one in case.engine.context.known.notes_by_me(0))
        case.wish(AddNote(mine.ticket_id, "Looked."))
        assert (await case.send()).sent == 1
        assert len(case.asked(before)) == 2
        await case.close()
