"""``config.toml`` as text, for ``init``: only what differs from the defaults, each line with its meaning."""

from __future__ import annotations

import re
from typing import Any, Final

from workboard.domain.errors import SettingsError
from workboard.settings.config import Config
from workboard.settings.kinds import STATUS
from workboard.settings.options import CONFIG, SCHEMA, Option, taken
from workboard.settings.read import account_name
from workboard.settings.toml import listed, quoted, table_of

SOURCE: Final = "config.toml"
_UI: Final = re.compile(r"\s*\[\s*ui\s*\]")
_THEME: Final = re.compile(r"""(\s*)theme\s*=\s*(?:"[^"\n]*"|'[^'\n]*')([^\n]*)""")
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


def with_theme(text: str, name: str) -> str:
    """The file with another ``[ui] theme`` and every other character as it was. ``SettingsError`` where that cannot be
    done for sure, because the file is written in a way of its own."""
    wanted = table_of(text, SOURCE)
    if not isinstance(wanted.setdefault("ui", {}), dict):
        raise SettingsError(f"{SOURCE}: [ui] is no table: put it right by hand")
    wanted["ui"]["theme"] = name
    made = _theme_put(text, f"theme = {quoted(name)}")
    if _read(made) != wanted:
        raise SettingsError(f"{SOURCE} is written in a way of its own: put theme = {quoted(name)} under [ui] by hand")
    return made


def _theme_put(text: str, line: str) -> str:
    """In the place of the one there, else right under its header, else at the end."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    at = next((at for at, one in enumerate(lines) if at in _inside_ui(lines) and _THEME.match(one)), None)
    if at is not None:
        lines[at] = _THEME.sub(lambda found: f"{found[1]}{line}{found[2]}", lines[at])
        return "".join(lines)
    header = next((at for at, one in enumerate(lines) if _UI.match(one)), None)
    if header is None:
        gap = "" if not lines else end if lines[-1].endswith("\n") else end * 2
        return "".join([*lines, f"{gap}[ui]{end}{line}{end}"])
    if not lines[header].endswith("\n"):
        lines[header] += end
    return "".join([*lines[: header + 1], f"{line}{end}", *lines[header + 1 :]])


def _inside_ui(lines: list[str]) -> range:
    """Where the lines of that table stand."""
    start = next((at + 1 for at, one in enumerate(lines) if _UI.match(one)), len(lines))
    end = next((at for at, one in enumerate(lines) if at >= start and one.lstrip().startswith("[")), len(lines))
    return range(start, end)


def _read(text: str) -> dict[str, Any] | None:
    try:
        return table_of(text, SOURCE)
    except SettingsError:
        return None


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
