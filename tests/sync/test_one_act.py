"""A process that comes for one wish: it does not sign in again within the hour, and never sends as somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sync.fake_remote import ME
from tests.sync.rig import Rig
from workboard.domain.errors import SettingsError, SignInFailed, Unreachable
from workboard.domain.intent import AddNote
from workboard.domain.people import Person
from workboard.store import account, entries, journal
from workboard.sync.report import Report
from workboard.sync.signing_in import FRESH_MS, SIGNED_IN

ONE = "desk:ticket:101"
BEN = Person("8", "Ben", kind="me")


async def one_note(rig: Rig) -> Report:
    """What a command does: a process, a wish, sent, and over. Leaves what was called since."""
    rig.restart()
    rig.remote.calls.clear()
    rig.wish(AddNote(ONE, "Looked."))
    assert rig.engine.hold()
    return await rig.engine.send()


async def test_it_costs_the_one_write(rig: Rig) -> None:
    for _ in range(3):
        assert (await one_note(rig)).sent == 1
        assert rig.remote.calls == ["apply"]


async def test_the_first_of_all_signs_in(rig: Rig) -> None:
    rig.database.write(lambda tx: journal.set_place(tx, SIGNED_IN, None, rig.at))
    await one_note(rig)
    assert rig.remote.calls == ["whoami", "apply"]
    await one_note(rig)
    assert rig.remote.calls == ["apply"]


async def test_it_holds_for_an_hour(rig: Rig) -> None:
    rig.at += FRESH_MS - 1
    await one_note(rig)
    assert rig.remote.calls == ["apply"]
    rig.at += 1
    await one_note(rig)
    assert rig.remote.calls == ["whoami", "apply"]


async def test_a_clock_that_went_back_counts_as_an_hour(rig: Rig) -> None:
    rig.put_forward -= 1
    await one_note(rig)
    assert rig.remote.calls[0] == "whoami"


async def test_reading_signs_in_every_time(rig: Rig) -> None:
    rig.restart()
    rig.remote.calls.clear()
    assert rig.engine.hold()
    await rig.engine.send()
    await rig.engine.sync()
    assert rig.remote.calls[0] == "whoami"


def bens_secret(rig: Rig) -> None:
    """What is in the environment by now."""
    rig.remote.generation, rig.remote.me = "ben", BEN


async def test_a_wish_never_leaves_with_the_secret_of_another(rig: Rig) -> None:
    bens_secret(rig)
    for _ in range(2):
        report = await one_note(rig)
        assert isinstance(report.error, SettingsError)
        assert rig.account().me.name in str(report.error)
        assert rig.remote.calls == ["whoami"]
    rig.remote.generation, rig.remote.me = "g1", ME
    assert (await one_note(rig)).sent == 3


async def test_another_person_begins_with_nothing_of_the_former_ones(rig: Rig) -> None:
    bens_secret(rig)
    rig.restart()
    assert rig.engine.hold()
    assert (await rig.engine.sync()).error is None
    assert rig.account().me.id == BEN.id


async def test_a_person_who_was_renamed_is_the_same_one(rig: Rig) -> None:
    """The mirror is read anew, and what waits goes out."""
    rig.remote.me = BEN
    rig.database.write(lambda tx: journal.set_place(tx, SIGNED_IN, None, rig.at))
    rig.remote.resume = lambda generation, keepsake: True  # type: ignore[method-assign]
    assert (await one_note(rig)).sent == 1
    assert rig.account().me.id == BEN.id


async def test_another_address_is_refused_as_ever(rig: Rig) -> None:
    rig.restart()
    rig.remote.calls.clear()
    rig.wish(AddNote(ONE, "Looked."))
    rig.engine.context = rig.engine.context._replace(base_url="https://other.example")
    assert rig.engine.hold()
    report = await rig.engine.send()
    assert isinstance(report.error, SettingsError)
    assert rig.remote.calls == ["whoami"]


@pytest.mark.parametrize("changed", [{"slug": "other"}, {"backend_name": "other"}])
async def test_another_account_is_refused_as_ever(rig: Rig, changed: dict[str, str]) -> None:
    rig.restart()
    rig.wish(AddNote(ONE, "Looked."))
    rig.engine.context = rig.engine.context._replace(**changed)  # type: ignore[arg-type]
    assert rig.engine.hold()
    assert isinstance((await rig.engine.send()).error, SettingsError)
    assert not rig.remote.order


@pytest.mark.parametrize("trouble", [Unreachable("no network"), SignInFailed("the token is no longer good")])
async def test_after_trouble_it_signs_in(rig: Rig, trouble: Exception) -> None:
    rig.remote.plan["apply"].append(trouble)
    rig.remote.plan["whoami"].append(trouble)
    assert (await one_note(rig)).error is not None
    assert rig.account().state != "ok"
    rig.remote.plan.clear()
    assert (await one_note(rig)).sent == 2
    assert rig.remote.calls == ["whoami", "apply", "apply"]


async def test_a_secret_that_is_no_longer_good_is_tried_once_and_the_wish_held(rig: Rig) -> None:
    rig.remote.plan["apply"].append(SignInFailed("401", status=401))
    rig.remote.plan["whoami"].append(SignInFailed("401", status=401))
    report = await one_note(rig)
    assert isinstance(report.error, SignInFailed)
    assert rig.remote.calls == ["apply", "whoami"]
    assert [one.state for one in entries.open_entries(rig.database.read())] == ["held"]


async def test_a_session_that_had_ended_is_begun_again(rig: Rig) -> None:
    rig.remote.plan["apply"].append(SignInFailed("401", status=401))
    assert (await one_note(rig)).sent == 1
    assert rig.remote.calls == ["apply", "whoami", "apply"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tx: journal.set_place(tx, SIGNED_IN, "[]", 0),
        lambda tx: journal.set_place(tx, SIGNED_IN, '["soon", ""]', 0),
        lambda tx: journal.set_place(tx, SIGNED_IN, "{", 0),
        lambda tx: account.set_state(tx, "auth", "signed out", 0),
    ],
)
async def test_what_is_not_as_it_was_left_is_no_sign_in(rig: Rig, spoil: Callable[..., None]) -> None:
    rig.database.write(spoil)
    await one_note(rig)
    assert rig.remote.calls == ["whoami", "apply"]
