"""What stands around the card: header, what comes then, replies, progress, and the foot."""

from __future__ import annotations

from workboard.board.strokes import Line, Row, Segment, apart, bar, column, exactly, moved, width_of
from workboard.board.view import GoalLine, Hint, RepliesLine, Then, View
from workboard.domain.text import cell_width, fit, wrap

_SYNC_MARK = {"local": "●", "synced": "●", "syncing": "◌", "stale": "◌", "offline": "○", "never": "○", "attention": "○"}
_NARROW = 60  # columns below which labels and margins are short
_LABEL = 24  # columns of a team's name beside its bar
_SIX_AT_MOST = 96  # columns below which six keys are enough


# -- above and below ----------------------------------------------------------------------------------------


def header(view: View, width: int) -> Line:
    """Whose board, the clock, and how fresh it is; what does not fit is left out whole."""
    room = max(width - 4, 0)
    clock: Line = [(view.clock, "dim"), ("   ", "base")]
    aged, short = _sync(view, view.sync_age), _sync(view, None)
    choices: tuple[Line, ...] = ([*clock, *aged], [*clock, *short], short)
    right = next((line for line in choices if width_of(line) <= room - 6), short)
    return moved(apart([(view.owner, "text")], right, room), 2)


def _sync(view: View, age: str | None) -> Line:
    good = view.sync in ("local", "synced")
    mark = (f"{_SYNC_MARK.get(view.sync, '○')} ", "accent" if good else "dim")
    said: Line = [mark, (view.sync_words, "dim" if good or view.sync == "syncing" else "text")]
    return [*said, (f" · {age}", "dim")] if age else said


def foot(view: View, width: int) -> list[Row]:
    """The keys, and above them a line that is blank until there is something to tell: a word that comes and goes
    moves nothing."""
    rows: list[Row] = [(11, [])]
    room = max(width - 4, 0)
    if view.notice:
        role = "alert" if view.alert else "text"
        rows = [(78 - at, moved([(line, role)], 2)) for at, line in enumerate(wrap(view.notice, room, 2))]
    return [*rows, (90, moved(keys_line(view.hints, room), 2))]


def keys_line(hints: tuple[Hint, ...], room: int) -> Line:
    """The keys in order of importance, as many as fit."""
    keys: Line = []
    for hint in _hints_that_fit(hints, room):
        keys += [("   " if keys else "", "base"), (hint.key, "key"), (f" {hint.label}", "dim")]
    return keys


def _hints_that_fit(hints: tuple[Hint, ...], room: int) -> list[Hint]:
    """Whole hints only, in order; the last one (*keys*, which names all the others) is never left out."""
    most = 6 if room < _SIX_AT_MOST else len(hints)

    def used(some: list[Hint]) -> int:
        return sum(cell_width(f"{hint.key} {hint.label}") + 3 for hint in some) - 3

    shown = list(hints)
    while shown and (len(shown) > most or used(shown) > room):
        del shown[-2 if len(shown) > 1 else -1]
    return shown


# -- what comes then ----------------------------------------------------------------------------------------


def then_lines(view: View, width: int) -> list[Row]:
    """The next fixed time and how much more there is; never what it is, unless the policy wants it."""
    then = view.then
    rows: list[Row] = []
    if then.fixed or then.planned or then.parked:
        rows = [(55, _then(then, width))]
    elif view.card.state != "notice":
        rows = [(54, [("Nothing more is planned", "dim")])]
    return rows + [(20, [("then ", "dim"), (fit(title, width - 5), "text")]) for title in then.titles]


def _then(then: Then, width: int) -> Line:
    """The fullest sentence that fits; at last its first half is cut."""
    takes = f" ({then.minutes})" if then.minutes else ""
    soon = (then.parked or "").partition(" until ")[0]
    choices = ((takes, "more planned", then.parked), (takes, "more", then.parked), ("", "more", then.parked),
               ("", "more", soon))  # fmt: skip
    lines = [_sentence(then, takes, more, parked) for takes, more, parked in choices]
    whole = next((line for line in lines if width_of(line) <= width), None)
    return whole or _with_less(lines[-1], width)


