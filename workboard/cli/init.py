"""``workboard init``: write the settings, after everything in them was tried. Nothing is written before that."""

from __future__ import annotations

import asyncio
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import NamedTuple

from workboard.backends import registry
from workboard.backends.base import Backend, Identity
from workboard.backends.kind import Kind, Look, Survey
from workboard.backends.patience import PROMPT, waiting
from workboard.bootstrap import join
from workboard.cli import init_asked, out
from workboard.cli.common import options
from workboard.domain.errors import SettingsError, SignInFailed, UsageError
from workboard.domain.ticket import CATEGORIES
from workboard.host import config as files
from workboard.host import secrets
from workboard.host.clock import Clock, instant
from workboard.host.files import read_text, replace
from workboard.host.log import hide
from workboard.host.paths import Places, places, plain_path
from workboard.host.secret import Secret
from workboard.host.zone import local_zone
from workboard.settings import values
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings
from workboard.settings.read import account_name
from workboard.settings.texts import goal_text
from workboard.settings.write import config_text
from workboard.store import account, journal, outbox
from workboard.store.database import Database

ABOUT = (
    "Write the settings. The address, the secret and its rights are tried first; on any failure nothing is written.\n"
    "The secret comes from WORKBOARD_TOKEN, the keyring or a prompt, and is not stored: workboard login does that."
)
EXAMPLE = "workboard init --backend request_tracker --url https://rt.example.org --queue 'Service Desk'"


class Found(NamedTuple):
    """What the help desk said, and the settings that follow."""

    config: Config
    identity: Identity
    statuses: dict[str, tuple[str, ...]]
    warnings: tuple[str, ...]
    survey: Survey | None = None


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
    kind = _kind(args)
    config = _wanted(args, kind)
    goal = _goal(args, where)
    ask, mapped = init_asked.asker(quiet=args.json), _mapped(args.map)
    config = _put(config, init_asked.with_fields(config.account, kind, vars(args), ask))
    secret = _secret(args, config.account, kind)
    survey: Survey | None = None
    with waiting(PROMPT):
        if kind.survey is not None:
            survey = asyncio.run(_surveyed(kind.survey, config, secret))
            init_asked.checked(survey)
            chosen = init_asked.chosen(survey, args.me, mapped, ask)
            config = _put(config, config.account._replace(resource=chosen.me))
            mapped = chosen.statuses
        found = asyncio.run(_tried(config, kind, secret, mapped))._replace(survey=survey)
    _check_policy(found.config, where, args)
    _check_folder(found, kind, where)
    copy = _write(where, found.config, goal, force=args.force)
    if not kind.capabilities(config.account).network:
        join(where, found.config, options(args)).close()  # its first day, so that every command has something to show
    _print(args, where, found, copy)
    if survey is not None and ask is not None and secret is not None:
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


def _put(config: Config, settings: AccountSettings) -> Config:
    return config._replace(account=settings)


async def _surveyed(look: Look, config: Config, secret: str | None) -> Survey:
    return await look(config.for_backend(), secret)


def _kind(args: Namespace) -> Kind:
    if args.backend is None:
        raise UsageError(f"--backend is missing: choose one of {', '.join(registry.names())}")
    kind = registry.kind(args.backend)
    if kind.needs_url and not args.url:
        raise UsageError(f"--url is missing: where is it, for instance {EXAMPLE}")
    return kind


def _wanted(args: Namespace, kind: Kind) -> Config:
    zone = _flag("--zone", values.zone, args.zone) or kind.zone or local_zone(os.environ)
    settings = AccountSettings(
        backend=args.backend,
        name=_flag("--name", values.slug, args.name) or account_name(args.backend),
        url=_flag("--url", values.url, args.url),
        queue=args.queue,
        group=args.group,
        resource=args.me,
        seed=args.seed,
        base_at=_base(args, kind, zone),
    )
    me = MeSettings(role=args.role)
    policy = os.path.abspath(os.path.expanduser(args.policy)) if args.policy else Config().policy_file
    return Config(me=me, time=TimeSettings(zone=zone), policy_file=policy, account=settings)


