"""``workboard skip`` with a word of one's own, and with the policy's text to the client."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk

TELL = """[skip]
tell = { "needs approval" = "Hello {contact}, we need your approval.", "needs budget" = "Hello {contact}, it costs." }
"""


def said(demo: Desk) -> list[tuple[str, str]]:
    """What was written by it: verb and words, oldest first."""
    rows = demo("outbox", "--all", "--json").json
    return [(one["verb"], one["text"]) for one in sorted(rows, key=lambda one: one["seq"])]


def test_the_words_stand_in_the_note_wherever_the_flags_stand(demo: Desk) -> None:
    assert demo("skip", "--reason", "needs approval", "Quote 7 is", "with the boss", "--json").code == 0
    assert demo("skip", "And", "this one", "--reason", "c").code == 0
    notes = [text for verb, text in said(demo) if verb == "note"]
    assert [text.split("\n")[0] for text in notes] == ["Quote 7 is with the boss", "And this one"]
    assert notes[0].endswith("Blocked by: approval")


@pytest.mark.parametrize(
    ("blocked", "text"),
    [("approval", "Hello Ruth, we need your approval."), ("budget", "Hello Ruth, it costs.")],
)
def test_ac23_tell_sends_the_policys_text_for_that_reason(demo: Desk, blocked: str, text: str) -> None:
    (demo.folder / "policy.toml").write_text(TELL)
    assert demo("skip", "--reason", f"needs {blocked}", "--tell", "they know").code == 0
    assert said(demo) == [("answer", text), ("note", f"they know\nBlocked by: {blocked}")]


def test_there_must_be_a_text_to_tell(demo: Desk) -> None:
    got = demo("skip", "--reason", "needs budget", "--tell")
    assert got.code == 2
    assert "[skip] tell" in got.err
    assert demo("next", "--json").json["activity"]["state"] == "planned"
