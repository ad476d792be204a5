"""The company's policy as a value: what ``policy.toml`` says, with the built-in defaults.

Durations are minutes. Working-time targets are in minutes of working time, or in shifts' days (``days``),
because *one day* is as long as the day of that shift.
"""

from workboard.domain.typed import Final, Literal, NamedTuple

Metric = Literal["worked", "planned", "billable", "done", "replies", "articles"]
Period = Literal["day", "week", "month"]
Share = Literal["sums", "off"]

LEAST_GROUP: Final = 3
"""people in a sum, below which it says what one of them did; a policy may ask for more, never for fewer"""

SKIP_REASONS: tuple[str, ...] = (
    "waiting for client",
    "needs approval",
    "needs budget",
    "needs vendor",
    "needs daytime",
    "not my skill",
    "wrong order",
)


class Span(NamedTuple):
    """A length of working time: so many minutes, plus so many days of the shift it is counted in."""

    minutes: int = 0
    days: int = 0


class BandRule(NamedTuple):
    """One ``[[band]]``: every condition that is not ``None`` must hold. ``band`` is 1..4."""

    band: int
    urgent: bool | None = None
    impact: str | None = None
    tier: str | None = None
    type: str | None = None
    queue: str | None = None
    priority_min: float | None = None
    priority_max: float | None = None


class OrderRules(NamedTuple):
    fixed_lead: int = 5
    window_near: int = 60
    default_estimate: int = 30
    day_shift: str = "day"
    targets: tuple[Span, Span, Span, Span] = (Span(60), Span(days=1), Span(days=3), Span(days=10))
    """time a ticket of band 1..4 may wait on us before it climbs"""


class PullRules(NamedTuple):
    enabled: bool = False
    queues: tuple[str, ...] = ()


class FocusRules(NamedTuple):
    on_start: bool = True
    block: int = 45
    max_hold: int = 45
    breakthrough: tuple[str, ...] = ("P1 mine", "fixed in 5m")


class BreatheRules(NamedTuple):
    offer: bool = False
    pause: int = 2
    interruptions: int = 3
    """within an hour"""


class ReplyRules(NamedTuple):
    windows: tuple[int, ...] = (9 * 60, 11 * 60 + 30, 15 * 60 + 30)
    """minutes after local midnight"""
    max_wait: int = 240
    courtesy: tuple[str, ...] = ("thanks", "thank", "cheers", "perfect", "great", "danke", "merci")


class Limits(NamedTuple):
    parked: int = 3
    park: int = 30
    quick_fix: int = 10
    undo_send_s: int = 10


class GoalRule(NamedTuple):
    """``target`` in minutes for the time metrics, else a count (or percent for ``replies``)."""

    metric: Metric
    target: int
    period: Period = "day"


class GoalRules(NamedTuple):
    me: GoalRule | None = None
    team: GoalRule | None = None
    ceiling: float = 0.80
    share: Share = "sums"
    min_group: int = LEAST_GROUP


class Shift(NamedTuple):
    """Weekdays (Monday is 0) and the stretch of each, in minutes after local midnight; an end at or before
    the start lies on the following day. ``zone`` is an IANA name."""

    days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    from_minute: int = 9 * 60
    until_minute: int = 17 * 60
    zone: str = "UTC"
    holidays: frozenset[str] = frozenset()
    other: tuple[tuple[int | str, tuple[int, int]], ...] = ()
    """a weekday or a date (``2026-12-24``) with hours of its own: part-time, a half day; a date goes first"""

    @property
    def minutes_a_day(self) -> int:
        """Length of one working day in minutes."""
        return (self.until_minute - self.from_minute) % (24 * 60) or 24 * 60

    def without(self, days: frozenset[str]) -> "Shift":
        """The same for somebody who has these dates off, also those with hours of their own."""
        if not days:
            return self
        other = tuple(one for one in self.other if one[0] not in days)
        return self._replace(holidays=self.holidays | days, other=other)


class TeamRule(NamedTuple):
    """One ``[teams.NAME]``: who is in it, which unowned tickets are its, and what it has set itself."""

    members: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    goal: GoalRule | None = None


class PersonRule(NamedTuple):
    """One ``[people.NAME]``: the hours of somebody whose hours are not everybody's."""

    shift: str | None = None
    off: frozenset[str] = frozenset()
    """days off, dates"""


class Policy(NamedTuple):
    """Everything the lead decides, in one value."""

    order: OrderRules = OrderRules()
    bands: tuple[BandRule, ...] = ()
    peek: int = 0
    pull: PullRules = PullRules()
    focus: FocusRules = FocusRules()
    breathe: BreatheRules = BreatheRules()
    replies: ReplyRules = ReplyRules()
    limits: Limits = Limits()
    skip_reasons: tuple[str, ...] = SKIP_REASONS
    skip_tell: tuple[tuple[str, str], ...] = ()
    """reason → the text a client may be sent with it"""
    goal: GoalRules = GoalRules()
    members: tuple[str, ...] = ()
    shifts: tuple[tuple[str, Shift], ...] = (("day", Shift()),)
    teams: tuple[tuple[str, TeamRule], ...] = ()
    """by name, in the order of the file; none: one team, ``members`` with ``goal.team``"""
    people: tuple[tuple[str, PersonRule], ...] = ()

    def shift(self, name: str) -> Shift:
        """The shift of that name; ``KeyError`` when the policy has none."""
        return dict(self.shifts)[name]

    def hours_of(self, person_id: str, otherwise: str) -> Shift:
        """Somebody's own hours: the shift named for them, else the one of that name, less their days off."""
        rule = dict(self.people).get(person_id)
        return self.shift(otherwise) if rule is None else self.shift(rule.shift or otherwise).without(rule.off)
