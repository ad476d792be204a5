"""``workboard init``: write the settings, after everything in them was tried. Nothing is written before that."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from workboard.backends import registry
from workboard.backends.patience import PROMPT, waiting
from workboard.bootstrap.session import join
from workboard.cli import init_asked, init_wanted, init_written, out
from workboard.cli.common import options
from workboard.cli.init_tried import Found, secret_for, tried
from workboard.cli.shape import Shape
from workboard.domain.errors import SettingsError, SignInFailed
from workboard.domain.ticket import CATEGORIES
from workboard.host import secrets
from workboard.host.log import hide
from workboard.host.paths import Places, places, plain_path
from workboard.host.secret import Secret
from workboard.settings.config import Config

ABOUT = (
    "Write the settings. The address, the secret and its rights are tried first; on any failure nothing is written.\n"
    "The secret comes from WORKBOARD_TOKEN, the keyring or a prompt, and is not stored: workboard login does that."
)
EXAMPLE = init_wanted.EXAMPLE


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--backend", metavar="B", help=f"the help desk: {', '.join(registry.names())}")
    parser.add_argument("--url", metavar="U", help="its address")
    parser.add_argument("--name", metavar="ACCOUNT", help="what ids call this account; default: the backend's name")
    parser.add_argument("--user", metavar="U", help="whose secret it is, where that has to be said (Autotask)")
    parser.add_argument("--integration-code", metavar="C", help="the tracking identifier beside it (Autotask)")
    parser.add_argument("--me", metavar="ID", help="your key there, where the secret does not tell who you are")
    parser.add_argument("--role", choices=["technician", "lead"], default="technician")
    parser.add_argument("--zone", metavar="Z", help="an IANA time zone; default: this machine's")
    parser.add_argument("--queue", metavar="Q", help="where new tickets go")
    parser.add_argument("--group", metavar="G", help="the group that is the team")
    parser.add_argument(
        "--map", metavar="CATEGORY=STATUS", action="append", default=[], help=f"one of {', '.join(CATEGORIES)}"
    )
    parser.add_argument("--goal-me", metavar="GOAL", help='for instance "6h worked per day"; written to policy.toml')
    parser.add_argument("--policy", metavar="FILE", help="the company's policy file")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="the demo's day")
    parser.add_argument("--force", action="store_true", help="replace existing settings; a copy is kept")


def run(args: Namespace) -> int:
    where = places(args.config, args.data_dir, os.environ)
    if os.path.lexists(where.config_file) and not args.force:
        raise SettingsError(f"{plain_path(where.config_file)} exists; --force replaces it and keeps a copy")
    kind = init_wanted.kind_of(args)
    config = init_wanted.config_of(args, kind)
    goal = init_wanted.goal(args, where)
    ask, mapped = init_asked.asker(quiet=args.json), init_wanted.mapped(args.map)
    config = config._replace(account=init_asked.with_fields(config.account, kind, vars(args), ask))
    secret = secret_for(config.account, kind, quiet=args.json)
    with waiting(PROMPT):
        found = tried(config, kind, secret, mapped, ask)
    init_wanted.check_policy(found.config, where, args)
    init_written.check_folder(found, kind, where)
    copy = init_written.write(where, found.config, goal, force=args.force)
    if not kind.capabilities(config.account).network:
        join(where, found.config, options(args)).close()  # its first day, so that every command has something to show
    _print(args, where, found, copy)
    if found.survey is not None and ask is not None and secret is not None:
        return _to_the_board(args, found.config, secret, ask)
    return 0


def _to_the_board(args: Namespace, config: Config, secret: str, ask: init_asked.Ask) -> int:
    """Whoever answered all of it may want to see what for."""
    if ask("Keep the secret in the keyring and open the board? (Enter: yes, n: no)").casefold().startswith("n"):
        return 0
    from workboard.cli import board

    try:
        secrets.store(config.account, hide(Secret(secret)))
    except SignInFailed as error:
        out.line(f"Not opened: {error}")
        return 0
    return board.run(args)


def _print(args: Namespace, where: Places, found: Found, copy: str | None) -> None:
    if args.json:
        out.json_line(_as_json(where, found))
    else:
        _tell(where, found, copy)


def _as_json(where: Places, found: Found) -> Shape:
    settings, me = found.config.account, found.identity.me
    return {
        "account": settings.name,
        "backend": settings.backend,
        "me": {"id": me.id, "name": me.name},
        "statuses": {category: list(words) for category, words in found.statuses.items()},
        "config": where.config_file,
        "warnings": [*found.warnings, *(found.survey.lacking if found.survey else ())],
    }


def _tell(where: Places, found: Found, copy: str | None) -> None:
    settings, me = found.config.account, found.identity.me
    out.line(f"Settings written: {plain_path(where.config_file)}")
    if copy is not None:
        out.line(f"The former ones: {plain_path(copy)}")
    out.line(f"{settings.name} ({settings.backend}), you are {me.name or me.id}.")
    for warning in found.warnings:
        out.line(f"Note: {warning}")
    if found.survey is not None:
        init_asked.tell(found.survey)
    if registry.kind(settings.backend).needs_secret:
        out.line("Next: workboard login keeps the secret; workboard sync reads your tickets.")
    else:
        out.line("Next: workboard")
