"""Who is in which team, and whose hours count how."""

from workboard.board.desk import Desk
from workboard.domain.rules import GoalRule, Shift
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import period_bounds
from workboard.store import goals, tally
from workboard.store.database import Reader

OTHERS_SHIFT = "day"
"""the hours of colleagues for whom the policy names none"""
DEFAULT = "Team"


class Team(NamedTuple):
    """``goal`` is the policy's for it, before anything said on the team ticket."""

    name: str
    people: tuple[str, ...]
    queues: tuple[str, ...] = ()
    goal: GoalRule | None = None


def teams(desk: Desk, reader: Reader) -> tuple[Team, ...]:
    """Those of the policy, in its order; else the one there is."""
    policy = desk.policy
    if policy.teams:
        return tuple(Team(name, one.members, one.queues, one.goal or policy.goal.team) for name, one in policy.teams)
    name = desk.config.account.group or desk.capabilities.team or DEFAULT
    return (Team(name, _everybody(desk, reader), (), policy.goal.team),)


def mine(desk: Desk, reader: Reader) -> tuple[Team, ...]:
    """The teams I am in; where I am in none (a lead), all of them."""
    found = teams(desk, reader)
    me = desk.me.id
    return tuple(one for one in found if me in one.people) or found


def _everybody(desk: Desk, reader: Reader) -> tuple[str, ...]:
    """The policy's members, else the remote's group, else everybody who booked time this period."""
    if desk.policy.members:
        return desk.policy.members
    if desk.me.members:
        return desk.me.members
    rule = desk.policy.goal.team
    start, end = period_bounds(desk.now(), rule.period if rule else "day", desk.zone)
    return tally.team_of_the_period(reader, start, end)


def somebody_alone(desk: Desk, team: Team) -> bool:
    """A team of one who is not me: what that person did is nobody else's figure. A name said twice, and one that the
    help desk does not know, makes it no greater."""
    if len(team.people) < 2:
        return bool(team.people) and team.people != (desk.me.id,)
    known = {one for one, _ in names(desk.database.read(), team.people)}
    return len(known) < 2 and known != {desk.me.id}


def gives_away(desk: Desk, team: Team) -> bool:
    """Whether another team of the policy has all its people but a few: the sums of both would tell theirs. Looked at
    with the names that nobody known here has, and without them: they may be misspelt."""
    others = [frozenset(one.members) for _, one in desk.policy.teams]
    if len(others) < 2:
        return False
    from workboard.domain.lead.membership import leaves_few  # of several teams only

    people = frozenset(team.people)
    known = {one for one, _ in names(desk.database.read(), tuple(people.union(*others)))}
    pairs = ((mine, theirs) for one in others for mine, theirs in ((people, one), (people & known, one & known)))
    return any(leaves_few(mine, theirs, desk.policy.goal.min_group) for mine, theirs in pairs)


def hours(desk: Desk, person_id: str) -> Shift:
    """Somebody's working hours: mine are what my settings say, others' what the policy does."""
    if person_id == desk.me.id:
        return desk.shift
    policy = desk.policy
    otherwise = OTHERS_SHIFT if OTHERS_SHIFT in dict(policy.shifts) else desk.config.me.shift
    return policy.hours_of(person_id, otherwise)


def all_hours(desk: Desk, people: tuple[str, ...]) -> tuple[Shift, ...]:
    """The hours of each of them."""
    if not desk.policy.people:  # two answers, and one of them once
        me, mine_, others = desk.me.id, desk.shift, hours(desk, "")
        return tuple(mine_ if one == me else others for one in people)
    return tuple(hours(desk, one) for one in people)


def team_ticket(desk: Desk, reader: Reader) -> str | None:
    """Id of the ticket that carries sums and goals, where one is named and known here."""
    name = desk.config.account.team_ticket or desk.capabilities.team_ticket
    return None if name is None else goals.ticket_named(reader, name.removeprefix("#"))


def names(reader: Reader, people: tuple[str, ...]) -> list[tuple[str, str]]:
    """(id, name) of those whose names are known here, me among them."""
    from workboard.store.people import names_of  # sums need no names

    return names_of(reader, people)
