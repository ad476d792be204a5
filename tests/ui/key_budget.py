"""How many keys each thing costs besides its words. ``test_keys.py`` presses exactly these on the demo's first morning;
``docs/key-budget.md`` is made from the same table."""

from __future__ import annotations

from typing import Final, NamedTuple

WORDS: Final = "…"
"""Where something is typed: words cost what words cost."""


class Way(NamedTuple):
    """``keys`` in Textual's names, from the board; ``most`` is the budget for those that are no words."""

    what: str
    keys: tuple[str, ...]
    most: int = 3

    @property
    def cost(self) -> int:
        return sum(key != WORDS for key in self.keys)


BUDGET: Final = (
    Way("Start what is offered", ("enter",)),
    Way("A note", ("n", WORDS, "ctrl+s")),
    Way("A note the client reads", ("n", WORDS, "ctrl+t", "ctrl+s")),
    Way("A reply answered", ("r", "a", WORDS, "ctrl+s")),
    Way("A reply that needs no answer", ("r", "x")),
    Way("A reply answered later", ("r", "l")),
    Way("Skip", ("s", "a")),
    Way("Skip, with a word", ("s", "A", WORDS, "enter")),
    Way("Finish, as proposed", ("f", "enter", "enter")),
    Way("Finish, with a result", ("f", WORDS, "enter", "enter")),
    Way("Finish, and tell the client", ("f", WORDS, "ctrl+t", "ctrl+s")),
    Way("A new ticket in three fields", ("t", WORDS, "enter", "n", WORDS, "ctrl+s"), 4),
    Way("Called away by phone", ("i", "p", "enter")),
    Way("Called away, and back", ("i", "enter", "enter", "enter", "enter"), 5),
    Way("A quick fix", ("i", "q", WORDS, "ctrl+s")),
    Way("Take the last thing back", ("u",)),
)
