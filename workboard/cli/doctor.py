"""``workboard doctor``: look at everything, change nothing, say what to do."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workboard.board import policy_people
from workboard.bootstrap.session import Session
from workboard.cli import files_checked, out
from workboard.cli.common import reading
from workboard.cli.files_checked import Finding
from workboard.domain.errors import WorkboardError
from workboard.host import secrets
from workboard.host.clock import Clock
from workboard.host.config import policy_path
from workboard.host.paths import places, plain_path
from workboard.host.zone import local_zone
from workboard.settings.config import UiSettings
from workboard.store import account, notices
from workboard.store.states import ATTENTION, counts

ABOUT = (
    "Check settings, database, backups, secret, account and outbox. Asks no help desk. Exit code 1 when it found\n"
    "something; notes are for your information and count as nothing."
)
EXAMPLE = "workboard doctor --json"


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    where = places(args.config, args.data_dir, os.environ)
    found = list(_findings(args))
    notes = [*files_checked.notes(where.database_file, Clock().now()), *_of_the_desk(args)]
    if args.json:
        shown = {"findings": found, "notes": notes}
        out.json_line({"ok": not found, **{name: [one._asdict() for one in some] for name, some in shown.items()}})
        return 1 if found else 0
    for one in found:
        out.line(f"{one.code}: {one.what}")
        out.line(f"-> {one.remedy}")
    if not found:
        out.line("Everything is in order.")
    for one in notes:
        out.line(f"note: {one.what}; {one.remedy}")
    return 1 if found else 0


def _of_the_desk(args: Namespace) -> Iterator[Finding]:
    """What the help desk said when it was last signed in to, and whom the policy names that it does not know."""
    with suppress(WorkboardError), reading(args, quiet=True) as session:
        for line in notices.load(session.database.read()):
            what, _, remedy = line.partition(": ")
            yield Finding("help-desk", what, remedy or "workboard sync asks it anew")
        name = plain_path(os.path.basename(policy_path(session.config, session.places)))
        for one in policy_people.strangers(session.desk, session.desk.policy, name):
            yield Finding(*one)


def _findings(args: Namespace) -> Iterator[Finding]:
    """Settings or a database that cannot be used hide everything behind them."""
    try:
        session = reading(args, quiet=True)
    except WorkboardError as error:
        what, _, remedy = str(error).partition("; ")
        yield Finding(type(error).__name__, what, remedy or "put that right, then run workboard doctor again")
        return
    with session:
        yield from _settings(session)
        yield from files_checked.findings(session.places, session.database)
        yield from _secret(session)
        yield from _account(session)
        yield from _rows(session)


def _settings(session: Session) -> Iterator[Finding]:
    for warning in session.desk.warnings:
        what, _, remedy = warning.partition("; ")
        path = plain_path(policy_path(session.config, session.places))
        yield Finding("settings", what, remedy or f"put {path} right")
    here = local_zone(os.environ)
    if session.config.time.zone == "UTC" != here:
        yield Finding("zone", f"the time zone is UTC, this machine is set to {here}", f'set [time] zone = "{here}"')
    if session.config.ui.theme != UiSettings().theme:
        yield from _theme(session.config.ui.theme, Path(session.places.config_file).parent / "themes")


def _theme(name: str, own: Path) -> Iterator[Finding]:
    from workboard.ui.themes import load  # the only room that knows them, and a heavy one

    try:
        load(name, own)
    except WorkboardError as error:
        what, _, remedy = str(error).partition("; ")
        yield Finding("theme", what, remedy or "choose another one")


def _secret(session: Session) -> Iterator[Finding]:
    if not session.kind.needs_secret:
        return
    try:
        found = secrets.find(session.config.account, os.environ)
    except WorkboardError as error:
        yield Finding("secret", str(error), "workboard login, or [account.secret] command")
        return
    if found is None:
        yield Finding("secret", f"no secret for {session.config.account.name}", "workboard login")


def _account(session: Session) -> Iterator[Finding]:
    if not session.desk.capabilities.network:
        return
    found = account.load(session.database.read())
    if found is None or found.synced_at is None:
        yield Finding("never-synced", "the help desk was never read to the end", "workboard sync")
    if found is not None and found.state not in ("ok", "never"):
        remedy = "workboard login, or put [account] right" if found.state == "auth" else "workboard sync tries again"
        yield Finding(f"account-{found.state}", found.reason or found.state, remedy)


def _rows(session: Session) -> Iterator[Finding]:
    reader = session.database.read()
    states = counts(reader)
    stuck = sum(states.get(state, 0) for state in ATTENTION)
    if stuck:
        yield Finding("outbox", f"{out.count(stuck, 'text')} not accepted by the help desk", "workboard outbox")
    if states.get("uncertain"):
        yield Finding("uncertain", f"{states['uncertain']} sent without an answer", "workboard sync looks again")
    aside = account.quarantined(reader)
    if aside:
        rows = out.count(aside, "row")
        yield Finding("quarantine", f"{rows} of the help desk could not be read", "report it; the rest is not affected")
