"""On a desk without a remote, an answer goes to the user's own program: once, with the text and no secret."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from workboard.cli.main import main


def config(folder: Path, script: str) -> tuple[str, ...]:
    path = folder / "config.toml"
    argv = json.dumps([sys.executable, "-c", script])
    path.write_text(f'schema = 1\n[time]\nzone = "UTC"\n[hooks]\non_client_note = {argv}\n')
    path.chmod(0o600)
    return ("--config", str(path), "--data-dir", str(folder / "data"))


def test_an_answer_reaches_the_hook_once_and_a_note_does_not(tmp_path: Path) -> None:
    told = tmp_path / "told.jsonl"
    script = f"import sys; open({str(told)!r}, 'a').write(sys.stdin.read() + '\\n')"
    flags = config(tmp_path, script)
    assert main(["ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Mail hangs", *flags]) == 0
    assert main(["note", "1001", "Between us.", *flags]) == 0
    assert not told.exists()
    assert main(["answer", "1001", "It works again. +5m", *flags]) == 0
    assert main(["sync", *flags]) == 0
    lines = [json.loads(line) for line in told.read_text().splitlines()]
    assert [(one["ticket"], one["text"], one["contact"]) for one in lines] == [("1001", "It works again.", "Ruth")]


def test_a_failing_hook_stops_nothing_and_is_said(tmp_path: Path, capsys: object) -> None:
    flags = config(tmp_path, "raise SystemExit(3)")
    assert main(["ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Mail hangs", *flags]) == 0
    assert main(["answer", "1001", "It works again.", *flags]) == 0
    assert main(["replies", *flags]) == 1