def _sentence(then: Then, takes: str, more: str, parked: str | None) -> Line:
    planned = f"{then.planned} {more}" if then.planned else ""
    rest = " · ".join(part for part in (planned, parked) if part)
    if not then.fixed:
        return [(f"Then {rest}", "dim")]
    about = f" {then.about}{takes}" if then.about else takes
    return [("Then ", "dim"), (then.fixed, "text"), (about, "dim"), (f" · {rest}" if rest else "", "dim")]


def _with_less(line: Line, width: int) -> Line:
    """What the fixed time is about gives way to what comes after it."""
    if len(line) < 4:
        return [(fit(text, width), role) for text, role in line]
    head, fixed, about, rest = line
    room = max(width - width_of([head, fixed, rest]), 0)
    return [head, fixed, (fit(about[0], room), about[1]), rest]


# -- replies ------------------------------------------------------------------------------------------------


def _answered(replies: RepliesLine) -> Segment:
    count = replies.waiting
    if not count:
        return ("nobody waits for an answer", "dim")
    return ("1 client has answered" if count == 1 else f"{count} clients have answered", "text")


def replies_line(view: View, width: int) -> list[Row]:
    """The fullest sentence that fits behind its label."""
    replies = view.replies
    label: Segment = ("REPLIES   " if width >= _NARROW else "REPLIES  ", "dim")
    longest, batch = replies.longest if replies.waiting else None, replies.next_batch

    def sentence(before_wait: str, before_batch: str) -> Line:
        line: Line = [label, _answered(replies)]
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


def replies_column(view: View, width: int) -> list[Row]:
    """The same, a fact a line."""
    replies = view.replies
    rows: list[Row] = [(76, [("REPLIES", "dim")]), (5, []), (75, [_answered(replies)])]
    if replies.waiting and replies.longest:
        rows.append((74, [("longest wait ", "dim"), (replies.longest, "warm")]))
    if replies.next_batch:
        rows.append((40, [(f"next batch {replies.next_batch}", "dim")]))
    opens = next((hint.key for hint in view.hints if hint.label == "replies"), None)
    if replies.waiting and opens:
        rows.append((30, [(opens, "key"), (" opens them now", "dim")]))
    return [(rank, exactly(line, width)) for rank, line in rows]


# -- progress -----------------------------------------------------------------------------------------------


def goal_lines(view: View, width: int) -> list[Row]:
    """One line a goal: label, bar, words, pace."""
    goals = view.goals
    if not goals:
        return []
    head = "PROGRESS  " if width >= _NARROW else ""
    named = min(max(cell_width(goal.label) for goal in goals), _LABEL) + 3
    words = max(cell_width(goal.words) for goal in goals) + 3
    pace = max(cell_width(goal.pace) for goal in goals)
    long = min(width - len(head) - named - words - pace - 3, 48)
    rows: list[Row] = []
    for at, goal in enumerate(goals):
        line: Line = [
            (head if at == 0 else " " * len(head), "dim"),
            (column(fit(goal.label, named - 3), named), "text"),
        ]
        if goal.share is not None and long >= 4:
            line += [*bar(goal.share, long), ("   ", "base")]
        line += [(column(goal.words, words), "text"), (goal.pace, "dim")]
        rows.append((65 if at == 0 else 40, line))
    return rows


def goals_column(goals: tuple[GoalLine, ...], width: int) -> list[Row]:
    """The same, bar and words below the label."""
    if not goals:
        return []
    rows: list[Row] = [(66, [("PROGRESS", "dim")])]
    for at, goal in enumerate(goals):
        rank = 65 if at == 0 else 40
        rows += [(5, []), (rank, [(goal.label, "text")])]
        if goal.share is not None:
            rows.append((rank - 1, bar(goal.share, min(width, 34))))
        rows.append((rank, [(goal.words, "text"), (f" · {goal.pace}", "dim")]))
    return [(rank, exactly(line, width)) for rank, line in rows]
