"""The face of the board: one view in, lines of (text, role) out, for a terminal of any size. Pure.

The same view gives the same lines, so what changed is what differs. Roles are names (``bright``,
``card-dim``); what they look like is the theme's business. Everything is cleaned once more on the way in.

The layout is a list of rows, each with a rank of how long it is kept. A small terminal lets go of the blank
lines first, lowest rank first, then of the words; a large one shows more of the same ticket.
"""

from __future__ import annotations

from workboard.board.strokes import Line, Segment, apart, cleaned, column, exactly, in_ascii, moved, on_card, width_of
from workboard.board.view import GoalLine, Hint, ThreadLine, View
from workboard.domain.text import cell_width, fit, wrap

Row = tuple[int, Line]
"""How long it is kept when room is short (0..100), and what stands in it."""

WIDE = 110  # columns from which replies and progress stand beside the card
WIDEST = 150  # longer lines are tiring to read: beyond this the board stands in the middle
TALL = 30  # rows from which there is room for a margin above and below

# Lines for title, next step, where it stands, why: generous while there is room for air between the groups,
# then as much of the words as fits at all.
_AIRY = ((3, 4, 4, 3), (2, 3, 2, 2))
_TIGHT = ((2, 3, 2, 2), (2, 3, 1, 1), (2, 2, 1, 1), (1, 2, 1, 1), (1, 1, 1, 1))
_AIR, _NEEDED = 4, 9  # blanks ranked below these may be gone in an airy, in a tight layout

_SYNC_MARK = {"local": "●", "synced": "●", "syncing": "◌", "stale": "◌", "offline": "○", "never": "○", "attention": "○"}


def paint(view: View, width: int, height: int, ascii_only: bool = False) -> list[Line]:
    """``height`` lines of exactly ``width`` columns each; none for a terminal without room."""
    if width < 1 or height < 1:
        return []
    view = cleaned(view)
    inner = min(width, WIDEST)
    rows = _two_columns(view, inner, height) if inner >= WIDE else _one_column(view, inner, height)
    left = (width - inner) // 2
    lines = [exactly([(" " * left, "base"), *row], width) for row in rows]
    return [in_ascii(line, width) for line in lines] if ascii_only else lines


