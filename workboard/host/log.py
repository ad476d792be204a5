"""The log of the data folder, for the one who asks what happened. Light until it is started.

Every room speaks through the standard library's ``logging.getLogger("workboard.…")``; here is decided where
that goes, and taken care that no secret goes with it.
"""

from __future__ import annotations

from typing import Final

from workboard.host.secret import MASK, Secret

_hidden: Final[list[Secret]] = []


def hide(secret: Secret) -> Secret:
    """From now on no line of the log holds this secret; returns it."""
    if secret.reveal() and all(secret.reveal() != known.reveal() for known in _hidden):
        _hidden.append(secret)
        _hidden.sort(key=lambda known: -len(known.reveal()))
    return secret


def redacted(text: str) -> str:
    """The text without any secret that was hidden, as it is or as it would stand in a URL."""
    for secret in _hidden:
        text = text.replace(secret.reveal(), MASK)
        if not secret.reveal().isalnum():
            from urllib.parse import quote

            text = text.replace(quote(secret.reveal()), MASK).replace(quote(secret.reveal(), safe=""), MASK)
    return text


def hush() -> None:
    """For one command: what the rooms report is not printed beside what the command itself says."""
    import logging

    logger = logging.getLogger("workboard")
    if not any(isinstance(one, logging.NullHandler) for one in logger.handlers):
        logger.addHandler(logging.NullHandler())


def start(log_dir: str) -> str:
    """Write what workboard's rooms report, and warnings of the HTTP library, to a file in this folder;
    returns its path. Where it cannot be written, nothing is: a log is never a reason to stop."""
    from workboard.host.logfile import attach

    return attach(log_dir)
