"""``keys.toml``: other keys for the commands of the screens. Pure; the built-in keys are handed in.

    [everywhere]              a command that all screens have, or most
    find = "ctrl+f"
    [board]                   one screen; goes before everywhere
    note = ["m", "n"]
    why = ""                  no key: the palette still has it

Keys are written as people say them (``m``, ``?``, ``Ctrl+K``, ``PgDn``) and become Textual's names. What is wrong
is told with its line, all of it at once; what is right holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workboard.domain.errors import SettingsError
from workboard.domain.finding import Finding
from workboard.domain.typed import Final, NamedTuple
from workboard.settings.toml import Path, line_of, table_of
from workboard.settings.values import nearest, plain, shown
from workboard.settings.wants import a_list, a_text

EVERYWHERE: Final = "everywhere"
PALETTE: Final = "palette"

_HELD: Final = ("ctrl", "alt", "shift")
_ALIASES: Final = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "return": "enter", "del": "delete"}
_NAMED: Final = frozenset(
    {"enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
    | {f"f{number}" for number in range(1, 25)}
)
_SHORT: Final = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_TAKEN: Final = {
    "ctrl+c": "the terminal keeps it", "ctrl+q": "the terminal keeps it", "ctrl+z": "the terminal keeps it",
    "ctrl+i": "a terminal sends it as Tab", "ctrl+m": "a terminal sends it as Enter",
    "ctrl+h": "a terminal sends it as Backspace",
}  # fmt: skip


class Bound(NamedTuple):
    """A command of a screen and its keys in Textual's names; none: only the palette has it."""

    screen: str
    command: str
    keys: tuple[str, ...]


class Keymap(NamedTuple):
    """What the file changes."""

    bound: tuple[Bound, ...] = ()

    def keys(self, screen: str, command: str) -> tuple[str, ...] | None:
        """The keys of a command on a screen; ``None`` where the built-in ones hold."""
        for where in (screen, EVERYWHERE):
            for one in self.bound:
                if (one.screen, one.command) == (where, command):
                    return one.keys
        return None


def read(text: str, source: str, built_in: Sequence[Bound]) -> tuple[Keymap, tuple[Finding, ...]]:
    """The keymap and everything that is wrong with it, in the order of the file; clashes last."""
    try:
        tables = table_of(text, source)
    except SettingsError as error:
        return Keymap(), (Finding("not-toml", str(error), "put that line right"),)
    file = _File(source, text, built_in)
    found: list[Bound] = []
    wrong: list[Finding] = []
    for name, value in tables.items():
        for one in _screen(file, name, value):
            (wrong if isinstance(one, Finding) else found).append(one)  # type: ignore[arg-type]
    keymap = Keymap(tuple(found))
    return keymap, (*wrong, *_clashes(file, keymap))


class _File(NamedTuple):
    """What every check needs: the file's name and text for the line, and what there is to bind."""

    source: str
    text: str
    built_in: Sequence[Bound]

    def finding(self, code: str, path: Path, what: str, remedy: str) -> Finding:
        line = line_of(self.text, path)
        return Finding(code, f"{self.source} line {line}: {what}" if line else f"{self.source}: {what}", remedy)

    def unknown(self, code: str, path: Path, what: str, known: Iterable[str]) -> Finding:
        names = sorted(set(known))
        meant = nearest(str(path[-1]), names)
        return self.finding(code, path, what, f'did you mean "{meant}"?' if meant else f"known: {', '.join(names)}")

    @property
    def screens(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.screen for one in self.built_in))

    def commands(self, screen: str) -> set[str]:
        """Of one screen, or those that most screens have (in focus a few are left out)."""
        if screen != EVERYWHERE:
            return {one.command for one in self.built_in if one.screen == screen}
        many = Counter(command for _, command in {(one.screen, one.command) for one in self.built_in})
        return {command for command, screens in many.items() if 2 * screens > len(self.screens)}


def _screen(file: _File, name: str, value: object) -> Iterator[Bound | Finding]:
    if name not in (*file.screens, EVERYWHERE):
        yield file.unknown(
            "unknown-screen", (name,), f"there is no screen [{plain(name)}]", (*file.screens, EVERYWHERE)
        )
    elif not isinstance(value, dict):
        yield file.finding("unknown-screen", (name,), f"{shown(name)} is a table", f'write [{name}], then note = "m"')
    else:
        for command, keys in value.items():
            yield _command(file, name, command, keys)


def _command(file: _File, screen: str, command: str, value: object) -> Bound | Finding:
    path = (screen, command)
    if command not in file.commands(screen):
        what = f"[{screen}] has no command {shown(command)}"
        return file.unknown("unknown-command", path, what, file.commands(screen))
    try:
        words = (a_text(value),) if not isinstance(value, list) else a_list(value)
        keys = tuple(dict.fromkeys(key_of(word) for word in words if word))
    except SettingsError as error:
        return file.finding("not-a-key", path, f"[{screen}] {command}: {error}", 'write keys as "m", "?" or "ctrl+k"')
    if not keys and command == PALETTE:
        what = f"[{screen}] {command}: without it a command that has no key cannot be reached"
        return file.finding("unreachable", path, what, "give it a key")
    return Bound(screen, command, keys)


def key_of(word: str) -> str:
    """``Ctrl+K`` → ``ctrl+k``, ``?`` → ``question_mark``, ``PgDn`` → ``pagedown``; ``SettingsError`` for no key."""
    *held, last = word.strip().split("+") if len(word.strip()) > 1 else [word]
    parts = [part.lower() for part in held]
    if len(last) > 1:
        last = _ALIASES.get(last.lower(), last.lower())
    name = _sign(last) if len(last) == 1 else last
    if any(part not in _HELD for part in parts) or not (len(last) == 1 or last in _NAMED or _is_sign(last)):
        raise SettingsError(f"{shown(word)} is no key")
    key = "+".join([*parts, name.lower() if parts else name])
    if key in _TAKEN:
        raise SettingsError(f"{shown(word)} cannot be used: {_TAKEN[key]}")
    return key


def _sign(char: str) -> str:
    """The name Textual has for what one key types."""
    if char.isalnum():
        return char
    from unicodedata import name

    word = name(char, "").lower().replace("-", "_").replace(" ", "_")
    if not word:
        raise SettingsError("that is no key")
    return _SHORT.get(word, word)


def _is_sign(word: str) -> bool:
    """Whether it is such a name already: ``question_mark``, as ``workboard keys --json`` tells it."""
    from unicodedata import lookup

    try:
        return word in _SHORT.values() or not lookup(word.replace("_", " ")).isalnum()
    except KeyError:
        return False


def _clashes(file: _File, keymap: Keymap) -> Iterator[Finding]:
    """Two commands of one screen on one key; only where the file has a hand in it."""
    for screen in file.screens:
        taken: dict[str, str] = {}
        own = [one for one in file.built_in if one.screen == screen]
        mine = sorted(own, key=lambda one: keymap.keys(screen, one.command) is not None)  # the changed ones last
        for one in mine:
            changed = keymap.keys(screen, one.command)
            for key in one.keys if changed is None else changed:
                other = taken.setdefault(key, one.command)
                if other != one.command and changed is not None:
                    path = _place(keymap, screen, one.command)
                    what = f"[{screen}] {one.command}: {shown(key)} is the key of {other} too"
                    yield file.finding("clash", path, what, "choose another key for one of them")


def _place(keymap: Keymap, screen: str, command: str) -> Path:
    here = any((one.screen, one.command) == (screen, command) for one in keymap.bound)
    return (screen if here else EVERYWHERE, command)
