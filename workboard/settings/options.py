"""Every option of ``config.toml`` and ``policy.toml``, once: where it stands, its type, its meaning.

Reading, ``docs/settings.md``, the names offered for a misspelt one and what ``init`` writes all come from
these tables. A default is not repeated here: it is what ``config.Config`` and ``rules.Policy`` say.
"""

from workboard.domain.rules import FocusRules, Shift
from workboard.domain.typed import Any, Final, NamedTuple
from workboard.settings import kinds
from workboard.settings.kinds import Kind

SCHEMA: Final = 1


class Option(NamedTuple):
    """``path`` is where it stands in the file, ``target`` where its value goes; the same unless given."""

    path: str
    kind: Kind
    help: str
    target: str = ""

    @property
    def goes_to(self) -> str:
        """Attribute path inside ``Config``, ``Policy``, ``BandRule`` or ``ShiftWords``."""
        return self.target or self.path


class ShiftWords(NamedTuple):
    """One ``[shifts.NAME]`` as it is written; ``zone`` may be empty."""

    days: frozenset[int] = Shift().days
    hours: tuple[int, int] = (Shift().from_minute, Shift().until_minute)
    zone: str = ""
    holidays: frozenset[str] = Shift().holidays
    other: tuple[tuple[int | str, tuple[int, int]], ...] = Shift().other

    def shift(self, zone: str) -> Shift:
        """The shift it means, in ``zone`` where it names none."""
        return Shift(self.days, *self.hours, self.zone or zone, self.holidays, self.other)


CONFIG: Final = (
    Option("me.name", kinds.PERHAPS, "your name; absent: the one the help desk knows, else the login name"),
    Option("me.role", kinds.one_of("technician", "lead"), "a lead also has the lead screen; no security boundary"),
    Option("me.shift", kinds.TEXT, "which `[shifts.NAME]` of the policy you work"),
    Option("me.off", kinds.DATES, "your days off; your pace does not count them"),
    Option("time.zone", kinds.ZONE, "where your days begin and end; `init` writes the system's"),
    Option(
        "time.suggest",
        kinds.duration(1, 60),
        "suggested minutes are rounded up to this",
        "time.suggest_minutes",
    ),
    Option(
        "policy.file",
        kinds.TEXT,
        "the company's policy, relative to this file; a team shares one",
        "policy_file",
    ),
    Option("account.backend", kinds.TEXT, "the help desk: `standalone`, `demo`, `request_tracker`, `autotask`, …"),
    Option("account.name", kinds.SLUG, "what ids and the keyring call this account; absent: the backend's name"),
    Option("account.url", kinds.URL, "its address; https, or http to this very machine"),
    Option("account.ca_file", kinds.PERHAPS, "an extra certificate authority, a PEM file"),
    Option("account.queue", kinds.PERHAPS, "where new tickets go"),
    Option("account.group", kinds.PERHAPS, "the group at the help desk that is the team"),
    Option("account.team_ticket", kinds.PERHAPS, "the ticket whose notes carry the team's sums"),
    Option(
        "account.settle",
        kinds.seconds(3600),
        "wait before looking whether a lost write arrived",
        "account.settle_s",
    ),
    Option(
        "account.settle_public",
        kinds.seconds(3600),
        "the same for what a client sees or pays",
        "account.settle_public_s",
    ),
    Option("account.seed", kinds.whole(), "the demo's make-believe world"),
    Option("account.base", kinds.INSTANT, "the demo's first moment; `init` writes it", "account.base_at"),
    Option("account.user", kinds.PERHAPS, "whose secret it is (Autotask: the API user)"),
    Option("account.integration_code", kinds.PERHAPS, "the API user's tracking identifier (Autotask)"),
    Option("account.resource", kinds.PERHAPS, "your key at the help desk, where the secret does not tell who you are"),
    Option("account.role", kinds.PERHAPS, "your role for booked time and claimed tickets; absent: your default one"),
    Option("account.billing_code", kinds.PERHAPS, "the work type of booked time, where the help desk asks for one"),
    Option("account.company", kinds.PERHAPS, "the client of a new ticket whose contact nobody knows"),
    Option("account.fixed_statuses", kinds.TEXTS, "statuses of a service call that make it a fixed time"),
    Option("account.impersonate", kinds.YES_NO, "write in your own name through a shared API user (Autotask)"),
    Option("account.secret.command", kinds.COMMAND, "prints the secret on its first line; no shell, 10 s"),
    Option(
        "account.status",
        kinds.STATUS,
        "the help desk's words for a category: the first is written, all are read",
    ),
    Option(
        "account.fields.company",
        kinds.PERHAPS,
        "field with the client firm; absent: the sender's mail domain",
    ),
    Option(
        "account.fields.urgent.field",
        kinds.PERHAPS,
        "field that says how urgent it is",
        "account.fields.urgent",
    ),
    Option("account.fields.urgent.is", kinds.TEXT, "what stands in it when it is", "account.fields.urgent_is"),
    Option("account.fields.marker", kinds.PERHAPS, "field of a transaction that may carry our marker"),
    Option("ui.theme", kinds.TEXT, "a theme that `workboard themes` lists"),
    Option("ui.animations", kinds.YES_NO, "let things move"),
    Option("ui.notify", kinds.YES_NO, "tell the desktop of a new P1, a fixed time, replies whose time has come"),
    Option("notes.snippets", kinds.SNIPPETS, "texts of yours: `;name` and Tab in a note puts one in; see *Texts*"),
    Option(
        "db.journal",
        kinds.one_of("auto", "wal", "rollback"),
        "how a crash is undone: `rollback` where the data folder is on another machine; `auto` sees that on Linux",
    ),
    Option(
        "hooks.on_client_note",
        kinds.COMMAND,
        "run for each client-visible text; JSON on stdin, no shell, 10 s",
    ),
    Option("hooks.on_focus_start", kinds.COMMAND, "run when a block of focus begins; see hooks.md"),
    Option("hooks.on_focus_end", kinds.COMMAND, "run when it ends, once"),
    Option("hooks.on_interrupted", kinds.COMMAND, "run when you are called away"),
    Option("hooks.on_back", kinds.COMMAND, "run when you are back"),
    Option("hooks.on_breakthrough", kinds.COMMAND, "run when something breaks through while you are in focus"),
)

