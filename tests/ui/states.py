"""Every state the board can be in, as views: for tests, and to look at them all."""

from __future__ import annotations

from typing import Final

from workboard.board.cards import HERE_FIRST
from workboard.board.view import Card, GoalLine, Hint, RepliesLine, Then, ThreadLine, View

OFFERED: Final = tuple(
    Hint(*pair)
    for pair in (
        ("Enter", "start"), ("n", "note"), ("s", "skip"), ("r", "replies"), ("t", "ticket"), ("f", "finish"),
        ("w", "why"), ("u", "undo"), ("/", "open a ticket"), ("e", "ask for help"), ("q", "quit"), ("?", "keys"),
    )
)  # fmt: skip
RUNNING: Final = (Hint("f", "finish"), Hint("n", "note"), Hint("p", "park"), *OFFERED[3:5], *OFFERED[6:])
IDLE: Final = tuple(hint for hint in OFFERED if hint.key not in ("Enter", "n", "s", "f", "w", "e"))

CARD: Final = Card(
    "offered", "NEXT", "Rebuild the Outlook profile", "a:1", "t:1", "P2", "45 min", "#48213", "Alder & Pine Dental",
    "Ruth Osei", "free until 11:30", "Safe mode opens. Add-in list is clean.",
    "Make a fresh profile, test send/receive with Ruth.", "Oldest P2 waiting. Due by 14:00.", "Enter", "to start",
)  # fmt: skip
THREAD: Final = (
    ThreadLine("Mon 16:10", "you", "Safe mode opens; add-ins all off, same fault with add-ins on. " * 3),
    ThreadLine("Mon 15:52", "Ruth", "It hangs at 'Loading profile'.", client=True),
)
ON_PACE: Final = (
    GoalLine("You", "3 h 40 of 6 h", "on pace", 0.61),
    GoalLine("Team", "41 of 60", "on pace", 0.68),
)
MET: Final = GoalLine("You", "6 h 10 of 6 h", "goal met", 1.0)
BEHIND: Final = GoalLine("You", "0 m of 6 h", "behind pace", 0.0)
VIEW: Final = View(
    "Dana", "Tue 10:42", "synced", "synced 10:41", CARD, Then("14:00", "fixed, Alder", 3, minutes="30 min"), THREAD,
    RepliesLine(4, "1 h 50", "11:30"), ON_PACE, OFFERED,
)  # fmt: skip

RUNNING_CARD: Final = CARD._replace(
    state="running", label="RUNNING", minutes="18 of 45 min", action_key="f", action="when it is finished"
)
PARKED: Final = CARD._replace(
    state="asleep", label="PARKED until 11:20", window=None, why=None, action="resumes it now"
)
NOTHING: Final = Card(
    "notice", "NEXT", "Nothing waits for you.", why="All your activities are done or wait for others."
)
READING: Final = Card(
    "notice", "NEXT", "Reading your tickets", share=415 / 626, counted="415 of 626",
    why="Once, and some minutes long; afterwards only what has changed is read.",
)  # fmt: skip
EMPTY: Final = VIEW._replace(then=Then(), thread=(), replies=RepliesLine(next_batch="11:30"), hints=IDLE)
LONG: Final = "Straßenverkehrszulassungsbehördenangelegenheiten "


def _card(**changes: object) -> View:
    return VIEW._replace(card=CARD._replace(**changes))  # type: ignore[arg-type]


def _goals(*goals: GoalLine) -> View:
    return VIEW._replace(goals=goals)


STATES: Final[dict[str, View]] = {
    "offered": VIEW,
    "running": VIEW._replace(card=RUNNING_CARD, hints=RUNNING),
    "running past its estimate": VIEW._replace(card=RUNNING_CARD._replace(minutes="61 of 45 min"), hints=RUNNING),
    "left me while running": VIEW._replace(
        card=RUNNING_CARD._replace(meanwhile="Somebody else has it now; your notes still go to it."),
        hints=RUNNING,
    ),
    "parked is all there is": EMPTY._replace(card=PARKED, thread=THREAD, hints=OFFERED),
    "skipped, woken": _card(label="ASK AGAIN: needs approval"),
    "nothing to do": EMPTY._replace(card=NOTHING),
    "nothing to do, two parked": EMPTY._replace(card=NOTHING, then=Then(parked="2 parked until 11:20")),
    "only replies": EMPTY._replace(
        card=Card("notice", "NEXT", "Only the replies are left.", action_key="r", action="opens them"),
        replies=VIEW.replies,
    ),
    "first run": EMPTY._replace(
        card=Card("notice", "NEXT", "No work here yet.", ways=HERE_FIRST),
        sync="local",
        sync_words="saved on this machine",
        replies=RepliesLine(),
        goals=(GoalLine("You", "0 m", "no goal"),),
    ),
    "first reading": EMPTY._replace(card=READING, sync="syncing", sync_words="reading 415 of 626", goals=()),
    "not synced yet": EMPTY._replace(
        card=Card("notice", "NEXT", "Not synced yet."), sync="never", sync_words="not synced yet"
    ),
    "local": VIEW._replace(sync="local", sync_words="saved on this machine"),
    "offline": VIEW._replace(
        sync="offline",
        sync_words="offline since 10:12",
        sync_age="as of 10:10",
        notice="2 saved here, sent when Request Tracker answers again",
    ),
    "stale": VIEW._replace(sync="stale", sync_words="synced 09:50", sync_age="52 m ago"),
    "signed out": VIEW._replace(
        sync="attention",
        sync_words="signed out",
        sync_age="as of 10:10",
        notice="1 saved here · the help desk does not accept the token: workboard login",
    ),
    "refused": VIEW._replace(notice="1 not accepted by Request Tracker: ! shows what to do", alert=True),
    "uncertain": VIEW._replace(notice="1 sent without an answer: being checked"),
    "no next step": _card(title="Decide the next step: Printer on the second floor", next_step=None),
    "emergency": _card(band="P1", why="Emergency (P1).", window=None),
    "overdue": _card(band="P4", why="P4 raised to P3: 2 d past target.", window=None),
    "fixed time near": _card(window="fixed at 10:45", why="Fixed at 10:45."),
    "fixed time missed": _card(window="fixed time 10:00 missed"),
    "nothing planned": VIEW._replace(then=Then()),
    "peek": VIEW._replace(then=VIEW.then._replace(titles=("Check the backups", "Order a drum for the printer"))),
    "parked as well": VIEW._replace(
        then=Then("14:00", "fixed, Alder & Pine Dental", 8, "1 parked until 11:02", minutes="30 min")
    ),
    "nobody waits": VIEW._replace(replies=RepliesLine(next_batch="11:30")),
    "one client": VIEW._replace(replies=RepliesLine(1, "5 m", "11:30")),
    "goal met": _goals(MET, MET._replace(label="Team", words="60 of 60")),
    "behind": _goals(BEHIND, BEHIND._replace(label="Team", words="4 of 60", share=0.07)),
    "no goal": _goals(GoalLine("You", "3 h 40", "no goal")),
    "alone, with a goal": _goals(ON_PACE[0]),
    "long names": _card(
        title=LONG * 4,
        company=LONG * 2,
        contact=LONG,
        number="#123456789012345",
        where=LONG * 9,
        next_step=LONG * 9,
        why=LONG * 2,
    ),
    "many scripts": _card(
        title="الطابعة لا تعمل 打印机坏了 🖨️ הדפסת",
        company="診療所 さくら",
        contact="Zoë 👩‍⚕️ Łódź",
        next_step="להתקשר לרות 📞 再試行",
    ),
}
