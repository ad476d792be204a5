"""The card of the board: the one activity, on a ground of its own; or what to do where there is none."""

from __future__ import annotations

from workboard.board.strokes import Line, Row, apart, bar, column, on_card
from workboard.board.view import Card
from workboard.domain.text import cell_width, fit, wrap

# Lines for title, next step, where it stands, why: generous while there is room for air between the groups,
# then as much of the words as fits at all.
Limits = tuple[int, int, int, int]
_AIRY: tuple[Limits, ...] = ((3, 4, 4, 3), (2, 3, 2, 2))
_TIGHT: tuple[Limits, ...] = ((2, 3, 2, 2), (2, 3, 1, 1), (2, 2, 1, 1), (1, 2, 1, 1), (1, 1, 1, 1))
_AIR, NEEDED = 4, 10  # blanks ranked below these may be gone in an airy, in a tight layout

_LABELS = ("Where it stands", "Next step", "Why this one", "Meanwhile")
_SHORT = ("Where", "Next step", "Why", "Meanwhile")
_NARROW = 60  # columns below which the labels are short
_BAR = 40  # columns of a bar on the card


def card_of(card: Card, width: int, room: int, most: int) -> list[Row]:
    """The card, ``width`` columns of its ground, with two columns of the board's ground left of it: with air in
    ``room`` rows, else without in ``most``."""
    found: list[Row] = []
    for layouts, rank, height in ((_AIRY, _AIR, room), (_TIGHT, NEEDED, most)):
        for limits in layouts:
            found = _rows(card, width - 4, limits)
            if sum(1 for row in found if row[0] >= rank) <= height:
                return [(rank, on_card(line, width)) for rank, line in found]
    return [(rank, on_card(line, width)) for rank, line in found]


def _rows(card: Card, width: int, limits: Limits) -> list[Row]:
    title, text = ("text", "dim") if card.state == "asleep" else ("bright", "text")
    rows: list[Row] = [(7, []), (80, _label(card, width)), (6, [])]
    rows += [(100 - at, [(line, title)]) for at, line in enumerate(wrap(card.title, width, limits[0]))]
    rows += _client(card, width, text)
    groups = [_notice(card, width), _ways(card, width)] if card.state == "notice" else [_facts(card, width, limits)]
    for group in groups:
        rows += [(9, []), *group] if group else []
    if card.action and card.action_key:
        said = [("▸ ", "accent"), (card.action_key, "accent"), (f" {card.action}", text)]
        rows += [(6, []), (60, said)]
    return [*rows, (5, [])]


def _label(card: Card, width: int) -> Line:
    role = "accent" if card.state == "running" else "dim"
    facts: Line = []
    for fact, fact_role in ((card.band, "warm"), (card.minutes, "dim"), (card.number, "dim")):
        if fact:
            facts += [(" · ", "dim"), (fact, fact_role)] if facts else [(fact, fact_role)]
    return apart([(card.label, role)], facts, width)


def _client(card: Card, width: int, role: str) -> list[Row]:
    names = " · ".join(name for name in (card.company, card.contact) if name)
    if not card.window:
        return [(85, [(fit(names, width), role)])] if names else []
    window = fit(card.window, width)
    room = width - cell_width(window) - 3
    if names and cell_width(names) > room and room < 24:
        return [(85, [(fit(names, width), role)]), (84, [(window, "warm")])]
    shown = f"{fit(names, room)}   " if names else ""
    return [(85, [(shown, role), (window, "warm")])]


def _facts(card: Card, width: int, limits: Limits) -> list[Row]:
    """Labels in one column, what they say in the next."""
    title, text = ("text", "dim") if card.state == "asleep" else ("bright", "text")
    where, step, why, meanwhile = _SHORT if width < _NARROW else _LABELS
    _, for_step, for_where, for_why = limits
    told = (
        (meanwhile, card.meanwhile, 3, "bright", 96),
        (where, card.where, for_where, text, 45),
        (step, card.next_step, for_step, title, 95),
        (why, card.why, for_why, text, 70),
    )
    indent = max(len(where), len(step)) + 3
    return [
        row for label, said, limit, role, rank in told for row in _fact(label, said, width, limit, role, rank, indent)
    ]


def _fact(label: str, said: str | None, width: int, limit: int, role: str, rank: int, indent: int) -> list[Row]:
    lines = wrap(said, width - indent, limit) if said else []
    heads = [label, *[""] * len(lines)]
    return [(rank - at, [(heads[at].ljust(indent), "dim"), (line, role)]) for at, line in enumerate(lines)]


def _notice(card: Card, width: int) -> list[Row]:
    rows: list[Row] = []
    if card.share is not None:
        rows += [
            (72, [*bar(card.share, min(width // 2, _BAR)), ("   ", "base"), (card.counted or "", "text")]),
            (6, []),
        ]
    return [*rows, *((70, [(line, "text")]) for line in wrap(card.why or "", width, 4))]


def _ways(card: Card, width: int) -> list[Row]:
    """A key or a command each, and what it does; one below the other where they do not fit side by side."""
    indent = max((cell_width(way.key) for way in card.ways), default=0) + 3
    rows: list[Row] = []
    for way in card.ways:
        lines = wrap(way.label, max(width - indent, 1), 2)
        heads = [way.key, *[""] * len(lines)]
        rows += [(68 - at, [(column(heads[at], indent), "key"), (line, "text")]) for at, line in enumerate(lines)]
    return rows
