"""A secret is found in a fixed order, kept in a fit keyring, and never shown."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Iterator
from threading import Event
from typing import Any

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from workboard.domain.errors import SignInFailed
from workboard.host import keys, secrets
from workboard.host.secret import Secret
from workboard.settings.config import AccountSettings, SecretSettings

ACCOUNT = AccountSettings("request_tracker", "helpdesk", "https://RT.example.org:8443/rt")
USER = "helpdesk@https://rt.example.org:8443"


class Drawer:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


class Failing(Drawer):
    """A keyring that answers with an error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    backend = Drawer()
    use(monkeypatch, backend)
    return backend


def use(monkeypatch: pytest.MonkeyPatch, backend: object) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def printing(code: str) -> AccountSettings:
    return ACCOUNT._replace(secret=SecretSettings((sys.executable, "-c", code)))


def found(account: AccountSettings = ACCOUNT, environ: dict[str, str] | None = None, **more: Any) -> str | None:
    secret = secrets.find(account, environ or {}, **more)
    return secret.reveal() if secret else None


def test_the_order_is_command_environment_keyring_prompt(drawer: Drawer) -> None:
    environ = {"WORKBOARD_TOKEN": " from-environment\n"}
    asked: list[str] = []

    def prompt(text: str) -> str:
        asked.append(text)
        return "from-prompt "

    drawer.kept["workboard", USER] = "from-keyring"
    command = printing("print('from-command'); print('more')")
    assert found(command, environ, prompt=prompt) == "from-command"
    assert found(ACCOUNT, environ, prompt=prompt) == "from-environment"
    assert found(prompt=prompt) == "from-keyring"
    assert asked == []
    drawer.kept.clear()
    assert found(prompt=prompt) == "from-prompt"
    assert asked == ["Secret for helpdesk: "]
    assert found() is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import sys; print('canary'); sys.stderr.write('canary'); sys.exit(3)", "ended with 3"),
        ("pass", "printed no secret"),
        ("print(); print('canary')", "printed no secret"),
        ("print('can\\x1bary')", "printed no secret"),
    ],
)
def test_a_failing_command_says_so_and_nothing_it_printed(
    code: str, says: str, drawer: Drawer, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SignInFailed, match=says) as caught:
        found(printing(code), {"WORKBOARD_TOKEN": "not used instead"})
    assert "canary" not in str(caught.value) + "".join(capfd.readouterr())


def test_a_missing_command_is_told(drawer: Drawer) -> None:
    account = ACCOUNT._replace(secret=SecretSettings(("/no/such/program",)))
    with pytest.raises(SignInFailed, match="cannot be started"):
        found(account)


def test_store_and_forget(drawer: Drawer) -> None:
    secrets.store(ACCOUNT, Secret("hunter2"))
    assert drawer.kept == {("workboard", USER): "hunter2"}
    assert secrets.forget(ACCOUNT)
    assert not secrets.forget(ACCOUNT)
    assert found() is None


def test_the_keyrings_name_holds_the_server() -> None:
    assert secrets.user_name(ACCOUNT) == USER
    assert secrets.user_name(AccountSettings()) == "standalone"


def plaintext() -> Any:
    kind = type("PlaintextKeyring", (Drawer,), {"__module__": "somewhere.else"})
    return kind()


def alternative() -> Any:
    kind = type("EncryptedKeyring", (Drawer,), {"__module__": "keyrings.alt.file"})
    return kind()


NONE: tuple[Any, ...] = (keyring.backends.null.Keyring, keyring.backends.fail.Keyring)


@pytest.mark.parametrize("backend", [plaintext(), alternative(), *(kind() for kind in NONE)])
def test_an_unfit_keyring_is_neither_read_nor_written(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, backend)
    if isinstance(backend, Drawer):
        backend.kept["workboard", USER] = "planted"
    assert found() is None
    assert not secrets.forget(ACCOUNT)
    with pytest.raises(SignInFailed, match="no keyring that keeps a secret safe"):
        secrets.store(ACCOUNT, Secret("x"))


def test_of_a_chain_the_first_fit_keyring_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    good = Drawer()
    chain = type("ChainerBackend", (), {"backends": [plaintext(), good]})
    use(monkeypatch, chain())
    secrets.store(ACCOUNT, Secret("hunter2"))
    assert good.kept
    assert found() == "hunter2"


def test_no_keyring_at_all_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Failing(NoKeyringError("none")))
    assert found() is None


def test_a_locked_keyring_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Failing(KeyringLocked("canary")))
    with pytest.raises(SignInFailed, match="KeyringLocked") as caught:
        found()
    assert "canary" not in str(caught.value)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    released = Event()

    class Hanging(Drawer):
        def get_password(self, service: str, username: str) -> str | None:
            released.wait(60)
            return None

    use(monkeypatch, Hanging())
    monkeypatch.setattr(keys, "LIMIT_S", 0.02)
    yield
    released.set()


def test_a_keyring_that_hangs_is_left_behind(hanging: None) -> None:
    with pytest.raises(SignInFailed, match="did not answer"):
        found()


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret("hunter2")
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>20}", repr([secret]), repr(dir(secret))]
    assert not any("hunter2" in text for text in shown)
    assert not hasattr(secret, "__dict__")
    assert secret.reveal() == "hunter2"


def test_a_secret_is_not_written_down() -> None:
    for write in (pickle.dumps, copy.copy, copy.deepcopy, lambda s: s.__getstate__()):
        with pytest.raises(TypeError, match="not written down"):
            write(Secret("hunter2"))
