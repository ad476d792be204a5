"""Statuses and priorities by their labels: numbers are every tenant's own."""

from __future__ import annotations

import pytest

from workboard.backends.autotask.picklists import Choice, named
from workboard.backends.autotask.priorities import band, value_for
from workboard.backends.autotask.statuses import Statuses

ENGLISH = {
    1: "New", 5: "Complete", 7: "Waiting Customer", 8: "In Progress", 9: "Waiting Materials", 10: "Dispatched",
    11: "Escalate", 12: "Waiting Vendor", 13: "Waiting Approval", 15: "Change Order", 16: "Work Complete",
    17: "On Hold", 19: "Customer Note Added", 20: "RMM Resolved", 21: "Ask Bob",
}  # fmt: skip
MEANS = {
    "new": [1], "open": [8, 11, 21], "planned": [10], "reply": [19], "waiting_client": [7],
    "waiting_other": [9, 12, 13, 15, 17], "done": [5, 16, 20],
}  # fmt: skip


def choices(labels: dict[int, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, True, place) for place, (value, label) in enumerate(labels.items()))


def test_the_delivered_labels_mean_what_they_say() -> None:
    statuses = Statuses((), choices(ENGLISH))
    for category, values in MEANS.items():
        assert [statuses.category(value) for value in values] == [category] * len(values)
    assert statuses.strangers() == ("Ask Bob",)
    assert statuses.closed() == (5, 16, 20)


def test_the_first_of_a_category_is_written() -> None:
    statuses = Statuses((), choices(ENGLISH))
    written = {category: one.label for category in MEANS if (one := statuses.written(category))}  # type: ignore[arg-type]
    assert written == {
        "new": "New", "open": "In Progress", "planned": "Dispatched", "reply": "Customer Note Added",
        "waiting_client": "Waiting Customer", "waiting_other": "Waiting Vendor", "done": "Complete",
    }  # fmt: skip


def test_complete_is_five_in_any_language() -> None:
    statuses = Statuses((), choices({1: "Neu", 5: "Fertig", 15: "Kundennotiz hinzugefügt"}))
    assert statuses.category(5) == "done"
    assert statuses.category(15) == "reply"
    done = statuses.written("done")
    assert done is not None
    assert done.value == 5


@pytest.mark.parametrize("label", ["Mail Reply", "Client Responded", "Customer Replied", "CUSTOMER NOTE (new)"])
def test_shops_call_an_answer_many_things(label: str) -> None:
    assert Statuses((), (Choice(40, label),)).category(40) == "reply"


def test_the_settings_go_first_by_label_or_number() -> None:
    named_so = (("reply", ("Ask Bob",)), ("done", ("20",)), ("open", ("in progress",)))
    statuses = Statuses(named_so, choices(ENGLISH))
    reply, done = statuses.written("reply"), statuses.written("done")
    assert reply is not None
    assert done is not None
    assert (statuses.category(21), reply.value, done.value) == ("reply", 21, 20)
    assert statuses.strangers() == ()
    assert Statuses((("reply", ("Nope",)),), choices(ENGLISH)).missing() == ("Nope",)


def test_what_is_inactive_is_read_and_not_written() -> None:
    statuses = Statuses((), (Choice(8, "In Progress", False), Choice(11, "Escalate")))
    written = statuses.written("open")
    assert statuses.category(8) == "open"
    assert written is not None
    assert written.value == 11


def test_a_value_that_is_not_listed_counts_as_open_and_shows_its_number() -> None:
    statuses = Statuses((), choices(ENGLISH))
    assert (statuses.category(99), statuses.label(99)) == ("open", "99")


def test_bands_follow_the_label_and_never_the_number() -> None:
    tenant = choices({1: "High", 2: "Medium", 3: "Low", 4: "Critical"})
    assert [band(tenant, value) for value in (4, 1, 2, 3, None, 99)] == [1, 2, 3, 4, 4, 4]
    assert (value_for(tenant, 2), value_for(tenant, 3)) == (1, 2)


def test_labels_of_the_shops_own_are_quartered_in_its_order() -> None:
    tenant = tuple(Choice(value, f"Stufe {order}", True, order) for order, value in enumerate((9, 4, 7, 2)))
    assert [band(tenant, value) for value in (9, 4, 7, 2)] == [1, 2, 3, 4]
    assert value_for(tenant, 2) == 4
    assert value_for((), 2) is None


def test_a_word_finds_its_value_in_any_case_and_only_an_active_one() -> None:
    queue = (Choice(29682833, "Service Desk"), Choice(8, "Old", False))
    assert named(queue, " service desk ") == named(queue, "29682833") == 29682833
    assert named(queue, "Old") is named(queue, None) is None
