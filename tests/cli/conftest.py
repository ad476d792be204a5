"""A folder with a demo in it, and a way to call the command line inside this process."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from workboard.cli.main import main

NOW = "2026-11-24T10:42"


class Answer(NamedTuple):
    """What one call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Desk:
    """Calls ``workboard`` on one folder at one moment."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    @property
    def places(self) -> list[str]:
        return ["--config", str(self.folder / "config.toml"), "--data-dir", str(self.folder / "data")]

    def __call__(self, *words: str, now: str = NOW) -> Answer:
        self.capsys.readouterr()
        code = main([*words, *self.places, "--now", now])
        out, err = self.capsys.readouterr()
        if code in (0, 1) and "--json" in words:
            assert out.count("\n") == 1
        if code > 1:
            assert out == "", "an error leaves stdout empty"
            assert err.count("\n") == 1, "an error is one line"
            assert err.startswith("workboard: ")
        return Answer(code, out, err)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORKBOARD_CONFIG", "WORKBOARD_DATA_DIR", "WORKBOARD_NOW", "WORKBOARD_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test."""
    folder = tmp_path_factory.mktemp("demo")
    places = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data")]
    assert main(["init", "--backend", "demo", "--now", NOW, *places]) == 0
    return folder


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    shutil.copytree(demo_folder, tmp_path / "desk")
    return Desk(tmp_path / "desk", capsys)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """No settings, no database: the standalone desk."""
    return Desk(tmp_path / "nothing", capsys)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put something on standard input."""

    def put(text: str) -> None:
        import io

        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return put
