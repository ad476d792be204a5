"""The palette's only source: the commands of the screen it was opened on, and the themes for whoever types *theme*."""

from __future__ import annotations

from functools import partial
from typing import Final, Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from workboard.domain.text import safe
from workboard.ui.commands import Command, Commanded
from workboard.ui.widgets.plain import unmarked

KEEP: Final = "keep this theme"
KEEP_HELP: Final = "Written into config.toml; the rest of the file stays as it is"


class Wearer(Protocol):
    """The app, as far as themes go."""

    def theme_names(self) -> list[str]: ...

    def wear(self, name: str) -> None: ...

    def not_kept(self) -> str | None: ...

    async def keep_theme(self) -> None: ...


class WorkCommands(Provider):
    async def discover(self) -> Hits:
        if self._wearer.not_kept() is not None:
            yield DiscoveryHit(unmarked(KEEP), self._wearer.keep_theme, help=unmarked(KEEP_HELP))
        for one in self._possible():
            yield DiscoveryHit(unmarked(self._name(one)), partial(self._run, one), help=unmarked(one.help))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for one in self._possible():
            score = max(matcher.match(self._name(one)), matcher.match(one.help))
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(unmarked(self._name(one))),
                    partial(self._run, one),
                    help=unmarked(one.help),
                )

        score = matcher.match(KEEP)
        if score > 0 and self._wearer.not_kept() is not None:
            keep = self._wearer.keep_theme
            yield Hit(score, matcher.highlight(unmarked(KEEP)), keep, help=unmarked(KEEP_HELP))
        for name in self._wearer.theme_names():
            words = f"theme {safe(name)}"
            score = matcher.match(words)
            if score > 0:
                wear = partial(self._wear, name)
                yield Hit(score, matcher.highlight(unmarked(words)), wear, help="The board in these colours")

    @property
    def _wearer(self) -> Wearer:
        return cast("Wearer", self.app)

    async def _wear(self, name: str) -> None:
        self._wearer.wear(name)

    def _possible(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, Commanded):
            return []
        return [one for one in screen.commands() if one.id != "palette" and one.when(screen) is None]

    @staticmethod
    def _name(one: Command) -> str:
        return f"{one.label}  ({one.shown})" if one.key else one.label

    async def _run(self, one: Command) -> None:
        await getattr(self.screen, f"action_{one.id}")()
