"""A command is declared once, on the method that does it: key, label, help, group, and when it is possible.

From that one declaration come the binding, the hints at the foot, the sheet of keys (``?``), the palette and
``docs/keys.md``. A command that is not possible now says why when its key is pressed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ClassVar, NamedTuple, Protocol, cast

from textual.binding import Binding

from workboard.domain.errors import WorkboardError
from workboard.domain.tone import on_screen

When = Callable[[Any], str | None]
"""Of the screen the command is on: why it cannot be done now, or ``None`` if it can."""

_SHOWN = {
    "enter": "Enter", "escape": "Esc", "question_mark": "?", "exclamation_mark": "!", "up": "↑", "down": "↓",
    "pageup": "PgUp", "pagedown": "PgDn", "slash": "/", "tab": "Tab", "space": "Space",
}  # fmt: skip


class Command(NamedTuple):
    """``key`` in Textual's names, several with commas; ``hint`` its place at the foot, 0 for none."""

    id: str
    key: str
    label: str
    help: str
    group: str
    when: When
    hint: int

    @property
    def shown(self) -> str:
        """The key as a person reads it: the first one."""
        return key_name(self.key.split(",")[0])

    @property
    def all_shown(self) -> str:
        return " ".join(key_name(key) for key in self.key.split(","))


def key_name(key: str) -> str:
    """``ctrl+s`` → ``Ctrl+S``, ``question_mark`` → ``?``."""
    *held, last = key.split("+")
    named = _SHOWN.get(last, last.capitalize() if len(last) > 1 else last.upper() if held else last)
    return "+".join([*(part.capitalize() for part in held), named])


def always(_: Any) -> None:
    """Possible at any time."""


def command(
    id: str, key: str, label: str, help: str, group: str, *, when: When = always, hint: int = 0
) -> Callable[[Callable[..., Awaitable[None] | None]], Callable[..., Awaitable[None]]]:
    """Declare ``action_<id>`` as a command. It runs only when it is possible; a ``WorkboardError`` is said quietly."""
    declared = Command(id, key, label, help, group, when, hint)

    def declare(method: Callable[..., Awaitable[None] | None]) -> Callable[..., Awaitable[None]]:
        assert method.__name__ == f"action_{id}", f"{method.__name__} should be action_{id}"

        @wraps(method)
        async def act(screen: Commanded) -> None:
            why_not = when(screen)
            if why_not is not None:
                screen.say(why_not)
                return
            screen.say(None)
            screen.acting += 1
            try:
                done = method(screen)
                if done is not None:
                    await done
            except WorkboardError as error:
                screen.say(on_screen(str(error)))
            finally:
                screen.acting -= 1

        act.command = declared  # type: ignore[attr-defined]
        return act

    return declare


def declared_by(cls: type) -> list[Command]:
    """The commands of a class in the order of the file, its own first, then those of its parents, ``without`` some."""
    found: dict[str, Command] = {}
    for one in cls.__mro__:
        for member in vars(one).values():
            own = getattr(member, "command", None)
            if isinstance(own, Command) and own.id not in getattr(cls, "without", ()):
                found.setdefault(own.id, own)
    return list(found.values())


class Follows(Protocol):
    """The app's lookout, for its screens: the screens follow the database."""

    begun: bool
    """the board has opened what was open when it was left"""

    async def follow(self, *, into_away: bool = True) -> None: ...

    @property
    def still(self) -> bool: ...

    def hold_still(self) -> None: ...


class HasLookout(Protocol):
    @property
    def lookout(self) -> Follows: ...


def lookout_of(app: object) -> Follows:
    return cast("HasLookout", app).lookout


OF_TEXTUAL = frozenset(
    {"command_palette", "focus_next", "focus_previous", "blur", "copy_text"}
    | {f"{how}_{way}" for how in ("scroll", "page") for way in ("up", "down", "left", "right")}
    | {"scroll_home", "scroll_end"}
)
"""The actions of Textual's own that a screen or the app may run; the others write files, press keys, change screens
or classes by a name that a text could have chosen."""


def may_run(node: object, action: str) -> bool:
    """Whether an action of the app or of a screen is one of ours, or a harmless one of Textual's."""
    method = getattr(node, f"action_{action}", None)
    return action in OF_TEXTUAL or getattr(method, "__module__", "").startswith("workboard.")


def screen_name(cls: type) -> str:
    """What ``keys.toml`` calls a screen or sheet: its class, in small letters."""
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in cls.__name__).strip("_")


class Commanded:
    """What a screen with commands inherits, before Textual's ``Screen``."""

    without: ClassVar[frozenset[str]] = frozenset()
    """commands of its parents that it does not have"""
    acting = 0
    """how many commands are under way"""

    def __init_subclass__(cls, **options: Any) -> None:
        own = [one.command for one in vars(cls).values() if isinstance(getattr(one, "command", None), Command)]
        if own:
            bindings = [Binding(one.key, one.id, one.label, show=False) for one in own]
            cls.BINDINGS = [*vars(cls).get("BINDINGS", ()), *bindings]  # type: ignore[attr-defined]
        super().__init_subclass__(**options)

    def say(self, text: str | None) -> None:
        """One quiet line to the technician; ``None`` takes it away."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return may_run(self, action)

    def commands(self) -> list[Command]:
        return declared_by(type(self))

    def hints(self) -> list[tuple[str, str]]:
        """Key and label of what is possible now, most important first."""
        possible = [one for one in self.commands() if one.hint and one.key and one.when(self) is None]
        return [(one.shown, one.label) for one in sorted(possible, key=lambda one: one.hint)]

    def ways_out(self) -> frozenset[str]:
        """Keys, as they are shown, that must stay at the foot however narrow it is."""
        return frozenset(one.shown for one in self.commands() if one.id in ("close", "leave"))

    def key_rows(self) -> list[tuple[str, str, str, str | None]]:
        """For the sheet of keys: group, key, help, and why it is not possible now."""
        return [(one.group, one.all_shown, one.help, one.when(self)) for one in self.commands()]
