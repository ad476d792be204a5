"""A secret that is seeded wherever a secret can be is found nowhere else: not in the database, the log, a crash file,
on a screen, on a child's command line or in the ``repr`` of anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

from tests.corpus.desk import flags
from tests.desk import faults as wrong
from tests.desk.faults import ANYWHERE, Faults
from tests.desk.request_tracker import RequestTracker
from tests.desk.seed import seeded
from tests.desk.server import Server, on_thread
from tests.ui.terminal import Terminal
from workboard.backends import registry
from workboard.cli.main import main
from workboard.domain.errors import SettingsError
from workboard.host.clock import Clock
from workboard.host.secret import Secret
from workboard.settings.config import AccountSettings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

SHARED = "5f1bc0ffee5f1bc0ffee5f1bc0ffee5f"
"""what makes the secret one; the rest of a token is the number of its owner"""


class Desk(NamedTuple):
    """A help desk that lets the canary in, and a folder to meet it from."""

    server: Server
    faults: Faults
    token: str
    folder: Path

    def run(
        self, *words: str, stdin: str = "", code: str | None = None, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        program = ["-c", code] if code else ["-m", "workboard"]
        return subprocess.run(
            [sys.executable, *program, *words, *flags(self.folder)],
            input=stdin, capture_output=True, text=True, check=False, env=self.environ(environ),
        )  # fmt: skip

    def environ(self, more: Mapping[str, str]) -> dict[str, str]:
        """No keyring but the one of this test, which keeps its secrets outside of what is searched."""
        outside = self.folder.parent / "keyring"
        return {
            **os.environ, "PYTHONPATH": str(outside), "PYTHON_KEYRING_BACKEND": "drawer.Drawer",
            "DRAWER": str(outside / "kept"), **more,
        }  # fmt: skip

    def found(self, *told: str) -> list[str]:
        """Where the canary was seen."""
        files = [one for one in self.folder.rglob("*") if one.is_file()]
        seen = [str(one) for one in files if SHARED.encode() in one.read_bytes()]
        return seen + [text for text in told if SHARED in text]


DRAWER = """
import os
from keyring.backend import KeyringBackend
class Drawer(KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        try:
            return open(os.environ["DRAWER"]).read()
        except FileNotFoundError:
            return None
    def set_password(self, service, username, password):
        open(os.environ["DRAWER"], "w").write(password)
    def delete_password(self, service, username):
        os.unlink(os.environ["DRAWER"])
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.delenv("WORKBOARD_TOKEN", raising=False)
    (tmp_path / "keyring").mkdir()
    (tmp_path / "keyring" / "drawer.py").write_text(DRAWER)
    folder = tmp_path / "searched"
    folder.mkdir()
    remote = seeded(Clock().now)
    ana = remote.people["ana"]
    token = f"1-{ana.number}-{SHARED}"
    ana.token = token
    faults = Faults(seed=1)
    with on_thread(Server(RequestTracker(), remote, faults)) as server:
        yield Desk(server, faults, token, folder)


def set_up(desk: Desk, **environ: str) -> str:
    done = desk.run("init", "--backend", "request_tracker", "--url", desk.server.url, **environ)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


WORDS = (("sync",), ("next",), ("note", "1", "looked at it +5m"), ("doctor",), ("sync", "--json"))
FAULTS = (wrong.NOT_SIGNED_IN, wrong.BROKEN, wrong.RESET_AFTER, wrong.LOGIN, wrong.redirected("http://127.0.0.1:9/x"))


def told(desk: Desk, *words: str, **environ: str) -> str:
    done = desk.run(*words, **environ)
    return f"{words} {done.stdout}{done.stderr}"


def test_from_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A day on which first all goes well, and then everything goes wrong."""
    monkeypatch.setenv("WORKBOARD_TOKEN", desk.token)
    codes = {main(["init", "--backend", "request_tracker", "--url", desk.server.url, *flags(desk.folder)])}
    for words in WORDS:
        codes.add(main([*words, *flags(desk.folder)]))
    for fault in FAULTS:
        desk.faults.always(ANYWHERE, fault)
        for words in (("note", "1", f"while {fault.name}"), ("sync",)):
            codes.add(main([*words, *flags(desk.folder)]))
        desk.faults.clear()
    assert codes == {0, 3}
    assert {name for _, name in desk.faults.played} >= {"401", "redirect to another host"}
    assert desk.found(*capfd.readouterr()) == []
    assert "looked at it" in (desk.folder / "data" / "workboard.db").read_bytes().decode("utf-8", "replace")


def test_from_a_command_of_the_settings(desk: Desk) -> None:
    set_up(desk, WORKBOARD_TOKEN=desk.token)
    secret = desk.folder.parent / "secret.txt"
    secret.write_text(desk.token + "\n")
    program = json.dumps([sys.executable, "-c", "import sys; print(open(sys.argv[1]).read())", str(secret)])
    with (desk.folder / "config.toml").open("a") as config:
        config.write(f"\n[account.secret]\ncommand = {program}\n")
    said = [told(desk, *words) for words in (("sync",), ("note", "1", "by command"), ("doctor",))]
    assert "Read: " in said[0], said[0]
    assert desk.found(*said) == []


def test_typed_at_the_login_and_kept_in_the_keyring(desk: Desk) -> None:
    set_up(desk, WORKBOARD_TOKEN=desk.token)
    done = desk.run("login", stdin=desk.token + "\n")
    assert done.returncode == 0, done.stderr
    assert (desk.folder.parent / "keyring" / "kept").read_text() == desk.token
    said = [done.stdout + done.stderr, told(desk, "sync"), told(desk, "doctor"), told(desk, "logout")]
    assert "Read: " in said[1], said[1]
    assert desk.found(*said) == []
    wrong_one = desk.run("login", stdin=f"1-9-{SHARED}x\n")
    assert wrong_one.returncode == 3
    assert desk.found(wrong_one.stdout + wrong_one.stderr) == []


def test_in_an_address_it_is_refused_and_not_repeated(desk: Desk) -> None:
    for url in (
        f"https://ana:{SHARED}@rt.example.org",
        f"https://{SHARED}@rt.example.org/",
        f"https://rt.example.org/?t={SHARED}",
    ):
        done = desk.run("init", "--backend", "request_tracker", "--url", url)
        assert done.returncode == 2
        assert desk.found(done.stdout + done.stderr) == []
        assert not (desk.folder / "config.toml").exists()


def test_when_it_crashes_with_the_client_in_its_hands(desk: Desk) -> None:
    environ = {"WORKBOARD_TOKEN": desk.token}
    set_up(desk, **environ)
    code = dedent("""
        import sys
        from workboard.backends.request_tracker.backend import RequestTracker
        async def changes(self, *_, **__):
            secret = next(iter(self._calls.http._connections._auth._headers.values())).reveal()
            raise RuntimeError("unexpected with " + secret)
        RequestTracker.changes = RequestTracker.whoami = changes
        from workboard.cli.entry import run
        sys.exit(run())
    """)
    done = desk.run("sync", code=code, **environ)
    assert done.returncode == 4
    (file,) = desk.folder.rglob("crash-*.txt")
    assert "unexpected with token •••" in file.read_text()
    assert desk.found(done.stdout + done.stderr) == []


def test_on_the_board(desk: Desk) -> None:
    environ = {"WORKBOARD_TOKEN": desk.token}
    set_up(desk, **environ)
    with Terminal(desk.folder, 100, 40, **desk.environ(environ)) as terminal:
        terminal.until(lambda: b"synced" in terminal.written and b" finish" in terminal.written, "the first sync")
        terminal.rest()
        terminal.press(b"n", b"INTERNAL")
        terminal.press(b"a word", b"word")
        terminal.press(b"\x13", b"saved")
        desk.faults.always(ANYWHERE, wrong.NOT_SIGNED_IN)
        command_line = (
            (Path("/proc") / str(terminal.process.pid) / "cmdline").read_bytes() if sys.platform == "linux" else b""
        )
        os.write(terminal.master, b"q")
        terminal.process.wait(timeout=20)
        terminal.drain()
    assert desk.found(terminal.written.decode("utf-8", "replace"), command_line.decode()) == []


def test_a_hook_gets_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    program = "import os, sys, json; json.dump([sys.argv, dict(os.environ), sys.stdin.read()], open(sys.argv[1], 'w'))"
    argv = json.dumps([sys.executable, "-c", program, str(folder / "seen.json")])
    (folder / "config.toml").write_text(f"schema = 1\n[hooks]\non_client_note = {argv}\n")
    monkeypatch.setenv("WORKBOARD_TOKEN", SHARED)
    for words in (
        ("ticket", "new", "--name", "Ruth", "--problem", "First"),
        ("answer", "1001", "Done; $(touch x) `x`"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "workboard", *words, *flags(folder)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    argv_seen, environ, given = json.loads((folder / "seen.json").read_text())
    assert argv_seen == ["-c", str(folder / "seen.json")]
    assert "WORKBOARD_TOKEN" not in environ
    assert SHARED not in json.dumps([argv_seen, environ, given])
    assert json.loads(given)["text"] == "Done; $(touch x) `x`"


def test_nothing_shows_it_when_looked_at(desk: Desk) -> None:
    """Whatever an object of ours is asked to show of itself, and of what it holds."""
    settings = AccountSettings("request_tracker", "desk", desk.server.url)
    backend = registry.kind("request_tracker").build(settings, "", desk.token)
    seen: set[int] = set()

    def look(value: object, depth: int = 0) -> None:
        if id(value) in seen or depth > 6 or isinstance(value, Secret):
            return
        seen.add(id(value))
        assert SHARED not in f"{value!r} {value}", type(value)
        held = list(vars(value).values()) if hasattr(value, "__dict__") else []
        held += list(value.values()) if isinstance(value, Mapping) else []
        held += list(value) if isinstance(value, list | tuple | set | frozenset) else []
        for one in held:
            look(one, depth + 1)

    look(backend)
    assert len(seen) > 10


def test_a_secret_is_no_part_of_an_error_about_the_address() -> None:
    with pytest.raises(SettingsError) as caught:
        registry.kind("request_tracker").build(
            AccountSettings("request_tracker", "desk", f"https://a:{SHARED}@x.example"), "", f"1-1-{SHARED}"
        )
    assert SHARED not in str(caught.value)
