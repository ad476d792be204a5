"""What makes a team's work, in words: interruptions, whom it waits for, what comes again and again."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.lead_words import TOO_FEW, Row, Section
from workboard.domain.interruption import word
from workboard.domain.lead import figures as f
from workboard.domain.lead.interruptions import Interruptions
from workboard.domain.reason import length
from workboard.domain.text import safe
from workboard.domain.typed import Final

LONG: Final = 1 << 30
"""hours stay hours, however many"""
REPEATS: Final = 8
INTERRUPTIONS: Final = "INTERRUPTIONS"


def interruptions(desk: Desk, found: Interruptions) -> Section:
    if not found.days:
        return Section(INTERRUPTIONS, "", (Row("", TOO_FEW, _why_none(desk, found)),))
    most = max((each.minutes for _, each in found.by_source), default=0)
    rows = [
        Row(
            (word(name) or "not said").capitalize(), length(each.minutes, LONG), _times(each.times),
            each.minutes / most if most else 0.0,
        )
        for name, each in found.by_source
    ]  # fmt: skip
    days = "1 day" if found.days == 1 else f"{found.days} days"
    aside = f"{days} · at least {found.people} technicians, added up"
    return Section(INTERRUPTIONS, aside, (*rows, *_rhythm(found)))


def _why_none(desk: Desk, found: Interruptions) -> str:
    if found.gives_away:
        return "another team has all of its people but a few"
    return f"a day counts from {desk.policy.goal.min_group} technicians on"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _rhythm(found: Interruptions) -> list[Row]:
    rows = []
    if found.worst_hour is not None:
        rows.append(Row("Worst hour", f"{found.worst_hour:02d}:00–{(found.worst_hour + 1) % 24:02d}:00"))
    if found.focus_blocks:
        share = f"{100 * found.focus_kept // found.focus_blocks} %"
        rows.append(Row("Focus kept", share, f"{found.focus_kept} of {found.focus_blocks} blocks"))
    if found.wrong_order:
        rows.append(Row("Wrong order", _times(found.wrong_order), "among skips"))
    return rows


def blocked(blocked: tuple[tuple[str, int], ...]) -> Section:
    rows = tuple(Row(name, str(count)) for name, count in blocked)
    return Section("BLOCKED BY", "" if rows else "nothing waits for others", rows)


def _clients(number: int) -> str:
    return "1 client" if number == 1 else f"{number} clients"


def repeats(found: f.Figures) -> Section:
    rows = tuple(
        Row(
            str(one.tickets),
            safe(one.title),
            f"{_clients(one.clients)} · {'solved before' if one.article else 'no article'}",
        )
        for one in found.repeats[:REPEATS]
    )
    return Section("AGAIN AND AGAIN", "30 days" if rows else "nothing three times in 30 days", rows)
