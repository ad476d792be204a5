"""The one way text gets into a Textual widget: cleaned, and as ``Content``, in which brackets are brackets."""

from __future__ import annotations

from collections.abc import Callable, Container

from textual.content import Content

from workboard.domain.text import safe, safe_block, wrap

_STYLES = {
    "text": "$role-text", "bright": "bold $role-bright", "dim": "$role-dim", "accent": "$role-accent",
    "warm": "$role-warm", "alert": "$role-alert", "key": "$role-key", "rule": "$role-rule", "send": "bold $role-warm",
}  # fmt: skip

_FIGURES = frozenset("0123456789 +-.,:%")

MOST_LINES = 12
"""of one explanation"""

Part = str | tuple[str, str]
"""Words, or words with a role."""


def plain(*parts: Part) -> Content:
    """One line. ``plain(("Note", "dim"), " · ", (title, "bright"))``"""
    return _assembled(parts, safe)


def block(*parts: Part) -> Content:
    """The same with newlines kept."""
    return _assembled(parts, safe_block)


def figures(text: str) -> str:
    """For ``Digits``, which draws these characters large and no others."""
    return "".join(char for char in text if char in _FIGURES)


def unmarked(text: str) -> str:
    """One line for the few places of Textual's that read markup and take nothing else (the palette)."""
    return safe(text).replace("[", r"\[")  # Textual's own ``escape`` leaves brackets that are never closed


def hint_line(hints: list[tuple[str, str]], width: int) -> list[Part]:
    """Keys and labels with three blanks between them, whole ones only."""
    parts: list[Part] = []
    used = 0
    for key, label in hints:
        used += len(key) + len(label) + 1 + (3 if parts else 0)
        if used > width:
            break
        parts += [*(["   "] if parts else []), (key, "key"), (f" {label}", "dim")]
    return parts


def foot_line(hints: list[tuple[str, str]], width: int, kept: Container[str] = ()) -> list[Part]:
    """The same where something must never be missing: the keys ``kept`` go last, and before them the last hint
    (*keys*, which names all the others)."""
    shown = list(hints)
    worth = {hint: 2 if hint[0] in kept else int(hint is hints[-1]) for hint in hints}
    while len(shown) > 1 and sum(len(key) + len(label) + 4 for key, label in shown) - 3 > width:
        del shown[-1 - min(range(len(shown)), key=lambda at: worth[shown[-1 - at]])]
    return hint_line(shown, width)


def hanging(label: Part, words: tuple[str, str], indent: int, width: int) -> Content:
    """A label and words behind it that stay behind it where they need more than one line."""
    text, role = words
    lines = wrap(safe(text), max(width - indent, 12), MOST_LINES) or [""]
    return block(label, (f"\n{' ' * indent}".join(lines), role))


def _assembled(parts: tuple[Part, ...], clean: Callable[[str], str]) -> Content:
    styled = [(part, "text") if isinstance(part, str) else part for part in parts]
    return Content.assemble(*((clean(text), _STYLES[role]) for text, role in styled if text))
