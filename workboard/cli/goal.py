"""``workboard goal``: what holds, what is behind the figure, and how a goal is agreed upon."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import goal_acts
from workboard.board.goal_sheet import Explained, explain, explain_team
from workboard.cli import out
from workboard.cli.common import reading, writing
from workboard.cli.deliver import perform
from workboard.cli.lead import team_named
from workboard.cli.shape import Shape
from workboard.domain.errors import SettingsError, UsageError
from workboard.domain.text import safe
from workboard.settings.texts import goal_text
from workboard.settings.values import goal as goal_of

ABOUT = (
    "Your goal and the team's: the figure, the records behind it, what would be on pace, two weeks of it.\n"
    'propose "5h planned per day" puts one forward; accept [NAME] agrees to your own last proposal or, for a lead,\n'
    "to a colleague's; set \"60 done per day\" --team is the lead's, set without --team your own, set none ends it."
)
EXAMPLE = 'workboard goal propose "5h planned per day"'


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", nargs="?", choices=("propose", "accept", "set"), help="without: what holds")
    parser.add_argument("what", nargs="*", metavar="GOAL or NAME", help='a goal in quotes, or "none"; whose to accept')
    parser.add_argument("--team", nargs="?", const="", metavar="NAME", help="the team's, not your own")


def run(args: Namespace) -> int:
    _in_order(args)
    if args.act is None:
        with reading(args) as session:
            if args.team:
                return _show((explain_team(session.desk, team_named(session.desk, args.team)),), json=args.json)
            return _show(explain(session.desk), json=args.json)
    words = " ".join(args.what)
    with writing(args) as session:
        desk = session.desk
        if args.act == "accept":
            rule, _ = perform(session, lambda: goal_acts.accept(desk, words or None))
            return _said("accepted", goal_text(rule), json=args.json)
        new = None if args.act == "set" and words == "none" else _rule(words)
        if args.act == "propose":
            if new is None:
                raise UsageError('propose a goal: "5h planned per day"')
            said, _ = perform(session, lambda: goal_acts.propose(desk, new))
            how = "proposed to the lead" if said else "proposed; tell your lead, then workboard goal accept"
            return _said(how, goal_text(new), json=args.json)
        if args.team is None:
            perform(session, lambda: goal_acts.set_own(desk, new))
            return _said("set for you", _text(new), json=args.json)
        team = team_named(desk, args.team or None)
        said, _ = perform(session, lambda: goal_acts.set_team(desk, team, new))
        where = "" if said else " on this machine; with [account] team_ticket all of the team count with it"
        return _said(f"set for {safe(team.name)}{where}", _text(new), json=args.json)


def _in_order(args: Namespace) -> None:
    """What stands behind ``--team`` is a name; a goal that was put there would be looked for among the teams."""
    words = " ".join([args.team or "", *args.what])
    if args.team and (_is_goal(words) or (args.act == "set" and words == "none")):
        raise UsageError(f'the goal stands before --team: workboard goal set "{safe(words)}" --team')


def _is_goal(words: str) -> bool:
    try:
        goal_of(words)
    except SettingsError:
        return False
    return True


def _rule(words: str):  # type: ignore[no-untyped-def]
    if not words:
        raise UsageError('which goal? For instance workboard goal set "60 done per week" --team')
    return goal_of(words)


def _text(rule) -> str:  # type: ignore[no-untyped-def]
    return "none" if rule is None else goal_text(rule)


def _said(how: str, goal: str, *, json: bool) -> int:
    if json:
        out.json_line({"goal": goal, "state": how})
    else:
        out.line(f"{goal}: {how}.")
    return 0


def _show(found: tuple[Explained, ...], *, json: bool) -> int:
    if json:
        out.json_line([_shape(one) for one in found])
        return 0
    for at, one in enumerate(found):
        if at:
            out.line()
        _print(one)
    return 0


def _print(one: Explained) -> None:
    out.line(f"{one.label}  {one.words}  {one.pace}")
    out.line(one.rule)
    if one.pace_because:
        out.line(one.pace_because)
    if one.proposed:
        out.line(f"proposed, not accepted yet: {one.proposed}")
    out.print_line(f"two weeks  {one.spark}  {one.history[0].day} to {one.history[-1].day}")
    out.table([(record.when, record.amount, record.what) for record in one.records], indent="  ")
    if one.more:
        out.line(f"  and {one.more} more")


def _shape(one: Explained) -> Shape:
    return {
        "label": one.label,
        **one.progress._asdict(),
        "rule": one.rule,
        "because": one.pace_because,
        "proposed": one.proposed,
        "history": [{"date": day.date, "amount": day.amount, "target": day.target} for day in one.history],
        "records": [record._asdict() for record in one.records],
        "more": one.more,
    }
