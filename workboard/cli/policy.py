"""``workboard policy check [FILE]`` and ``workboard policy explain A B``: the company's rules, looked at."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress

from workboard.backends import registry
from workboard.board import policy_people
from workboard.board.comparing import of_tickets
from workboard.board.desk import ticket_named
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.findings import report
from workboard.cli.shape import ticket_json
from workboard.domain.capabilities import countable
from workboard.domain.errors import SettingsError, UsageError, WorkboardError
from workboard.domain.finding import Finding
from workboard.domain.rules import Policy
from workboard.domain.unreachable import dead_bands, dead_reasons
from workboard.host import config as files
from workboard.host.files import read_text
from workboard.host.paths import places, plain_path
from workboard.settings.config import Config
from workboard.settings.defaults import policy_in
from workboard.settings.read import policy_of

ABOUT = (
    "check [FILE] reads a policy as strictly as the board does and looks for rules that can never decide, for names\n"
    "nobody has and for teams whose sums give somebody away; without FILE it is the policy in use. explain A B says\n"
    "which of two tickets goes first, by the first rule that differs."
)
EXAMPLE = "workboard policy explain 48213 48190"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["check", "explain"], metavar="ACTION", help="check or explain")
    parser.add_argument("what", nargs="*", metavar="FILE or A B", help="a policy file, or two tickets")


def run(args: Namespace) -> int:
    if args.action == "check":
        return _check(args)
    return _explain(args)


def _explain(args: Namespace) -> int:
    if len(args.what) != 2:
        raise UsageError(f"explain wants two tickets; for instance {EXAMPLE}")
    with reading(args) as session:
        desk = session.desk
        one, other = (ticket_named(desk, name) for name in args.what)
        found = of_tickets(desk, one, other)
        if args.json:
            shape = {"rule": found.rule, "why": found.sentence}
            named = {"first": found.first.ticket, "second": found.second.ticket}
            out.json_line({**{name: ticket_json(each, desk.policy) for name, each in named.items()}, **shape})
            return 0
    out.line(found.sentence)
    return 0


def _check(args: Namespace) -> int:
    if len(args.what) > 1:
        raise UsageError("check looks at one file; for instance workboard policy check policy.toml")
    where = places(args.config, args.data_dir, os.environ)
    config = files.load(where, os.environ)
    path = os.path.abspath(os.path.expanduser(args.what[0])) if args.what else files.policy_path(config, where)
    name = plain_path(os.path.basename(path))
    notes: list[Finding] = []
    try:
        policy = _policy(path, name, config, optional=not args.what)
    except SettingsError as error:
        what, _, remedy = str(error).partition("; ")
        found = [Finding("policy", what, remedy or "put that line right")]
    else:
        found = [*_rules(policy, name, config), *policy_people.twice(policy, name)]
        notes = [*policy_people.too_near(policy, name), *_strangers(args, policy, name)]
    return report(found, "The policy is sound.", json=args.json, notes=notes)


def _strangers(args: Namespace, policy: Policy, name: str) -> list[Finding]:
    """Without a database that can be read nobody knows anybody."""
    with suppress(WorkboardError), reading(args, quiet=True) as session:
        return list(policy_people.strangers(session.desk, policy, name))
    return []


def _rules(policy: Policy, name: str, config: Config) -> Iterator[Finding]:
    """What can never decide, be counted or be chosen."""
    if config.me.shift not in dict(policy.shifts):
        yield Finding("shift", f"{name} has no shift {config.me.shift!r}, which [me] shift names", "add it there")
    for at, why in dead_bands(policy):
        yield Finding(
            "unreachable", f"{name}: [[band]] number {at + 1} never decides: {why}", "move it up, or remove it"
        )
    capabilities = registry.kind(config.account.backend).capabilities(config.account)
    for line in countable(policy.goal, capabilities)[1]:
        what, _, _ = line.partition(", so ")
        yield Finding("goal", f"{name}: {what}", "choose a goal that can be counted, or none")
    if policy.pull.queues and not policy.pull.enabled:
        yield Finding("unused", f"{name}: [pull] queues is never looked at", "set [pull] enabled = true, or remove it")
    for reason in dead_reasons(policy):
        yield Finding("unknown-reason", f"{name}: [skip] reasons: nobody can choose {reason!r}", "remove it")


def _policy(path: str, name: str, config: Config, *, optional: bool) -> Policy:
    """Without any file the built-in one is in use, unless the settings name one."""
    text = read_text(path)
    if text is not None:
        return policy_of(text, name, config.time.zone)
    if optional and config.policy_file == Config().policy_file:
        return policy_in(config.time.zone)
    raise SettingsError(f"{plain_path(path)} is not there; name the policy file")
