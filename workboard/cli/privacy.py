"""``workboard privacy``: every field that leaves this machine, and the note of sums byte for byte."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.backends.kind import Sent
from workboard.board import sharing, teams
from workboard.board.desk import Desk
from workboard.cli import out
from workboard.cli.common import reading
from workboard.domain.privacy import NEVER, NOT_EXPORTED, STAYS, WISHES
from workboard.domain.team_notes import compose_sums
from workboard.domain.working_time import local

ABOUT = (
    "What goes to the help desk, on which act, and who may read it there; the note of sums as it would leave today,\n"
    'byte for byte; what stays here, and what is in no export. goal.share = "off" in the policy ends the note of sums.'
)
EXAMPLE = "workboard privacy"


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with reading(args) as session:
        desk = session.desk
        note, where = _note(desk), _where(desk)
        sends, named = session.kind.sends, session.kind.headers
        requests = sends() if sends is not None else None
        headers = named() if named is not None else ()
        label = desk.capabilities.label if desk.capabilities.network else None
    if args.json:
        out.json_line(
            {
                "to": label,
                "wishes": {name: {"when": one.when, "fields": list(one.fields), "readers": one.readers}
                           for name, one in WISHES.items()},
                "requests": None if requests is None else [one._asdict() for one in requests],
                "headers": list(headers),
                "sums": {"ticket": where, "note": note, "shared": where is not None},
                "stays": list(STAYS),
                "not_exported": list(NOT_EXPORTED),
                "never_measured": list(NEVER),
            }
        )  # fmt: skip
        return 0
    _print(label, requests, headers)
    _print_sums(note, where)
    _print_rest()
    return 0


def _note(desk: Desk) -> str:
    """Today's, as far as today has come."""
    return compose_sums(sharing.sums_of(desk, desk.database.read(), local(desk.now(), desk.zone).date()))


def _where(desk: Desk) -> str | None:
    """The team ticket's number, where sums are shared."""
    named = desk.config.account.team_ticket or desk.capabilities.team_ticket
    off = desk.policy.goal.share == "off" or teams.team_ticket(desk, desk.database.read()) is None
    return None if off else named


def _print(label: str | None, requests: tuple[Sent, ...] | None, headers: tuple[str, ...]) -> None:
    if label is None:
        out.line("This desk has no network: nothing leaves. At a help desk it would be:")
    else:
        out.line(f"Goes to {label}, with the ticket's number, a random marker and your secret:")
    for name, wish in WISHES.items():
        out.line(f"  {name:<9} when {wish.when}")
        out.line(f"  {'':<9} {', '.join(wish.fields)}; read by {wish.readers}")
    if requests is not None:
        out.line()
        out.line("Request by request, with the fields of each:")
    for one in requests or ():
        out.line(f"  {one.request}: {one.what}")
        out.line(f"    {', '.join((*one.body, *one.query)) or 'nothing else'}")
    if headers:
        out.line(f"  Headers of each: {', '.join(headers)}.")


def _print_sums(note: str, where: str | None) -> None:
    out.line()
    if where is None:
        out.line("No sums are shared (no team ticket, or goal.share is off). They would be:")
    else:
        out.line(f"Once a day, when the day is over, one note on #{where}, read by the team. Today's would be:")
    out.block(note, "  ")
    out.line("  4/22 is four times, 22 minutes together. Whoever may read that ticket sees that the note is yours.")


def _print_rest() -> None:
    out.line()
    out.line("Stays here:")
    for line in STAYS:
        out.line(f"  {line}")
    out.line("In no export, whoever makes it:")
    for line in NOT_EXPORTED:
        out.line(f"  {line}")
    out.line(f"Not even measured: {', '.join(NEVER)}.")
