"""The palette's only source: the commands of the screen it was opened on, and the themes for whoever types *theme*."""

from __future__ import annotations

from functools import partial
from typing import Final, Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from workboard.domain.text import safe
from workboard.ui.commands import Command, Commanded
from workboard.ui.wardrobe import Wardrobe
from workboard.ui.widgets.plain import unmarked

KEEP: Final = "keep this theme"
KEEP_HELP: Final = "Written into config.toml; the rest of the file stays as it is"
STYLE: Final = """
CommandPalette { background: $role-base 25%; }
CommandPalette > Vertical, CommandPalette > Vertical:dark { background: $role-card; margin: 2 2 0 2; height: auto; }
CommandPalette #--input { border: none; padding: 1 2 0 2; background: $role-card; }
CommandPalette #--input Input, CommandPalette #--input Input:focus {
    background: $role-card; background-tint: transparent; border: none; padding: 0; height: 1;
}
CommandPalette CommandInput > .input--placeholder { color: $role-dim; }
CommandPalette SearchIcon, CommandPalette LoadingIndicator { display: none; }
CommandPalette CommandList { background: $role-card; border: none; padding: 1 0; max-height: 16; }
CommandPalette CommandList { scrollbar-size-vertical: 1; scrollbar-background: $role-card; }
CommandPalette CommandList > .option-list--option { text-style: none; color: $role-text; }
CommandPalette CommandList > .option-list--option-highlighted,
CommandPalette CommandList:focus > .option-list--option-highlighted {
    background: $role-base; color: $role-bright; text-style: bold;
}
.-plain CommandPalette CommandInput > .input--cursor { text-style: reverse; }
CommandPalette > .command-palette--help-text { color: $role-dim; text-style: not bold; }
"""


class HasWardrobe(Protocol):
    """The app, as far as themes go."""

    @property
    def wardrobe(self) -> Wardrobe: ...


class WorkCommands(Provider):
    async def discover(self) -> Hits:
        if self._wardrobe.not_kept() is not None:
            yield DiscoveryHit(unmarked(KEEP), self._wardrobe.keep, help=unmarked(KEEP_HELP))
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
        if score > 0 and self._wardrobe.not_kept() is not None:
            keep = self._wardrobe.keep
            yield Hit(score, matcher.highlight(unmarked(KEEP)), keep, help=unmarked(KEEP_HELP))
        for name in self._wardrobe.names():
            words = f"theme {safe(name)}"
            score = matcher.match(words)
            if score > 0:
                wear = partial(self._wear, name)
                yield Hit(score, matcher.highlight(unmarked(words)), wear, help="The board in these colours")

    @property
    def _wardrobe(self) -> Wardrobe:
        return cast("HasWardrobe", self.app).wardrobe

    async def _wear(self, name: str) -> None:
        self._wardrobe.wear(name)

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
