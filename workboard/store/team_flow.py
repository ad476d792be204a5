"""What a lead asks of the tickets: how many come and go, what is open, what is late, each in its band. Each over the
views of ``team_views`` only; nothing here knows of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workboard.domain.rules import BandRule
from workboard.store.connection import Reader, Row

_ON_US: Final = "('new','open','planned','reply')"


def band_sql(rules: Sequence[BandRule], alias: str = "t") -> tuple[str, list[object]]:
    """The policy's ``[[band]]`` rules as an expression: the same answer as ``domain.bands.band``."""
    cases: list[str] = []
    values: list[object] = []
    for rule in rules:
        terms: list[str] = []
        for column in ("urgent", "impact", "tier", "type", "queue"):
            wanted = getattr(rule, column)
            if wanted is not None:
                terms.append(f"{alias}.{column} IS ?")
                values.append(int(wanted) if isinstance(wanted, bool) else wanted)
        for sign, bound in ((">=", rule.priority_min), ("<=", rule.priority_max)):
            if bound is not None:
                terms.append(f"as_number({alias}.priority) {sign} ?")
                values.append(bound)
        cases.append(f"WHEN {' AND '.join(terms) or '1'} THEN {rule.band}")
    return (f"CASE {' '.join(cases)} ELSE {alias}.default_band END" if cases else f"{alias}.default_band"), values


def came(reader: Reader, start: int, end: int) -> int:
    return int(reader.value("SELECT count(*) FROM team_ticket WHERE created_at >= ? AND created_at < ?", (start, end)))


def went(reader: Reader, start: int, end: int) -> int:
    """Tickets closed for the first time."""
    sql = """SELECT count(DISTINCT d.ticket_id) FROM team_done d WHERE d.at >= :start AND d.at < :end
        AND d.ticket_id IS NOT NULL AND d.category IN ('done','gone')
        AND NOT EXISTS (SELECT 1 FROM any_done e WHERE e.ticket_id = d.ticket_id AND e.at < :start)"""
    return int(reader.value(sql, {"start": start, "end": end}))


def queue(reader: Reader, default: int) -> tuple[int, int]:
    """Open tickets, and the work in them: what is planned on a ticket, else ``default`` minutes."""
    row = reader.one(
        """SELECT count(*), coalesce(sum(coalesce((SELECT sum(coalesce(p.estimate_minutes, :default))
            FROM ticket_plan p WHERE p.ticket_id = t.id), :default)), 0) FROM team_open t""",
        {"default": default},
    )
    assert row is not None
    return row[0], row[1]


def oldest(reader: Reader, bands: tuple[str, list[object]]) -> Row | None:
    """(id, number, band, created_at, category) of the open ticket that is longest here."""
    return reader.one(
        f"SELECT t.id, t.number, {bands[0]}, t.created_at, t.category FROM team_open t"
        " ORDER BY t.created_at, t.id LIMIT 1",
        bands[1],
    )


# -- targets ------------------------------------------------------------------------------------------------


def due_between(reader: Reader, start: int, end: int) -> int:
    """Open on us, with a time of the remote's own in this stretch."""
    sql = f"SELECT count(*) FROM team_open WHERE due_at >= ? AND due_at < ? AND category IN {_ON_US}"
    return int(reader.value(sql, (start, end)))


def past_due(reader: Reader, bands: tuple[str, list[object]], now: int) -> list[Row]:
    """(id, number, title, band, due_at) of tickets on us that are past the remote's own time."""
    sql = f"""SELECT t.id, t.number, t.title, {bands[0]}, t.due_at FROM team_open t
        WHERE t.due_at < ? AND t.category IN {_ON_US}"""
    return reader.all(sql, (*bands[1], now))


def open_without_due(reader: Reader, bands: tuple[str, list[object]], before: Sequence[int]) -> list[Row]:
    """(id, number, title, band, created_at, category) of tickets on us that only the policy gives a target, and that
    are so old that they may be past it: created before the instant of their band."""
    sql = f"""SELECT * FROM (
            SELECT t.id, t.number, t.title, {bands[0]} AS band, t.created_at, t.category FROM team_open t
        WHERE t.due_at IS NULL AND t.category IN {_ON_US} AND t.created_at < ?)
        WHERE created_at < CASE band WHEN 1 THEN ? WHEN 2 THEN ? WHEN 3 THEN ? ELSE ? END"""
    return reader.all(sql, (*bands[1], max(before), *before))


def spans(reader: Reader, ticket_ids: Sequence[str]) -> list[Row]:
    """(ticket, category, from, until) of these tickets, where the stretches are known."""
    found: list[Row] = []
    for at in range(0, len(ticket_ids), 500):
        some = ticket_ids[at : at + 500]
        marks = ", ".join("?" for _ in some)
        sql = f"SELECT ticket_id, category, from_at, until_at FROM ticket_span WHERE ticket_id IN ({marks})"
        found += reader.all(sql, some)
    return found