def text_of(lines: list[Line]) -> str:
    """What stands there, without the roles: for tests, and for whoever cannot see colours."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


# -- the two layouts ----------------------------------------------------------------------------------------


def _one_column(view: View, width: int, height: int) -> list[Line]:
    below = [*_then(view, width - 8), (2, []), *_replies_line(view, width - 6), (3, []), *_goal_lines(view, width - 8)]
    foot = _foot(view, width)
    tops = [(98 if height > 3 else 50, _header(view, width)), (8, [])]
    room = height - len(tops) - len(foot) - len(below) - 1
    card = _card(view, width - 4, room, room + 4)
    body = [*tops, *card, (10, []), *[(rank, moved(line, 4)) for rank, line in below]]
    spare = height - len(body) - len(foot) - 1
    body += [(15, moved(line, 4)) for line in _thread(view.thread, width - 8, spare)]
    return _stacked([*body, (11, [])], foot, height)


def _two_columns(view: View, width: int, height: int) -> list[Line]:
    aside = max(30, width // 4)
    main = width - 4 - aside - 6
    tall = height >= TALL
    tops: list[Row] = [*([(1, [])] if tall else []), (98, _header(view, width)), (8, [])]
    foot = [*_foot(view, width), *([(1, [])] if tall else [])]
    room = max(1, height - len(tops) - len(foot) - 1)
    then = _then(view, main - 4)
    left = [*_card(view, main, room - len(then) - 1, room - len(then)), (10, [])]
    left += [(rank, moved(line, 4)) for rank, line in then]
    left += [(15, moved(line, 4)) for line in _thread(view.thread, main - 4, room - len(left))]
    right: list[Row] = [(7, []), *_replies_column(view, aside), (3, []), (4, []), *_goals_column(view.goals, aside)]
    one, two = _kept(left, room), _kept(right, room)
    blank: Row = (10, [])
    both = [
        (
            max(one[at][0] if at < len(one) else 0, two[at][0] if at < len(two) else 0),
            _beside(one[at] if at < len(one) else blank, two[at] if at < len(two) else blank, main),
        )
        for at in range(max(len(one), len(two)))
    ]
    return _stacked([*tops, *both, (11, [])], foot, height)


def _beside(left: Row, right: Row, main: int) -> Line:
    return [*exactly(left[1], main + 2), ("      ", "base"), *right[1]]


def _stacked(body: list[Row], foot: list[Row], height: int) -> list[Line]:
    """Body above, foot at the bottom, exactly ``height`` rows."""
    kept = _kept([*body, (200, [("foot", "")]), *foot], height + 1)
    at = next(index for index, row in enumerate(kept) if row[0] == 200)
    spring: list[Line] = [[] for _ in range(height + 1 - len(kept))]
    return [*(line for _, line in kept[:at]), *spring, *(line for _, line in kept[at + 1 :])]


def _kept(rows: list[Row], height: int) -> list[Row]:
    """The rows, without the least needed ones where there are too many."""
    while len(rows) > max(height, 0):
        least = min(range(len(rows)), key=lambda index: (rows[index][0], -index))
        rows = rows[:least] + rows[least + 1 :]
    return rows


# -- the card -----------------------------------------------------------------------------------------------


def _card(view: View, width: int, room: int, most: int) -> list[Row]:
    """The card, ``width`` columns of its ground, with two columns of ground left of it."""
    found: list[Row] = []
    for layouts, rank, height in ((_AIRY, _AIR, room), (_TIGHT, _NEEDED, most)):
        for limits in layouts:
            found = _card_rows(view, width - 4, limits)
            if sum(1 for row in found if row[0] >= rank) <= height:
                return [(rank, on_card(line, width)) for rank, line in found]
    return [(rank, on_card(line, width)) for rank, line in found]


def _card_rows(view: View, width: int, limits: tuple[int, int, int, int]) -> list[Row]:
    card, (for_title, for_step, for_where, for_why) = view.card, limits
    asleep = card.state == "asleep"
    title, text = ("text", "dim") if asleep else ("bright", "text")
    rows: list[Row] = [(7, []), (80, _card_label(view, width)), (6, [])]
    rows += [(100 - at, [(line, title)]) for at, line in enumerate(wrap(card.title, width, for_title))]
    rows += _client(view, width, text)
    facts: list[Row] = []
    if card.state == "notice":
        facts += [(70, [(line, "text")]) for line in wrap(card.why or "", width, 4)]
    else:
        short = width < 60
        labels = ("Where", "Next step", "Why") if short else ("Where it stands", "Next step", "Why this one")
        facts += _fact(labels, 0, card.where, width, for_where, text, 45)
        facts += _fact(labels, 1, card.next_step, width, for_step, title, 95)
        facts += _fact(labels, 2, card.why, width, for_why, text, 70)
    if facts:
        rows += [(9, []), *facts]
    if card.action and card.action_key:
        said = [("▸ ", "accent"), (card.action_key, "accent"), (f" {card.action}", text)]
        rows += [(6, []), (60, said)]
    return [*rows, (5, [])]


def _card_label(view: View, width: int) -> Line:
    card = view.card
    role = "accent" if card.state == "running" else "dim"
    facts: Line = []
    for fact, fact_role in ((card.band, "warm"), (card.minutes, "dim"), (card.number, "dim")):
        if fact:
            facts += [(" · ", "dim"), (fact, fact_role)] if facts else [(fact, fact_role)]
    return apart([(card.label, role)], facts, width)


def _client(view: View, width: int, role: str) -> list[Row]:
    card = view.card
    names = " · ".join(name for name in (card.company, card.contact) if name)
    if not card.window:
        return [(85, [(fit(names, width), role)])] if names else []
    window = fit(card.window, width)
    room = width - cell_width(window) - 3
    if names and cell_width(names) > room and room < 24:
        return [(85, [(fit(names, width), role)]), (84, [(window, "warm")])]
    shown = f"{fit(names, room)}   " if names else ""
    return [(85, [(shown, role), (window, "warm")])]


def _fact(
    labels: tuple[str, str, str], at: int, text: str | None, width: int, limit: int, role: str, rank: int
) -> list[Row]:
    if not text:
        return []
    indent = max(map(len, labels)) + 3
    lines = wrap(text, width - indent, limit)
    heads = [labels[at] if n == 0 else "" for n in range(len(lines))]
    return [(rank - n, [(heads[n].ljust(indent), "dim"), (line, role)]) for n, line in enumerate(lines)]


# -- what stands around it ----------------------------------------------------------------------------------


def _header(view: View, width: int) -> Line:
    good = view.sync in ("local", "synced")
    mark = (f"{_SYNC_MARK.get(view.sync, '○')} ", "accent" if good else "dim")
    words = (view.sync_words, "dim" if good or view.sync == "syncing" else "text")
    right: Line = [(view.clock, "dim"), ("   ", "base"), mark, words]
    room = max(width - 4, 0)
    if width_of(right) > room - 6:
        right = right[2:]
    return moved(apart([(view.owner, "text")], right, room), 2)


def _then(view: View, width: int) -> list[Row]:
    then = view.then
    planned = f"{then.planned} more planned" if then.planned else ""
    more = " · ".join(part for part in (planned, then.parked) if part)
    rows: list[Row] = []
    if then.fixed:
        tail = f" · {more}" if more else ""
        about = fit(then.about or "", max(width - cell_width(f"Then {then.fixed} {tail}"), 0))
        line = [("Then ", "dim"), (then.fixed, "text"), (f" {about}" if about else "", "dim"), (tail, "dim")]
        rows = [(55, line)]
    elif more:
        rows = [(55, [(f"Then {more}", "dim")])]
    elif view.card.state != "notice":
        rows = [(54, [("Nothing more is planned", "dim")])]
    return rows + [(20, [("then ", "dim"), (fit(title, width - 5), "text")]) for title in then.titles]


def _replies_said(view: View) -> Segment:
    count = view.replies.waiting
    if not count:
        return ("nobody waits for an answer", "dim")
    return ("1 client has answered" if count == 1 else f"{count} clients have answered", "text")


def _replies_line(view: View, width: int) -> list[Row]:
    """The fullest sentence that fits behind its label."""
    replies = view.replies
    label: Segment = ("REPLIES   " if width >= 60 else "REPLIES  ", "dim")
    said, longest, batch = _replies_said(view), replies.longest if replies.waiting else None, replies.next_batch

    def sentence(before_wait: str, before_batch: str) -> Line:
        line: Line = [label, said]
        if longest and before_wait:
            line += [(f" · {before_wait} ", "dim"), (longest, "warm")]
        if batch and before_batch:
            line += [(f" · {before_batch} ", "dim"), (batch, "dim")]
        return line

    choices = (
        ("longest wait", "next batch"),
        ("longest wait", "next"),
        ("longest wait", ""),
        ("longest", ""),
        ("", ""),
    )
    lines = [sentence(*choice) for choice in choices]
    return [(75, next((line for line in lines if width_of(line) <= width), lines[-1]))]


def _replies_column(view: View, width: int) -> list[Row]:
    replies = view.replies
    rows: list[Row] = [(76, [("REPLIES", "dim")]), (5, []), (75, [_replies_said(view)])]
    if replies.waiting and replies.longest:
        rows.append((74, [("longest wait ", "dim"), (replies.longest, "warm")]))
    if replies.next_batch:
        rows.append((40, [(f"next batch {replies.next_batch}", "dim")]))
    opens = next((hint.key for hint in view.hints if hint.label == "replies"), None)
    if replies.waiting and opens:
        rows.append((30, [(opens, "key"), (" opens them now", "dim")]))
    return [(rank, exactly(line, width)) for rank, line in rows]


def _goal_lines(view: View, width: int) -> list[Row]:
    """One line a goal: label, bar, words, pace."""
    goals = view.goals
    if not goals:
        return []
    head = "PROGRESS  " if width >= 60 else ""
    named = max(cell_width(goal.label) for goal in goals) + 3
    words = max(cell_width(goal.words) for goal in goals) + 3
    pace = max(cell_width(goal.pace) for goal in goals)
    bar = min(width - len(head) - named - words - pace - 3, 48)
    rows: list[Row] = []
    for at, goal in enumerate(goals):
        line: Line = [(head if at == 0 else " " * len(head), "dim"), (column(goal.label, named), "text")]
        if goal.share is not None and bar >= 4:
            line += [*_bar(goal.share, bar), ("   ", "base")]
        line += [(column(goal.words, words), "text"), (goal.pace, "dim")]
        rows.append((65 if at == 0 else 40, line))
    return rows


def _goals_column(goals: tuple[GoalLine, ...], width: int) -> list[Row]:
    if not goals:
        return []
    rows: list[Row] = [(66, [("PROGRESS", "dim")])]
    for at, goal in enumerate(goals):
        rank = 65 if at == 0 else 40
        rows += [(5, []), (rank, [(goal.label, "text")])]
        if goal.share is not None:
            rows.append((rank - 1, _bar(goal.share, min(width, 34))))
        rows.append((rank, [(goal.words, "text"), (f" · {goal.pace}", "dim")]))
    return [(rank, exactly(line, width)) for rank, line in rows]


def _bar(share: float, width: int) -> Line:
    """Half a column at a time; full only when it is met, never empty once something is done."""
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    if share < 1:
        halves = min(halves, width * 2 - 2)
    if share > 0:
        halves = max(halves, 1)
    full, half = divmod(halves, 2)
    rest = width - full - half
    done = "━" * full + "╸" * half
    left = "" if not rest else "━" * rest if half or not full else "╺" + "━" * (rest - 1)
    return [(done, "accent"), (left, "rule")]


def _thread(thread: tuple[ThreadLine, ...], width: int, room: int) -> list[Line]:
    """What was last written on the same ticket, newest first, as far as there is room."""
    if not thread or room < 4 or width < 40:
        return []
    lines: list[Line] = [[], [("On the ticket", "dim")]]
    dated = max(cell_width(fit(one.when, 12)) for one in thread) + 2
    named = max(cell_width(fit(one.who, 10)) for one in thread) + 2
    for one in thread:
        left = room - len(lines)
        if left < 1:
            break
        head: Line = [
            (column(fit(one.when, 12), dated), "dim"),
            (column(fit(one.who, 10), named), "accent" if one.client else "dim"),
        ]
        for text in wrap(one.text, width - dated - named, min(left, 4)):
            lines.append([*head, (text, "text")])
            head = [(" " * (dated + named), "base")]
    return lines


def _foot(view: View, width: int) -> list[Row]:
    rows: list[Row] = []
    room = max(width - 4, 0)
    if view.notice:
        rows += [(78, moved([(fit(view.notice, room), "alert" if view.alert else "text")], 2))]
        rows += [(3, [])] if width >= WIDE else []
    keys: Line = []
    for hint in _hints_that_fit(view.hints, room):
        keys += [("   " if keys else "", "base"), (hint.key, "key"), (f" {hint.label}", "dim")]
    return [*rows, (90, moved(keys, 2))]


def _hints_that_fit(hints: tuple[Hint, ...], room: int) -> list[Hint]:
    """Whole hints only, in order; the last one (*keys*, which names all the others) is never left out."""
    most = 6 if room < 96 else len(hints)

    def used(some: list[Hint]) -> int:
        return sum(cell_width(f"{hint.key} {hint.label}") + 3 for hint in some) - 3

    shown = list(hints)
    while shown and (len(shown) > most or used(shown) > room):
        del shown[-2 if len(shown) > 1 else -1]
    return shown
