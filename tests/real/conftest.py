"""A real Request Tracker for each test that asks for one, and a technician who sits in front of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.rt.server import Lifecycle, RequestTracker, installed
from workboard.bootstrap.session import Options, Session, open_session
from workboard.cli.main import main


class Said(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Technician:
    """Ana at her desk: a config and a data folder of her own, her token in the environment and nowhere else."""

    def __init__(self, tracker: RequestTracker, folder: Path, user: str = "ana") -> None:
        self.tracker = tracker
        self.user = user
        self.config = folder / "config.toml"
        self.data = folder / "data"

    @property
    def environ(self) -> dict[str, str]:
        return {"WORKBOARD_TOKEN": self.tracker.users[self.user]["token"], "TZ": "UTC", "HOME": str(self.data)}

    def run(self, *words: str) -> Said:
        """One command of workboard, in this process."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in self.environ.items():
                patch.setenv(name, value)
            code = main([*words, "--config", str(self.config), "--data-dir", str(self.data)])
        return Said(code, out.getvalue(), err.getvalue())

    def json(self, *words: str, code: int = 0) -> Any:
        """The same, its JSON read; fails with the error line when it ends otherwise."""
        said = self.run(*words, "--json")
        assert said.code == code, said
        return said.data

    def init(self, *words: str) -> Any:
        mapping = () if self.tracker.seed["lifecycle"] == "stock" else ("--map", "reply=mail-reply")
        return self.json(
            "init", "--backend", "request_tracker", "--url", self.tracker.url, "--name", "helpdesk",
            "--zone", "UTC", "--queue", "Service Desk", "--group", "Technicians", *mapping, *words,
        )  # fmt: skip

    def session(self, *, running: bool = True) -> Session:
        """The same desk opened as the board opens it."""
        return open_session(Options(str(self.config), str(self.data), None, running, self.environ))


@pytest.fixture(scope="session")
def trackers(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., RequestTracker]:
    """Makes a private instance; the first of a kind takes seconds, further ones are copies."""
    if not installed():
        pytest.skip("Request Tracker is not installed: run tests/rt/install.sh")

    def make(lifecycle: Lifecycle = "msp", tickets: int = 40) -> RequestTracker:
        folder = tmp_path_factory.mktemp(lifecycle) / "rt"
        return RequestTracker.cached(folder, lifecycle, tickets)

    return make


@pytest.fixture(params=["msp", "stock"])
def tracker(request: pytest.FixtureRequest, trackers: Callable[..., RequestTracker]) -> Iterator[RequestTracker]:
    """A running instance, once with a mail-reply status and once as Request Tracker comes out of the box."""
    made = trackers(request.param)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def ana(tracker: RequestTracker, tmp_path: Path) -> Technician:
    return Technician(tracker, tmp_path)
