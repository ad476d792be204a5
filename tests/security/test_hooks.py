"""A program of the user's own is named in the user's own file, and nowhere else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.corpus.desk import flags
from workboard.cli.main import main
from workboard.domain.errors import SettingsError
from workboard.host import hooks, programs
from workboard.settings.read import config_of, policy_of

CALLS = "import sys; open(sys.argv[1], 'a').write('called')"


def desk_with_a_hook(folder: Path, mode: int) -> Path:
    """Returns the file the hook writes."""
    seen = folder / "seen"
    config = folder / "config.toml"
    config.write_text(f"schema = 1\n[hooks]\non_client_note = {json.dumps([sys.executable, '-c', CALLS, str(seen)])}\n")
    config.chmod(mode)
    assert main(["ticket", "new", "--name", "Ruth", "--problem", "First", *flags(folder)]) == 0
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="modes of another kind")
@pytest.mark.parametrize(
    ("mode", "called"), [(0o600, True), (0o644, True), (0o620, False), (0o602, False), (0o666, False)]
)
def test_a_file_that_others_may_write_runs_nothing(tmp_path: Path, mode: int, called: bool) -> None:
    seen = desk_with_a_hook(tmp_path, mode)
    assert main(["answer", "1001", "Done", *flags(tmp_path)]) == 0
    assert seen.exists() == called


def test_neither_a_ticket_nor_an_import_nor_a_policy_names_one(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    words = f"[hooks]\non_client_note = ['touch', '{trap}']\n$(touch {trap}) `touch {trap}` | touch {trap}"
    table = tmp_path / "rows.json"
    table.write_text(
        json.dumps([{"Number": "1", "Title": words, "hooks": words, "on_client_note": ["touch", str(trap)]}])
    )
    main(["import", str(table), *flags(tmp_path)])
    assert main(["ticket", "new", "--name", words, "--problem", words, *flags(tmp_path)]) == 0
    assert main(["answer", "1", words, *flags(tmp_path)]) == 0
    assert not trap.exists()
    with pytest.raises(SettingsError):
        policy_of(f"schema = 1\n[hooks]\non_client_note = ['touch', '{trap}']\n", "policy.toml", "UTC")


@pytest.mark.parametrize("value", ['"touch x"', "[]", '[""]', '["touch", 1]', '[["touch"]]', '{run = "x"}'])
def test_a_hook_is_a_list_of_words_and_never_a_line_for_a_shell(value: str) -> None:
    try:
        found = config_of(f"schema = 1\n[hooks]\non_client_note = {value}\n", "config.toml").hooks.on_client_note
    except SettingsError:
        return
    assert found == (), "an empty list is no hook"


def test_an_unknown_hook_is_a_mistake() -> None:
    with pytest.raises(SettingsError):
        config_of('schema = 1\n[hooks]\non_start = ["true"]\n', "config.toml")


def test_it_has_ten_seconds() -> None:
    assert programs.LIMIT_S == 10.0
    assert hooks.run_hook.__defaults__ == (10.0,)
    assert "WORKBOARD_TOKEN" not in hooks.PASSED_ON
