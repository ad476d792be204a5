"""The policy's limit on parked work, as a script meets it."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_ac24_at_the_limit_park_and_start_name_the_rule_and_what_is_left(empty: Desk) -> None:
    empty.folder.mkdir()
    (empty.folder / "policy.toml").write_text("schema = 1\n[limits]\nparked = 2\n")
    for number in range(4):
        empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", f"Thing {number}", "--mine")
    for _ in range(2):
        assert empty("start").code == 0
        assert empty("park").code == 0
    *_, third, fourth = empty("plan", "--json").json
    assert empty("start", "--id", third["id"]).code == 0
    number = third["ticket"]["number"]
    for words in (("park",), ("park", "--next", "Call Ruth"), ("start", "--id", fourth["id"])):
        got = empty(*words)
        assert got.code == 2
        assert f"limits.parked: 2 are parked already: finish #{number} (f), or hand it over (e asks" in got.err
    assert empty("next", "--json").json["activity"]["state"] == "running"
    assert empty("finish").code == 0, "one of the two ways that were named"
