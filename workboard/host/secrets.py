"""The secret of an account: looked for in a fixed order, shown nowhere, kept in the keyring and only there.

Order: the command of the settings, ``WORKBOARD_TOKEN``, the keyring, a prompt where there is a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workboard.domain.errors import SignInFailed
from workboard.host import keys
from workboard.host.log import hide
from workboard.host.programs import run
from workboard.host.secret import Secret
from workboard.settings.config import AccountSettings

Prompt = Callable[[str], str]


def find(account: AccountSettings, environ: Mapping[str, str], prompt: Prompt | None = None) -> Secret | None:
    """The first place that has one; ``SignInFailed`` when a place was named and does not answer."""
    text = (
        _from_command(account.secret.command, environ)
        or environ.get("WORKBOARD_TOKEN", "").strip()
        or keys.get(user_name(account))
        or _from_prompt(account, prompt)
    )
    return hide(Secret(text)) if text else None


def store(account: AccountSettings, secret: Secret) -> None:
    """Into the keyring; ``SignInFailed`` where there is none fit for it."""
    keys.put(user_name(account), secret)


def forget(account: AccountSettings) -> bool:
    """Out of the keyring; whether there was anything."""
    return keys.drop(user_name(account))


def user_name(account: AccountSettings) -> str:
    """What the keyring calls it: the account's name and the one server its secret may go to."""
    origin = "/".join((account.url or "").lower().split("/")[:3])
    return f"{account.name}@{origin}" if origin else account.name


def few_bits(parts: tuple[str, ...], salt: str) -> str:
    """Twelve bits of a slow hash: whether it is the same secret as before, and nothing to find it by."""
    from hashlib import scrypt

    made = scrypt("\0".join(parts).encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=2)
    return made.hex()[:3]


def terminal_prompt() -> Prompt | None:
    """Asks without echo; ``None`` where nobody could answer."""
    import sys

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass

    return getpass


def _from_command(command: tuple[str, ...], environ: Mapping[str, str]) -> str | None:
    if not command:
        return None
    ran = run(command, environ, reads=True)
    if ran.trouble:
        raise SignInFailed(f"the secret command {ran.trouble}; run it by hand, see [account.secret] command")
    first = ran.out.partition(b"\n")[0].decode("utf-8", "replace").strip()
    if not first or not first.isprintable():
        raise SignInFailed("the secret command printed no secret on its first line; see [account.secret] command")
    return first


def _from_prompt(account: AccountSettings, prompt: Prompt | None) -> str | None:
    return prompt(f"Secret for {account.name}: ").strip() if prompt else None
