"""Work that nobody has put into a verb yet."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Desk
from tests.cli.test_hostile import harmless
from tests.corpus.hostile import HOSTILE


def test_ac06_what_the_board_has_to_ask_about_is_listed(demo: Desk) -> None:
    got = demo("lint", "--json")
    assert (got.code, got.json["ok"]) == (1, False)
    (one,) = got.json["findings"]
    assert set(one) == {"code", "what", "remedy"}
    assert one["code"] == "no-next-step"
    assert one["what"] == "#48224 Decide the next step: Signing in takes minutes every morning"
    asked = [each["ticket"]["number"] for each in demo("plan", "--json").json if each["title"].startswith("Decide the")]
    assert asked == ["48224"]
    assert demo("lint").out == f"{one['what']}\n-> {one['remedy']}\n"


def test_ac06_the_first_next_step_settles_it(demo: Desk) -> None:
    demo("note", "48224", ">Measure one sign-in with Ines")
    got = demo("lint", "--json")
    assert (got.code, got.json) == (0, {"ok": True, "findings": []})
    assert demo("lint").out == "Every activity has its next step.\n"


def test_what_is_parked_counts_and_what_is_done_does_not(empty: Desk) -> None:
    for _ in range(2):
        empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Outlook hangs", "--mine")
    empty("start")
    empty("park")
    assert len(empty("lint", "--json").json["findings"]) == 2
    empty("finish")
    assert len(empty("lint", "--json").json["findings"]) == 1
    assert empty("lint").code == 1


def test_an_empty_desk_is_in_order(empty: Desk) -> None:
    assert empty("lint").code == 0
    assert not empty.folder.exists()


def test_ac36_what_hostile_tickets_say_is_printed_clean(empty: Desk, tmp_path: Path) -> None:
    rows = [
        {"number": str(at), "title": f"{text} x", "owner": ("me", "Nobody")[at % 2], "company": text, "contact": text}
        for at, text in enumerate(one.encode("utf-8", "replace").decode() for one in HOSTILE if len(one) < 5_000)
    ]
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(rows), "utf-8")
    empty("import", str(path), "--me", "me")
    for words in (("lint",), ("lost",)):
        got = empty(*words)
        assert got.code == 1
        assert harmless(got.out)
        assert got.out.count("->") == len(empty(*words, "--json").json["findings"]) > 50
    for number in ("0", "1", "7", "20", "33", "50"):
        assert harmless(empty("say", number).out)
        assert harmless(empty("policy", "explain", number, "60").out)
