"""The palette's only source: the commands of the screen it was opened on."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from workboard.ui.commands import Command, Commanded


class WorkCommands(Provider):
    async def discover(self) -> Hits:
        for one in self._possible():
            yield DiscoveryHit(self._name(one), partial(self._run, one), help=one.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for one in self._possible():
            score = max(matcher.match(self._name(one)), matcher.match(one.help))
            if score > 0:
                yield Hit(score, matcher.highlight(self._name(one)), partial(self._run, one), help=one.help)

    def _possible(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, Commanded):
            return []
        return [one for one in screen.commands() if one.id != "palette" and one.when(screen) is None]

    @staticmethod
    def _name(one: Command) -> str:
        return f"{one.label}  ({one.shown})"

    async def _run(self, one: Command) -> None:
        await getattr(self.screen, f"action_{one.id}")()