POLICY: Final = (
    Option("order.fixed_lead", kinds.duration(), "a fixed time is offered this long before"),
    Option("order.window_near", kinds.duration(), "a client's window lifts when it ends within the work and this"),
    Option("order.default_estimate", kinds.duration(1), "length of work nobody estimated"),
    Option("order.day_shift", kinds.TEXT, "the shift *needs daytime* waits for"),
    Option(
        "order.target",
        kinds.TARGETS,
        "working time a band may wait on us; `1d` is that shift's day",
        "order.targets",
    ),
    Option("board.peek", kinds.whole(0, 20), "how many of the next ones the board shows", "peek"),
    Option("pull.enabled", kinds.YES_NO, "offer unowned tickets when the own list is empty"),
    Option("pull.queues", kinds.TEXTS, "from these queues"),
    Option("focus.on_start", kinds.YES_NO, "`Enter` starts the work and goes into focus"),
    Option("focus.block", kinds.duration(1), "length of a focus block"),
    Option("focus.max_hold", kinds.duration(1), "news are held this long at most, from the block's start"),
    Option("focus.breakthrough", kinds.some_of(*FocusRules().breakthrough), "what is shown in focus all the same"),
    Option("breathe.offer", kinds.YES_NO, "propose a pause after a P1, or after several interruptions; never in focus"),
    Option("breathe.pause", kinds.duration(1, 60), "how long such a pause is meant to be"),
    Option("breathe.interruptions", kinds.whole(1, 100), "so many within an hour"),
    Option("replies.windows", kinds.TIMES, "when the board proposes the replies"),
    Option(
        "replies.max_wait",
        kinds.duration(1),
        "a client waits this long at most; then any pause proposes them",
    ),
    Option("replies.courtesy", kinds.TEXTS, "words of a short mail that only says thank you"),
    Option("limits.parked", kinds.whole(0, 100), "parked activities at most"),
    Option("limits.park", kinds.duration(1), "a parked one sleeps this long"),
    Option("limits.quick_fix", kinds.duration(1), "longer than this is no quick fix"),
    Option(
        "limits.undo_send",
        kinds.seconds(600),
        "a client-visible text can be taken back",
        "limits.undo_send_s",
    ),
    Option("skip.reasons", kinds.TEXTS, "why work may be skipped", "skip_reasons"),
    Option("skip.tell", kinds.TOLD, "what a client may be told with a reason; see *Texts* below", "skip_tell"),
    Option("goal.me", kinds.GOAL, "everybody's goal"),
    Option("goal.team", kinds.GOAL, "the team's goal"),
    Option("goal.ceiling", kinds.share(0, 1), "load above this share of the day is too much"),
    Option(
        "goal.share",
        kinds.one_of("sums", "off"),
        "`sums`: one line of sums a day goes to the team ticket; `off`: nothing does",
    ),
    Option("goal.min_group", kinds.group(1000), "interruption sums need this many people"),
    Option("team.members", kinds.TEXTS, "login names at the help desk; none: the account's group", "members"),
)

BAND: Final = (
    Option("name", kinds.BAND, "the band of a ticket that fits", "band"),
    Option("when.urgent", kinds.YES_NO, "it is urgent, or it is not", "urgent"),
    Option("when.impact", kinds.one_of("person", "site"), "who is stopped", "impact"),
    Option("when.tier", kinds.TEXT, "the client's contract", "tier"),
    Option("when.type", kinds.one_of("incident", "request"), "broken, or wanted", "type"),
    Option("when.queue", kinds.TEXT, "the queue it lies in", "queue"),
    Option("when.priority_min", kinds.NUMBER, "the help desk's own number, from", "priority_min"),
    Option("when.priority_max", kinds.NUMBER, "… up to", "priority_max"),
)

SHIFT: Final = (
    Option("days", kinds.DAYS, "weekdays"),
    Option("hours", kinds.HOURS, "begin and end; past midnight belongs to the day it began"),
    Option("zone", kinds.ZONE_OR_EMPTY, 'whose hours; `""`: those of the config'),
    Option("holidays", kinds.DATES, "days off for the whole shift"),
    Option("other", kinds.OTHER_HOURS, "other hours on a weekday or a date: part-time, a half day"),
)

TEAM: Final = (
    Option("members", kinds.TEXTS, "login names at the help desk"),
    Option("queues", kinds.TEXTS, "unowned tickets in these are its; none: all of them"),
    Option("goal", kinds.GOAL, "its goal; absent: `goal.team`"),
)

PERSON: Final = (
    Option(
        "shift", kinds.TEXT, "whose hours: a `[shifts.NAME]`; absent: their own settings' (a lead reckons with `day`)"
    ),
    Option("off", kinds.DATES, "days off"),
)


def taken(base: Any, target: str) -> Any:
    """The value at an attribute path."""
    for name in target.split("."):
        base = getattr(base, name)
    return base


def put(base: Any, target: str, value: Any) -> Any:
    """``base`` with the value at an attribute path; a copy, named tuples all the way."""
    head, _, rest = target.partition(".")
    return base._replace(**{head: put(getattr(base, head), rest, value) if rest else value})
