"""What a lifecycle's words mean, and which of them may be written."""

from __future__ import annotations

import pytest

from workboard.backends.request_tracker.statuses import MUCH, Statuses
from workboard.domain.ticket import Category

MSP = ("new", "open", "scheduled", "waiting-client", "mail-reply", "resolved")


def learnt(*named: tuple[str, tuple[str, ...]], changes: int = MUCH) -> Statuses:
    statuses = Statuses(named)
    statuses.learn("msp", MSP, changes)
    return statuses


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("new", "new"),
        ("Open", "open"),
        ("stalled", "waiting_client"),
        ("mail-reply", "reply"),
        ("rejected", "done"),
        ("deleted", "gone"),
        ("odd", "open"),
        ("", "open"),
    ],
)
def test_known_words(word: str, category: Category) -> None:
    assert Statuses().category(word) == category


def test_the_settings_win() -> None:
    statuses = Statuses([("waiting_other", ("stalled",)), ("reply", ("answered",))])
    assert statuses.category("stalled") == "waiting_other"
    assert statuses.category("answered") == "reply"
    assert statuses.category("mail-reply") == "open"


@pytest.mark.parametrize(
    ("category", "msp", "stock"),
    [
        ("new", "new", "new"),
        ("planned", "scheduled", None),
        ("waiting_client", "waiting-client", "stalled"),
        ("waiting_other", None, None),
        ("reply", "mail-reply", None),
        ("done", "resolved", "resolved"),
    ],
)
def test_what_is_written_is_what_was_seen(category: Category, msp: str | None, stock: str | None) -> None:
    statuses = learnt()
    assert statuses.written("msp", category) == msp
    assert statuses.written("default", category) == stock


def test_a_word_named_but_never_seen_is_tried_except_in_the_stock_lifecycle() -> None:
    statuses = learnt(("waiting_other", ("vendor",)))
    assert statuses.written("msp", "waiting_other") == "vendor"
    assert statuses.written("default", "waiting_other") is None


def test_an_unknown_lifecycle_has_the_stock_words_until_more_is_known() -> None:
    statuses = Statuses()
    assert statuses.written("other", "done") == "resolved"
    assert statuses.written("other", "planned") is None
    assert statuses.reply_signal("other") == "either"


def test_nobody_is_told_that_a_ticket_was_rejected_unless_the_settings_say_so() -> None:
    statuses = Statuses()
    statuses.learn("desk", ["new", "rejected", "closed"], MUCH)
    assert statuses.written("desk", "done") == "closed"
    named = Statuses([("done", ("rejected", "closed"))])
    named.learn("desk", ["new", "rejected", "closed"], MUCH)
    assert named.written("desk", "done") == "rejected"


def test_a_word_that_was_refused_is_not_tried_again_there() -> None:
    statuses = Statuses([("waiting_client", ("parked", "asked"))])
    statuses.refused("desk", "parked")
    assert (statuses.written("desk", "waiting_client"), statuses.written("other", "waiting_client")) == (
        "asked",
        "parked",
    )
    statuses.refused("desk", "asked")
    assert statuses.written("desk", "waiting_client") is None


def test_the_signal_of_a_reply() -> None:
    assert learnt().reply_signal("msp") == "status"
    assert learnt().reply_signal("default") == "author"
    few = Statuses()
    few.learn("plain", ["new", "open"], 3)
    assert few.reply_signal("plain") == "either"
    few.learn("plain", [], MUCH)
    assert few.reply_signal("plain") == "author"
    assert Statuses([("reply", ("answered",))]).reply_signal("plain") == "either"


def test_the_proposal_names_what_is_there() -> None:
    assert learnt().proposal(["msp"]) == {
        "new": ("new",),
        "open": ("open",),
        "planned": ("scheduled",),
        "reply": ("mail-reply",),
        "waiting_client": ("waiting-client",),
        "done": ("resolved",),
    }
    assert learnt().proposal(["msp", "default"])["waiting_client"] == ("waiting-client", "stalled")


def test_strangers_are_told() -> None:
    statuses = learnt()
    statuses.learn("msp", ["limbo", "open"])
    assert statuses.strangers() == {"msp": ("limbo",)}
    assert Statuses([("waiting_other", ("limbo",))]).strangers() == {}


def test_what_can_be_written_somewhere() -> None:
    assert learnt().writable(["msp"]) == {"new", "open", "planned", "reply", "waiting_client", "done"}
    assert Statuses().writable([]) == {"new", "open", "waiting_client", "done"}