def _flag(name: str, read: Callable[[str], str], text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return read(text)
    except SettingsError as error:
        raise UsageError(f"{name}: {error}") from None


def _base(args: Namespace, kind: Kind, zone: str) -> int | None:
    if kind.base_at is None:
        return None
    now = args.now or os.environ.get("WORKBOARD_NOW")
    return instant(now, zone) if now else kind.base_at(Clock().now())


def _mapped(pairs: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        category, equals, status = pair.partition("=")
        if category not in CATEGORIES or not equals or not status.strip():
            raise UsageError(f"--map: {values.shown(pair)} is not CATEGORY=STATUS; known: {', '.join(CATEGORIES)}")
        found[category] = (*found.get(category, ()), status.strip())
    return found


def _secret(args: Namespace, settings: AccountSettings, kind: Kind) -> str | None:
    """By the order of the settings; asked for only where a person sits and did not ask for JSON."""
    if not kind.needs_secret:
        return None
    secret = secrets.find(settings, os.environ, None if args.json else secrets.terminal_prompt())
    if secret is None:
        raise SignInFailed("no token to try: set WORKBOARD_TOKEN for this call, then keep it with workboard login")
    return secret.reveal()


async def _tried(config: Config, kind: Kind, secret: str | None, mapped: dict[str, tuple[str, ...]]) -> Found:
    """Signs in with these settings; what the help desk calls things is proposed, ``--map`` goes before it."""
    login = os.environ.get("LOGNAME") or os.environ.get("USER") or os.environ.get("USERNAME") or "me"
    network = kind.capabilities(config.account).network
    trying = config.for_backend()._replace(status=tuple(mapped.items()))
    backend = kind.build(trying, login, secret)
    try:
        identity = await backend.whoami()
        await _check_rights(backend)
    finally:
        await backend.aclose()
    statuses = {**identity.statuses, **mapped}
    kept = tuple(statuses.items()) if network else ()
    return Found(config._replace(account=config.account._replace(status=kept)), identity, statuses, identity.warnings)


async def _check_rights(backend: Backend) -> None:
    """Signing in proves the secret; reading the own tickets proves that there is something it may do."""
    if backend.capabilities.network:
        await backend.mine()


def _goal(args: Namespace, where: Places) -> str | None:
    """The text of a policy file with that goal; only where there is none yet."""
    if args.goal_me is None:
        return None
    goal = _flag("--goal-me", lambda text: goal_text(values.goal(text)), args.goal_me)
    path = os.path.join(os.path.dirname(where.config_file), Config().policy_file)
    if args.policy or os.path.lexists(path):
        raise UsageError(f'--goal-me: there is a policy already; put me = "{goal}" under [goal] in it')
    return f'schema = 1\n\n[goal]\nme = "{goal}"\n'


def _check_policy(config: Config, where: Places, args: Namespace) -> None:
    if args.policy and (warning := files.load_policy(config, where, None).warning):
        raise SettingsError(warning.removesuffix(" The built-in policy is used."))


def _check_folder(found: Found, kind: Kind, where: Places) -> None:
    """One account per data folder: what waits for one help desk must never reach another."""
    if not os.path.exists(where.database_file):
        return
    settings = found.config.account
    with closing(Database.open(where.database_file)) as database:
        known = account.load(database.read())
        waiting = bool(outbox.open_entries(database.read()) or journal.drafts(database.read()))
    if known is None:
        return
    same = (known.id, known.backend) == (settings.name, settings.backend)
    generation = known.generation in (None, found.identity.generation)
    if same and (generation or (kind.capabilities(settings).network and not waiting)):
        return
    raise SettingsError(
        f"the data folder {plain_path(where.data_dir)} belongs to another account ({known.id});"
        " choose another one with --data-dir"
    )


def _write(where: Places, config: Config, goal: str | None, *, force: bool) -> str | None:
    """Both files or none; the path of the copy of what stood there."""
    path = files.policy_path(config, where)
    copy = files.save(where, config_text(config), force)
    if goal is not None:
        try:
            replace(path, goal.encode())
        except OSError as error:
            _take_back(where, copy)
            why = (error.strerror or "no access").lower()
            raise SettingsError(f"{plain_path(path)} cannot be written ({why}); nothing was changed") from None
    return copy


def _take_back(where: Places, copy: str | None) -> None:
    before = None if copy is None else read_text(copy)
    if before is None:
        os.unlink(where.config_file)
    else:
        replace(where.config_file, before.encode())


def _print(args: Namespace, where: Places, found: Found, copy: str | None) -> None:
    settings, me = found.config.account, found.identity.me
    if args.json:
        out.json_line(
            {
                "account": settings.name,
                "backend": settings.backend,
                "me": {"id": me.id, "name": me.name},
                "statuses": {category: list(words) for category, words in found.statuses.items()},
                "config": where.config_file,
                "warnings": [*found.warnings, *(found.survey.lacking if found.survey else ())],
            }
        )
        return
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
