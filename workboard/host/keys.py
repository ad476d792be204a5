"""The system's keyring, asked in a thread with a limit (a locked one can hang), and never one that keeps
its secrets in the open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

from workboard.domain.errors import SignInFailed
from workboard.host.secret import Secret

SERVICE: Final = "workboard"
LIMIT_S: Final = 5.0
REFUSED_MODULES: Final = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")
ELSEWHERE: Final = "use [account.secret] command or WORKBOARD_TOKEN"

T = TypeVar("T")


class Keyring(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def get(user: str) -> str | None:
    """The stored text; ``None`` when there is none, or no keyring fit to ask."""

    def work() -> str | None:
        keyring = _fit()
        return keyring.get_password(SERVICE, user) if keyring else None

    return _asked(work)


def put(user: str, secret: Secret) -> None:
    """Store it; ``SignInFailed`` where no keyring is fit for it."""

    def work() -> bool:
        keyring = _fit()
        if keyring:
            keyring.set_password(SERVICE, user, secret.reveal())
        return keyring is not None

    if not _asked(work):
        raise SignInFailed(f"this machine has no keyring that keeps a secret safe; {ELSEWHERE}")


def drop(user: str) -> bool:
    """Delete it; whether it was there."""

    def work() -> bool:
        from keyring.errors import PasswordDeleteError

        keyring = _fit()
        try:
            if keyring:
                keyring.delete_password(SERVICE, user)
        except PasswordDeleteError:
            return False
        return keyring is not None

    return bool(_asked(work))


def _fit() -> Keyring | None:
    """The machine's keyring, or of several in a chain the first one fit for a secret."""
    import keyring

    chosen: Any = keyring.get_keyring()
    chain = getattr(chosen, "backends", None) if type(chosen).__name__ == "ChainerBackend" else None
    return next((one for one in (chain if chain is not None else [chosen]) if not refused(one)), None)


def refused(backend: object) -> bool:
    """Whether it is none at all, or writes secrets where anybody can read them."""
    kind = type(backend)
    return kind.__module__.startswith(REFUSED_MODULES) or "plaintext" in kind.__name__.lower()


def _asked(work: Callable[[], T]) -> T | None:
    """The work's answer, from a thread that is left behind when it does not answer in time."""
    from threading import Thread

    answer: list[T] = []
    failure: list[BaseException] = []

    def ask() -> None:
        try:
            answer.append(work())
        except BaseException as error:  # noqa: BLE001 (handed over, and looked at below)
            failure.append(error)

    thread = Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(LIMIT_S)
    if failure:
        _check_absent(failure[0])
        return None
    if not answer:
        raise SignInFailed(f"the keyring did not answer within {LIMIT_S:g} s; unlock it, or {ELSEWHERE}")
    return answer[0]


def _check_absent(error: BaseException) -> None:
    """No keyring is an answer; anything else is told by its kind alone, because its text may say too much."""
    from keyring.errors import NoKeyringError

    if not isinstance(error, NoKeyringError | ImportError):
        raise SignInFailed(f"the keyring refused ({type(error).__name__}); unlock it, or {ELSEWHERE}")
