"""``config.toml`` as text, for ``init``: only what differs from the defaults, each line with its meaning."""

from __future__ import annotations

from typing import Any

from workboard.settings.config import Config
from workboard.settings.kinds import STATUS
from workboard.settings.options import CONFIG, SCHEMA, Option, taken
from workboard.settings.read import account_name
from workboard.settings.toml import listed

ALWAYS = frozenset({"time.zone"})
"""written even when it is the default, because absent means that nobody chose it"""


def config_text(config: Config) -> str:
    """A file that reads back as this very value."""
    lines = ["# workboard; every option is explained in docs/settings.md", f"schema = {SCHEMA}"]
    table = ""
    for option in CONFIG:
        value = taken(config, option.goes_to)
        if option.path in ALWAYS or value != _default(option, config):
            here, name = _place(option)
            if here != table:
                lines += ["", f"[{here}]"]
                table = here
            lines += [f"# {option.help}", *_written(name, option, value)]
    return "\n".join(lines) + "\n"


def _default(option: Option, config: Config) -> Any:
    if option.path == "account.name":
        return account_name(config.account.backend)
    return taken(Config(), option.goes_to)


def _place(option: Option) -> tuple[str, str]:
    """Header and key. Statuses have a table of their own; what lies in ``urgent = { … }`` keeps its dot."""
    names = option.path.split(".")
    deep = 2 if names[1] in ("secret", "fields", "status") else 1
    return ".".join(names[:deep]), ".".join(names[deep:])


def _written(name: str, option: Option, value: Any) -> list[str]:
    if option.kind is STATUS:
        return [f"{category} = {listed(words)}" for category, words in value]
    return [f"{name} = {option.kind.write(value)}"]
