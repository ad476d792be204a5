"""The machine's web browser."""

from __future__ import annotations


def show(url: str) -> bool:
    """Whether a browser took it. Never one that would write across this terminal."""
    import webbrowser

    try:
        found = webbrowser.get()
        if isinstance(found, webbrowser.GenericBrowser) and not isinstance(found, webbrowser.BackgroundBrowser):
            return False  # lynx and friends want the terminal for themselves
        return found.open(url)
    except webbrowser.Error:
        return False
