"""What Textual's own style sheets ask of a theme, said in our ten roles."""

from __future__ import annotations


def variables(role: dict[str, str]) -> dict[str, str]:
    """``role-text`` and its like for our sheets; cursor, selection and scrollbars for Textual's."""
    return {
        **{f"role-{one}": colour for one, colour in role.items()},
        "border": role["rule"],
        "border-blurred": role["rule"],
        "input-cursor-background": role["text"],
        "input-cursor-foreground": role["card"],
        "input-cursor-text-style": "none",
        "input-selection-background": role["rule"],
        "input-selection-foreground": role["bright"],
        "block-cursor-background": role["rule"],
        "block-cursor-foreground": role["bright"],
        "block-cursor-text-style": "bold",
        "block-hover-background": role["card"],
        "scrollbar": role["rule"],
        "scrollbar-hover": role["dim"],
        "scrollbar-active": role["dim"],
        "scrollbar-background": role["base"],
        "scrollbar-background-hover": role["base"],
        "scrollbar-background-active": role["base"],
        "scrollbar-corner-color": role["base"],
    }
