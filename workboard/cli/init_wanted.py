"""What the flags of ``workboard init`` ask for, as settings; ``UsageError`` names the flag that is wrong."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from typing import Final

from workboard.backends import registry
from workboard.backends.kind import Kind
from workboard.domain.errors import SettingsError, UsageError
from workboard.domain.ticket import CATEGORIES
from workboard.host import config as files
from workboard.host.clock import Clock, instant
from workboard.host.paths import Places
from workboard.host.zone import local_zone
from workboard.settings import values
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings
from workboard.settings.read import account_name
from workboard.settings.texts import goal_text

EXAMPLE: Final = "workboard init --backend request_tracker --url https://rt.example.org --queue 'Service Desk'"


def kind_of(args: Namespace) -> Kind:
    if args.backend is None:
        raise UsageError(f"--backend is missing: choose one of {', '.join(registry.names())}")
    kind = registry.kind(args.backend)
    if kind.needs_url and not args.url:
        raise UsageError(f"--url is missing: where is it, for instance {EXAMPLE}")
    return kind


def config_of(args: Namespace, kind: Kind) -> Config:
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


def mapped(pairs: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        category, equals, status = pair.partition("=")
        if category not in CATEGORIES or not equals or not status.strip():
            raise UsageError(f"--map: {values.shown(pair)} is not CATEGORY=STATUS; known: {', '.join(CATEGORIES)}")
        found[category] = (*found.get(category, ()), status.strip())
    return found


def goal(args: Namespace, where: Places) -> str | None:
    """The text of a policy file with that goal; only where there is none yet."""
    if args.goal_me is None:
        return None
    asked = _flag("--goal-me", lambda text: goal_text(values.goal(text)), args.goal_me)
    path = os.path.join(os.path.dirname(where.config_file), Config().policy_file)
    if args.policy or os.path.lexists(path):
        raise UsageError(f'--goal-me: there is a policy already; put me = "{asked}" under [goal] in it')
    return f'schema = 1\n\n[goal]\nme = "{asked}"\n'


def check_policy(config: Config, where: Places, args: Namespace) -> None:
    """The company's file, where one is named, can be read."""
    if args.policy and (warning := files.load_policy(config, where, None).warning):
        raise SettingsError(warning.removesuffix(" The built-in policy is used."))
